import {
  assemble,
  type Code,
  f32x4,
  i32,
  type KernelFunction,
  local,
  repeatWhile,
  v128,
} from './assembler.ts'

const tileRows = 2
const tileColumns = 4
/** Floats taken in one turn of the innermost loop; rows are padded to a multiple of it. */
export const rowPadding = 8

/** acc[r][c] += a_r · b_c over one vector of four, `offset` bytes into the rows. */
function multiplyAdd(
  rows: readonly number[],
  columns: readonly number[],
  locals: TileLocals,
  offset: number,
): Code {
  const loadRows = rows.flatMap((pointer, r) => [
    ...local.get(pointer),
    ...v128.load(offset),
    ...local.set(locals.a[r]!),
  ])
  const steps = columns.flatMap((pointer, c) => [
    ...local.get(pointer),
    ...v128.load(offset),
    ...local.set(locals.b),
    ...rows.flatMap((_, r) => [
      ...local.get(locals.acc[r]![c]!),
      ...local.get(locals.a[r]!),
      ...local.get(locals.b),
      ...f32x4.mul,
      ...f32x4.add,
      ...local.set(locals.acc[r]![c]!),
    ]),
  ])
  return [...loadRows, ...steps]
}

interface TileLocals {
  /** accumulators, tileRows × tileColumns */
  readonly acc: readonly (readonly number[])[]
  readonly a: readonly number[]
  readonly b: number
}

const advance = (pointer: number, by: Code): Code => [
  ...local.get(pointer),
  ...by,
  ...i32.add,
  ...local.set(pointer),
]

/** Leaves on the stack the four sums over lanes of four accumulators, as one vector; `scratch` are two vector locals. */
function sumLanes(acc: readonly number[], scratch: readonly [number, number]): Code {
  const halves = (first: number, second: number): Code => [
    ...local.get(first),
    ...local.get(second),
    ...v128.shuffle32([0, 4, 1, 5]),
    ...local.get(first),
    ...local.get(second),
    ...v128.shuffle32([2, 6, 3, 7]),
    ...f32x4.add,
  ]
  const [low, high] = scratch
  return [
    ...halves(acc[0]!, acc[1]!),
    ...local.set(low),
    ...halves(acc[2]!, acc[3]!),
    ...local.set(high),
    ...local.get(low),
    ...local.get(high),
    ...v128.shuffle32([0, 1, 4, 5]),
    ...local.get(low),
    ...local.get(high),
    ...v128.shuffle32([2, 3, 6, 7]),
    ...f32x4.add,
  ]
}

/**
 * dots(a, b, c, rowBytes, usedBytes, aEnd, bEnd, cRowBytes): C = A Bᵀ for row-major A and B whose rows lie `rowBytes` apart and of
 * which the first `usedBytes` count. All are byte addresses; A's rows are even in number, B's a multiple of 4, the floats that
 * count a multiple of 8.
 */
