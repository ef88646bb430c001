/**
 * Just enough of the WebAssembly binary format (core specification 2.0, chapter 5) to write small SIMD kernels by hand: V8 does not
 * vectorise JavaScript loops, and a kernel of a hundred instructions is no reason for a compiler in the build.
 */

/** Encoded instructions. */
export type Code = readonly number[]

/** Unsigned LEB128. */
export function unsigned(value: number): Code {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low | 0x80 : low)
  } while (rest > 0)
  return bytes
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): Code {
  const bytes: number[] = []
  let rest = value | 0
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)]
const memoryArgument = (alignment: number, offset: number): Code => [alignment, ...unsigned(offset)]

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: [0x6a] as Code,
  sub: [0x6b] as Code,
  mul: [0x6c] as Code,
  lessThanUnsigned: [0x49] as Code,
  load: (offset = 0): Code => [0x28, ...memoryArgument(2, offset)],
}

export const v128 = {
  load: (offset = 0): Code => [...simd(0x00), ...memoryArgument(2, offset)],
  store: (offset = 0): Code => [...simd(0x0b), ...memoryArgument(2, offset)],
  zero: [...simd(0x0c), ...new Array<number>(16).fill(0)] as Code,
  /** Four lanes picked from two vectors: 0 to 3 of the first, 4 to 7 of the second. */
  shuffle32: (lanes: readonly [number, number, number, number]): Code => [
    ...simd(0x0d),
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)),
  ],
}

export const f32x4 = {
  add: simd(0xe4),
  mul: simd(0xe6),
  splat: simd(0x13),
}

export const local = {
  get: (index: number): Code => [0x20, ...unsigned(index)],
  set: (index: number): Code => [0x21, ...unsigned(index)],
  tee: (index: number): Code => [0x22, ...unsigned(index)],
}

/** Runs `body` and repeats it for as long as `condition` leaves something other than 0; at least once. */
export const repeatWhile = (body: Code, condition: Code): Code => [
  0x03, // loop
  0x40, // no result
  ...body,
  ...condition,
  0x0d, // br_if 0: back to the loop's head
  0x00,
  0x0b,
]

export interface KernelFunction {
  readonly name: string
  /** i32 each */
  readonly parameters: number
  /** numbered after the parameters: first the integers, then the vectors */
  readonly integers: number
  readonly vectors: number
  readonly body: Code
}

/** Pages of 64 KiB that the imported memory may grow to: all that 32 bits can address. */
export const maximumPages = 65_536

/** A module of functions without results over one imported shared memory, `env.memory`. */
export function assemble(functions: readonly KernelFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...list(new Array<Code>(parameters).fill([0x7f])),
    0,
  ])
  // 0x02: memory, 0x03: shared, with a maximum
  const memory = [...text('env'), ...text('memory'), 0x02, 0x03, ...unsigned(1), ...unsigned(maximumPages)]
  const exports = functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)])
  const bodies = functions.map(({ integers, vectors, body }) => {
    const locals = list([
      [...unsigned(integers), 0x7f],
      [...unsigned(vectors), 0x7b],
    ])
    const bytes = [...locals, ...body, 0x0b]
    return [...unsigned(bytes.length), ...bytes]
  })
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(7, list(exports)),
    ...section(10, list(bodies)),
  ])
}

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()]
const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content]
const text = (value: string): Code => list([...value].map((character) => [character.charCodeAt(0)]))
