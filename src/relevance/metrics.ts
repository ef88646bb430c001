import { createRandom } from '../numeric/random.ts'

/** A mean with its bootstrap interval. */
export interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** DCG@10 of the one relevant item over the ideal of 1: 1 / log2(2 + rank) within the first ten; `rank` counts from 0. */
export const ndcgAt10 = (rank: number): number => (rank < 10 ? 1 / Math.log2(rank + 2) : 0)
/** 1 / place within the first ten. */
export const reciprocalRankAt10 = (rank: number): number => (rank < 10 ? 1 / (rank + 1) : 0)
export const hitAt =
  (k: number) =>
  (rank: number): number =>
    rank < k ? 1 : 0

/** The measures of a ranking of one relevant item, by name. */
export const rankMeasures = {
  'hr@1': hitAt(1),
  'hr@5': hitAt(5),
  'hr@10': hitAt(10),
  'ndcg@10': ndcgAt10,
  'mrr@10': reciprocalRankAt10,
} as const
export type RankMeasure = keyof typeof rankMeasures

/**
 * Mean of `values` with a 95 % percentile bootstrap interval. Whole groups are drawn (Field and Welsh, 2007), as orders of one
 * user are no independent witnesses.
 * @param groups parallel to `values`: the user of each
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  seed: number,
  rounds = 600,
): Estimate {
  const sums = new Map<number, { n: number; sum: number }>()
  let total = 0
  for (let i = 0; i < values.length; i++) {
    const entry = sums.get(groups[i]!) ?? { n: 0, sum: 0 }
    sums.set(groups[i]!, entry)
    entry.n++
    entry.sum += values[i]!
    total += values[i]!
  }
  const mean = values.length > 0 ? total / values.length : Number.NaN
  const parts = [...sums.values()]
  if (parts.length < 2) return { mean, low: Number.NaN, high: Number.NaN }
  const random = createRandom(seed)
  const means = Float64Array.from({ length: rounds }, () => {
    let n = 0
    let sum = 0
    for (let g = 0; g < parts.length; g++) {
      const part = parts[random.int(parts.length)]!
      n += part.n
      sum += part.sum
    }
    return sum / n
  }).sort()
  return { mean, low: means[Math.floor(rounds * 0.025)]!, high: means[Math.ceil(rounds * 0.975) - 1]! }
}

/** One bin of a reliability table. */
export interface ReliabilityBin {
  readonly predictions: number
  /** mean predicted probability */
  readonly predicted: number
  /** share that was ordered */
  readonly observed: number
}

/** How far predicted probabilities can be trusted, over all (occasion, restaurant) pairs. */
export interface Reliability {
  /** mean (p − y)² (Brier, 1950) */
  readonly brier: number
  /** the same for a constant p: the share of pairs that were ordered */
  readonly baselineBrier: number
  /** sum of the probabilities over the number of orders; 1: neither too sure nor too shy */
  readonly expectedOverObserved: number
  /** ten bins of ascending probability that each hold a tenth of the expected orders */
  readonly bins: readonly ReliabilityBin[]
}

/** @param chosen 1: ordered; parallel to `probability` */
export function reliability(probability: Float64Array, chosen: Uint8Array): Reliability {
  const n = probability.length
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  order.sort((a, b) => probability[a]! - probability[b]! || a - b)
  let expected = 0
  let observed = 0
  let squares = 0
  for (let i = 0; i < n; i++) {
    expected += probability[i]!
    observed += chosen[i]!
    squares += (probability[i]! - chosen[i]!) ** 2
  }
  const bins: ReliabilityBin[] = []
  let at = 0
  let reached = 0
  for (let bin = 1; bin <= 10 && at < n; bin++) {
    const start = at
    let sum = 0
    let hits = 0
    while (at < n && (bin === 10 || reached < (expected * bin) / 10)) {
      sum += probability[order[at]!]!
      hits += chosen[order[at]!]!
      reached += probability[order[at]!]!
      at++
    }
    const predictions = at - start
    if (predictions > 0)
      bins.push({ predictions, predicted: sum / predictions, observed: hits / predictions })
  }
  const share = observed / n
  return {
    brier: squares / n,
    baselineBrier: share * (1 - share),
    expectedOverObserved: expected / observed,
    bins,
  }
}