function dots(): KernelFunction {
  const [a, b, c, rowBytes, usedBytes, aEnd, bEnd, cRowBytes] = [0, 1, 2, 3, 4, 5, 6, 7] as const
  const [bRow, end, out] = [8, 9, 10] as const
  const rows = [11, 12]
  const columns = [13, 14, 15, 16]
  const firstVector = 17
  const locals: TileLocals = {
    acc: rows.map((_, r) => columns.map((_, k) => firstVector + r * tileColumns + k)),
    a: rows.map((_, r) => firstVector + 8 + r),
    b: firstVector + 10,
  }
  const pointAt = (pointers: readonly number[], base: number): Code =>
    pointers.flatMap((pointer, index) => [
      ...local.get(index === 0 ? base : pointers[index - 1]!),
      ...(index === 0 ? [] : [...local.get(rowBytes), ...i32.add]),
      ...local.set(pointer),
    ])
  const step = rowPadding * 4
  const inner = repeatWhile(
    [
      ...multiplyAdd(rows, columns, locals, 0),
      ...multiplyAdd(rows, columns, locals, 16),
      ...[...rows, ...columns].flatMap((pointer) => advance(pointer, i32.constant(step))),
    ],
    [...local.get(rows[0]!), ...local.get(end), ...i32.lessThanUnsigned],
  )
  const tile: Code = [
    ...pointAt(rows, a),
    ...pointAt(columns, bRow),
    ...local.get(a),
    ...local.get(usedBytes),
    ...i32.add,
    ...local.set(end),
    ...locals.acc.flat().flatMap((vector) => [...v128.zero, ...local.set(vector)]),
    ...inner,
    ...local.get(out),
    ...sumLanes(locals.acc[0]!, [locals.a[0]!, locals.b]),
    ...v128.store(),
    ...local.get(out),
    ...local.get(cRowBytes),
    ...i32.add,
    ...sumLanes(locals.acc[1]!, [locals.a[0]!, locals.b]),
    ...v128.store(),
  ]
  const overColumns = repeatWhile(
    [
      ...tile,
      ...advance(out, i32.constant(tileColumns * 4)),
      ...advance(bRow, [...local.get(rowBytes), ...i32.constant(tileColumns), ...i32.mul]),
    ],
    [...local.get(bRow), ...local.get(bEnd), ...i32.lessThanUnsigned],
  )
  const body = repeatWhile(
    [
      ...local.get(b),
      ...local.set(bRow),
      ...local.get(c),
      ...local.set(out),
      ...overColumns,
      ...advance(c, [...local.get(cRowBytes), ...i32.constant(tileRows), ...i32.mul]),
      ...advance(a, [...local.get(rowBytes), ...i32.constant(tileRows), ...i32.mul]),
    ],
    [...local.get(a), ...local.get(aEnd), ...i32.lessThanUnsigned],
  )
  return { name: 'dots', parameters: 8, integers: 9, vectors: 11, body }
}

/**
 * gatherDots(a, base, indices, indicesEnd, out, rowBytes, usedBytes): out[j] = ⟨a, row indices[j] of base⟩ over the first `usedBytes`
 * of rows that lie `rowBytes` apart. Addresses in bytes; the number of indices is a multiple of 4, the floats that count one of 8.
 */
function gatherDots(): KernelFunction {
  const [a, base, indices, indicesEnd, out, rowBytes, usedBytes] = [0, 1, 2, 3, 4, 5, 6] as const
  const [row, end] = [7, 8] as const
  const columns = [9, 10, 11, 12]
  const acc = [13, 14, 15, 16]
  const locals: TileLocals = { acc: [acc], a: [17], b: 18 }
  const step = rowPadding * 4
  const inner = repeatWhile(
    [
      ...multiplyAdd([row], columns, locals, 0),
      ...multiplyAdd([row], columns, locals, 16),
      ...[row, ...columns].flatMap((pointer) => advance(pointer, i32.constant(step))),
    ],
    [...local.get(row), ...local.get(end), ...i32.lessThanUnsigned],
  )
  const pointAt = columns.flatMap((pointer, j) => [
    ...local.get(base),
    ...local.get(indices),
    ...i32.load(j * 4),
    ...local.get(rowBytes),
    ...i32.mul,
    ...i32.add,
    ...local.set(pointer),
  ])
  const body = repeatWhile(
    [
      ...pointAt,
      ...local.get(a),
      ...local.tee(row),
      ...local.get(usedBytes),
      ...i32.add,
      ...local.set(end),
      ...acc.flatMap((vector) => [...v128.zero, ...local.set(vector)]),
      ...inner,
      ...local.get(out),
      ...sumLanes(acc, [17, 18]),
      ...v128.store(),
      ...advance(out, i32.constant(16)),
      ...advance(indices, i32.constant(16)),
    ],
    [...local.get(indices), ...local.get(indicesEnd), ...i32.lessThanUnsigned],
  )
  return { name: 'gatherDots', parameters: 7, integers: 6, vectors: 6, body }
}

export interface Kernels {
  dots(
    a: number,
    b: number,
    c: number,
    rowBytes: number,
    usedBytes: number,
    aEnd: number,
    bEnd: number,
    cRowBytes: number,
  ): void
  gatherDots(
    a: number,
    base: number,
    indices: number,
    indicesEnd: number,
    out: number,
    rowBytes: number,
    usedBytes: number,
  ): void
}

let compiled: WebAssembly.Module | undefined

/** The kernels over one shared memory. Sums run in a fixed order, so equal inputs give equal bits. */
export function bindKernels(memory: WebAssembly.Memory): Kernels {
  compiled ??= new WebAssembly.Module(assemble([dots(), gatherDots()]))
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } })
  return exports as unknown as Kernels
}
