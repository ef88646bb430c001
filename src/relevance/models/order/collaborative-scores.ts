import { ascending } from '../../../numeric/ascending.ts'
import { createOrderKeys } from '../../../numeric/order-keys.ts'
import type { ItemOperator } from '../collaborative/operator.ts'

/** The places that speak for a user's taste. */
export interface Seeds {
  readonly items: Int32Array
  /** as long as `items`, their sum below 1 */
  readonly weights: Float64Array
}

/** Collaborative scores of one user at a time, in space that is kept from user to user. */
export interface CollaborativeScores {
  /** By catalogue index, before the logarithm; most are 0. Valid until they are asked for of other seeds. */
  of(seeds: Seeds): Float64Array
  /** The k largest positive ones of those that are let in, best first, ties (to seven digits) by index. */
  nearest(seeds: Seeds, k: number, admits?: (item: number) => boolean): Int32Array
}

/** Users meet a small part of a catalogue: only what their rows touch is added up, looked through and cleared. */
export function createCollaborativeScores(operator: ItemOperator): CollaborativeScores {
  const { rowStart, columns, values, items } = operator
  const scores = new Float64Array(items)
  const touched = new Int32Array(items)
  const keys = new Float64Array(items)
  const keysOf = createOrderKeys(items)
  let count = 0
  let owner: Seeds | null = null

  function clear(): void {
    for (let n = 0; n < count; n++) scores[touched[n]!] = 0
    count = 0
  }

  function of(seeds: Seeds): Float64Array {
    if (owner === seeds) return scores
    clear()
    owner = seeds
    for (let s = 0; s < seeds.items.length; s++) {
      const weight = seeds.weights[s]!
      const end = rowStart[seeds.items[s]! + 1]!
      for (let e = rowStart[seeds.items[s]!]!; e < end; e++) {
        const added = weight * values[e]!
        if (added === 0) continue
        const column = columns[e]!
        if (scores[column] === 0) touched[count++] = column
        scores[column] = scores[column]! + added
      }
    }
    return scores
  }

  return {
    of,
    nearest(seeds, k, admits = () => true) {
      of(seeds)
      for (let n = 0; n < count; n++) keys[n] = keysOf.largestFirst(scores[touched[n]!]!, touched[n]!)
      // The best are judged first, so that of the others nobody asks.
      const next = ascending(keys, count)
      const nearest = new Int32Array(Math.min(k, count))
      let found = 0
      for (let n = 0; n < count && found < nearest.length; n++) {
        const item = keysOf.indexOf(next())
        if (admits(item)) nearest[found++] = item
      }
      return nearest.subarray(0, found)
    },
  }
}
