import { setImmediate as nextTurn } from 'node:timers/promises'

/** Characters of a part, about: made in well under a millisecond. */
const partChars = 64 * 1024
/** Whatever lies deeper in an object is made to text as one piece. */
const depth = 5

/** What `JSON.stringify` makes of a report, a part at a time, so that megabytes of it keep nobody waiting. */
export async function* jsonParts(report: unknown): AsyncGenerator<string> {
  let part = ''
  for (const piece of pieces(report, depth)) {
    part += piece
    if (part.length < partChars) continue
    yield part
    part = ''
    await nextTurn()
  }
  yield part
}

function* pieces(value: unknown, levels: number): Generator<string> {
  if (levels === 0 || !isContainer(value)) yield JSON.stringify(value) ?? 'null'
  else if (Array.isArray(value)) yield* members(value, levels)
  else yield* fields(value, levels)
}

function* members(list: readonly unknown[], levels: number): Generator<string> {
  let before = '['
  for (const value of list) {
    yield before
    yield* pieces(value, levels - 1)
    before = ','
  }
  yield list.length === 0 ? '[]' : ']'
}

function* fields(record: object, levels: number): Generator<string> {
  let before = '{'
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue
    yield `${before}${JSON.stringify(key)}:`
    yield* pieces(value, levels - 1)
    before = ','
  }
  yield before === '{' ? '{}' : '}'
}

/** Plain data; what has a form of its own in JSON, such as a date, is left to `JSON.stringify`. */
function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Array.prototype || prototype === Object.prototype || prototype === null
}
