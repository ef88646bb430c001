import { largest } from '../../../numeric/largest.ts'

/** Candidates that belong to the same groups. They are interchangeable to every floor, so the best of them go first. */
export interface Kind {
  /** bit f is set: they belong to the group of floor f */
  readonly mask: number
  /** best first, ties by index; no more than there are places */
  readonly members: Int32Array
  /** of `members` */
  readonly scores: Float64Array
}

/** @param isTaken 1: the candidate stands somewhere already */
export function kindsOf(
  scores: Float64Array,
  masks: Uint8Array,
  places: number,
  isTaken: Uint8Array,
): Kind[] {
  const byMask = new Map<number, number[]>()
  for (let j = 0; j < masks.length; j++) {
    if (isTaken[j] === 1) continue
    const own = byMask.get(masks[j]!)
    if (own) own.push(j)
    else byMask.set(masks[j]!, [j])
  }
  return [...byMask]
    .sort(([a], [b]) => a - b)
    .map(([mask, candidates]) => {
      const own = Float64Array.from(candidates, (j) => scores[j]!)
      const order = largest(own, own.length, places)
      return {
        mask,
        members: order.map((n) => candidates[n]!),
        scores: Float64Array.from(order, (n) => own[n]!),
      }
    })
}
