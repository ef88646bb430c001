import type { SparseRows } from '../numeric/sparse-rows.ts'
import { type ItemOperator, scoreHistory } from './models/collaborative/operator.ts'

/**
 * Ranks all items for users of a matrix: by the operator, and what it says nothing about by popularity. A user's own items are left
 * out; ties break by index.
 */
export interface ItemRanker {
  /** The k best items for a row of the matrix, best first. Valid until the next call. */
  top(user: number, k: number): Int32Array
}

/** @param popularity length items */
export function createItemRanker(
  operator: ItemOperator,
  { rowStart, columns, values }: SparseRows,
  popularity: ArrayLike<number>,
): ItemRanker {
  const { items } = operator
  const scores = new Float64Array(items)
  const byPopularity = Int32Array.from({ length: items }, (_, item) => item)
  byPopularity.sort((i, j) => popularity[j]! - popularity[i]! || i - j)
  let best = new Int32Array(0)
  return {
    top(user, k) {
      if (best.length < k) best = new Int32Array(k)
      const [from, to] = [rowStart[user]!, rowStart[user + 1]!]
      const own = columns.subarray(from, to)
      scores.fill(0)
      scoreHistory(operator, own, values.subarray(from, to), scores)
      for (const item of own) scores[item] = Number.NEGATIVE_INFINITY
      let count = insertBest(scores, best, k)
      for (let p = 0; p < items && count < k; p++) {
        if (scores[byPopularity[p]!] === 0) best[count++] = byPopularity[p]!
      }
      return best.subarray(0, count)
    },
  }
}

/** Writes the indices of the k largest positive scores, best first, ties by index; returns how many there are. */
function insertBest(scores: Float64Array, best: Int32Array, k: number): number {
  let count = 0
  let threshold = 0
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item]!
    if (!(score > threshold)) continue
    let place = count < k ? count++ : k - 1
    while (place > 0 && scores[best[place - 1]!]! < score) {
      best[place] = best[place - 1]!
      place--
    }
    best[place] = item
    if (count === k) threshold = scores[best[k - 1]!]!
  }
  return count
}
