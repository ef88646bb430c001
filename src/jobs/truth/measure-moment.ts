import { ndcgAt10 } from '../../relevance/metrics.ts'

/** What one moment says about rankings of the same places; all columns are parallel. */
export interface Moment {
  readonly count: number
  /** P(order from i | an order is made), by the truth; sums to at most 1 over these places */
  readonly truth: Float64Array
  /** the same by the model */
  readonly model: Float64Array
  /** 1: never ordered from by this user */
  readonly isNew: Uint8Array
}

/** Places of 0 to count − 1 when ranked by `score`, the best 0; ties by index. */
export function ranksOf(score: ArrayLike<number>, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, j) => j)
  order.sort((a, b) => score[b]! - score[a]! || a - b)
  const ranks = new Int32Array(count)
  for (let n = 0; n < count; n++) ranks[order[n]!] = n
  return ranks
}

/** Σ truth · gain(rank): the NDCG@10 that a ranking would have on average, were the moment lived again and again. */
export function expectedNdcg(
  truth: ArrayLike<number>,
  ranks: Int32Array,
  counts: (j: number) => boolean = () => true,
): number {
  let sum = 0
  for (let j = 0; j < ranks.length; j++) if (counts(j)) sum += truth[j]! * ndcgAt10(ranks[j]!)
  return sum
}

/** The places with `isNew`, as a moment of their own. */
export function newPlaces({ count, truth, model, isNew }: Moment): {
  truth: Float64Array
  model: Float64Array
} {
  const kept = Int32Array.from({ length: count }, (_, j) => j).filter((j) => isNew[j] === 1)
  return {
    truth: Float64Array.from(kept, (j) => truth[j]!),
    model: Float64Array.from(kept, (j) => model[j]!),
  }
}
