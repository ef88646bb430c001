import { quantile } from './quantile.ts'
import type { Random } from './random.ts'

export interface Interval {
  readonly mean: number
  /** null: fewer than two clusters; nothing can be said about the spread */
  readonly low: number | null
  readonly high: number | null
}

export interface BootstrapOptions {
  readonly random: Random
  /** default 1000 */
  readonly resamples?: number
  /** default 0.95 */
  readonly level?: number
}

/**
 * The mean of `values` with its percentile bootstrap interval (Efron and Tibshirani 1993, chapter 13), whole clusters drawn at a
 * time: values of one user are not independent, so users are drawn, not values.
 * @param clusters clusters[i] names what value i belongs to; same length as values
 * @returns null for no values
 */
export function bootstrapMean(
  values: readonly number[],
  clusters: readonly (string | number)[],
  { random, resamples = 1000, level = 0.95 }: BootstrapOptions,
): Interval | null {
  if (values.length === 0) return null
  const { sums, counts } = byCluster(values, clusters)
  const mean = total(sums) / values.length
  if (sums.length < 2) return { mean, low: null, high: null }
  const means = new Float64Array(resamples)
  for (let n = 0; n < resamples; n++) {
    let sum = 0
    let count = 0
    for (let draw = 0; draw < sums.length; draw++) {
      const cluster = random.int(sums.length)
      sum += sums[cluster]!
      count += counts[cluster]!
    }
    means[n] = sum / count
  }
  means.sort()
  const tail = (1 - level) / 2
  return { mean, low: quantile(means, tail), high: quantile(means, 1 - tail) }
}

function byCluster(values: readonly number[], clusters: readonly (string | number)[]) {
  const indexOf = new Map<string | number, number>()
  const sums: number[] = []
  const counts: number[] = []
  values.forEach((value, i) => {
    const name = clusters[i]!
    const index = indexOf.get(name) ?? indexOf.size
    indexOf.set(name, index)
    sums[index] = (sums[index] ?? 0) + value
    counts[index] = (counts[index] ?? 0) + 1
  })
  return { sums, counts }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
