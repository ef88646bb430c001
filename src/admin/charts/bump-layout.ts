export type MoveKind = 'up' | 'down' | 'same' | 'new' | 'gone'

export interface BumpLine {
  readonly id: string
  /** rows of the drawing, 1 the top; what is not in a list stands below its end */
  readonly from: number
  readonly to: number
  /** places, 1 the top; null: not in that list */
  readonly before: number | null
  readonly after: number | null
  readonly kind: MoveKind
}

/** A line for everything in either list, in the order of the new one, then what left it. */
export function bumpRows(before: readonly string[], after: readonly string[]) {
  const was = new Map(before.map((id, index) => [id, index + 1]))
  const is = new Map(after.map((id, index) => [id, index + 1]))
  const ids = [...after, ...before.filter((id) => !is.has(id))]
  const below = { before: before.length, after: after.length }
  const lines = ids.map((id): BumpLine => {
    const [old, now] = [was.get(id) ?? null, is.get(id) ?? null]
    return {
      id,
      from: old ?? ++below.before,
      to: now ?? ++below.after,
      before: old,
      after: now,
      kind: kindOf(old, now),
    }
  })
  return { lines, height: Math.max(below.before, below.after) }
}

function kindOf(before: number | null, after: number | null): MoveKind {
  if (before === null) return 'new'
  if (after === null) return 'gone'
  if (before === after) return 'same'
  return after < before ? 'up' : 'down'
}
