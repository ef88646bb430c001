import type { Catalogue } from '../../../catalog/catalogue.ts'
import { createSpendModel, neutralSpend, type SpendParameters } from './spend-model.ts'

export interface SpendRows {
  /** catalogue indices and users of orders with a known, positive amount */
  readonly restaurant: ArrayLike<number>
  readonly user: ArrayLike<number>
  readonly amount: ArrayLike<number>
  readonly length: number
}

/** Learns means by price level, and both strengths of shrinking by the method of moments on logarithms. */
export function fitSpend(rows: SpendRows, catalogue: Catalogue): SpendParameters {
  if (rows.length === 0) return neutralSpend
  const levels = fitLevels(rows, catalogue)
  const any = Object.values(levels)[0]![0]!
  const base = { ...neutralSpend, levels, any }
  const restaurantOrders = credibility(
    rows.length,
    (n) => rows.restaurant[n]!,
    (n) => Math.log(rows.amount[n]!),
    neutralSpend.restaurantOrders,
  )
  const { counts, means } = restaurantMeans(rows, catalogue.size)
  const model = createSpendModel({ ...base, restaurantOrders }, catalogue, {
    count: (item) => counts[item]!,
    meanAmount: (item) => means[item]!,
  })
  const ratio = (n: number) => rows.amount[n]! / model.ofItem(rows.restaurant[n]!)
  const userOrders = credibility(
    rows.length,
    (n) => rows.user[n]!,
    (n) => Math.log(ratio(n)),
    neutralSpend.userOrders,
  )
  const fitted = { ...base, restaurantOrders, userOrders }
  return { ...fitted, correction: meanRatio(rows, ratio, userOrders) }
}

function fitLevels(rows: SpendRows, catalogue: Catalogue): Record<string, number[]> {
  const sums = new Map<string, { sum: number[]; n: number[] }>()
  for (let i = 0; i < rows.length; i++) {
    const item = rows.restaurant[i]!
    const currency = catalogue.currencies[item]!
    const entry = sums.get(currency) ?? { sum: [0, 0, 0, 0, 0], n: [0, 0, 0, 0, 0] }
    sums.set(currency, entry)
    for (const level of new Set([0, catalogue.priceLevel[item]!])) {
      entry.sum[level]! += rows.amount[i]!
      entry.n[level]!++
    }
  }
  return Object.fromEntries(
    [...sums].map(([currency, { sum, n }]) => [
      currency,
      // A level without orders is told from the whole by the factor 2 that a level is worth, roughly.
      sum.map((total, level) => (n[level]! > 0 ? total / n[level]! : (sum[0]! / n[0]!) * 2 ** (level - 2))),
    ]),
  )
}

function restaurantMeans(rows: SpendRows, size: number) {
  const counts = new Int32Array(size)
  const means = new Float64Array(size)
  for (let n = 0; n < rows.length; n++) {
    const item = rows.restaurant[n]!
    counts[item]!++
    means[item]! += (rows.amount[n]! - means[item]!) / counts[item]!
  }
  return { counts, means }
}

/** k = variance within groups / variance between their means (one-way analysis of variance), within sane bounds. */
function credibility(
  length: number,
  group: (n: number) => number,
  value: (n: number) => number,
  fallback: number,
): number {
  const sums = new Map<number, { n: number; sum: number; squares: number }>()
  let total = 0
  for (let n = 0; n < length; n++) {
    const entry = sums.get(group(n)) ?? { n: 0, sum: 0, squares: 0 }
    sums.set(group(n), entry)
    entry.n++
    entry.sum += value(n)
    entry.squares += value(n) ** 2
    total += value(n)
  }
  const groups = sums.size
  if (groups < 2 || length <= groups) return fallback
  const mean = total / length
  let within = 0
  let between = 0
  let sizes = 0
  for (const { n, sum, squares } of sums.values()) {
    within += squares - (sum * sum) / n
    between += n * (sum / n - mean) ** 2
    sizes += n * n
  }
  const withinVariance = Math.max(within, 0) / (length - groups)
  const effective = (length - sizes / length) / (groups - 1)
  const betweenVariance = (between / (groups - 1) - withinVariance) / effective
  if (!(betweenVariance > 0)) return 100
  return Math.min(100, Math.max(0.5, withinVariance / betweenVariance))
}

/** Keeps the sum of expectations equal to the sum of amounts, as the mean of a logarithm falls short of the log of a mean. */
function meanRatio(rows: SpendRows, ratio: (n: number) => number, userOrders: number): number {
  const logs = new Map<number, { n: number; sum: number }>()
  for (let n = 0; n < rows.length; n++) {
    const entry = logs.get(rows.user[n]!) ?? { n: 0, sum: 0 }
    logs.set(rows.user[n]!, entry)
    entry.n++
    entry.sum += Math.log(ratio(n))
  }
  let amounts = 0
  let expected = 0
  for (let n = 0; n < rows.length; n++) {
    const entry = logs.get(rows.user[n]!)!
    const own = Math.log(ratio(n))
    amounts += rows.amount[n]!
    // The user's other orders, as at serving the one to come is not known.
    expected += (rows.amount[n]! / ratio(n)) * Math.exp((entry.sum - own) / (entry.n - 1 + userOrders))
  }
  const correction = amounts / expected
  return Number.isFinite(correction) && correction > 0 ? Math.min(2, Math.max(0.5, correction)) : 1
}
