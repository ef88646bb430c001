import { chiSquaredQuantile } from '../../numeric/chi-squared.ts'
import { kolmogorovSmirnov, kolmogorovSmirnovCritical } from '../../numeric/kolmogorov-smirnov.ts'
import { stabilityIndex } from '../../numeric/stability-index.ts'
import type { DriftMeasure } from './report.ts'

/** Smaller differences do not matter, however sure they are. */
export const leastThatMatters = { stabilityIndex: 0.1, kolmogorovSmirnov: 0.1, rateChange: 0.2 }

const total = (cells: ArrayLike<number>) => Array.from(cells).reduce((sum, n) => sum + n, 0)

/** Weeks' worth of the dispersion that is assumed before any week was seen. */
const assumedWeeks = 2

/**
 * How much more than chance weeks of the reference differ among themselves, where nothing drifted: the variance inflation that
 * thresholds allow for, at least 1.
 * @param ratios a week each: its statistic over that statistic's mean under independent rows
 */
export function dispersionOf(ratios: readonly number[], assumed: number): number {
  const sum = ratios.reduce((all, ratio) => all + ratio, 0)
  return Math.max(1, (assumedWeeks * assumed + sum) / (assumedWeeks + ratios.length))
}

export interface Sample {
  /** cells[i]: rows; all over the same cells */
  readonly reference: readonly number[]
  readonly window: readonly number[]
  /** the reference, week by week */
  readonly weeks: readonly (readonly number[])[]
  readonly assumedDispersion: number
  readonly alpha: number
}

/** Without a week; null when either part is empty. */
function apart(reference: readonly number[], week: readonly number[]) {
  const rest = reference.map((rows, cell) => rows - week[cell]!)
  return total(rest) > 0 && total(week) > 0 ? rest : null
}

/**
 * Population stability index with a threshold that knows the sample sizes: under independent rows of the same distribution it is
 * (1/n + 1/m) χ²(B − 1) (Yurdakul 2018).
 */
export function compareShares({ reference, window, weeks, assumedDispersion, alpha }: Sample): DriftMeasure {
  const degrees = reference.length - 1
  const inverse = (a: ArrayLike<number>, b: ArrayLike<number>) => 1 / total(a) + 1 / total(b)
  const ratios = weeks.flatMap((week) => {
    const rest = apart(reference, week)
    return rest ? [stabilityIndex(rest, week) / (degrees * inverse(rest, week))] : []
  })
  const dispersion = dispersionOf(ratios, assumedDispersion)
  const chance = dispersion * inverse(reference, window) * chiSquaredQuantile(1 - alpha, degrees)
  return measure(
    'population-stability-index',
    stabilityIndex(reference, window),
    Math.max(leastThatMatters.stabilityIndex, chance),
  )
}

/** Mean of the squared Kolmogorov–Smirnov distance times n m / (n + m) under the null hypothesis: π² / 12. */
const meanSquare = Math.PI ** 2 / 12

export function compareCumulative({
  reference,
  window,
  weeks,
  assumedDispersion,
  alpha,
}: Sample): DriftMeasure {
  const ratios = weeks.flatMap((week) => {
    const rest = apart(reference, week)
    if (!rest) return []
    const chance = meanSquare * (1 / total(rest) + 1 / total(week))
    return [kolmogorovSmirnov(rest, week) ** 2 / chance]
  })
  const dispersion = dispersionOf(ratios, assumedDispersion)
  const critical = kolmogorovSmirnovCritical(alpha, total(reference), total(window))
  return measure(
    'kolmogorov-smirnov',
    kolmogorovSmirnov(reference, window),
    Math.max(leastThatMatters.kolmogorovSmirnov, Math.sqrt(dispersion) * critical),
  )
}

/** By cell: places shown, the sum of their probabilities, and orders that came of them. */
export interface Rates {
  readonly shown: readonly number[]
  readonly expected: readonly number[]
  readonly converted: readonly number[]
}

/**
 * Whether places are ordered as often, for what their probability says, as before: the root mean square of the relative changes of
 * orders over expected orders, cells weighted by how well they are known. Without a change its square is proportional to χ²(B).
 */
export function compareRates(
  reference: Rates,
  window: Rates,
  weeks: readonly Rates[],
  { assumedDispersion, alpha }: Pick<Sample, 'assumedDispersion' | 'alpha'>,
): DriftMeasure {
  const minus = (all: readonly number[], part: readonly number[]) => all.map((n, cell) => n - part[cell]!)
  const without = (week: Rates): Rates => ({
    shown: minus(reference.shown, week.shown),
    expected: minus(reference.expected, week.expected),
    converted: minus(reference.converted, week.converted),
  })
  const ratios = weeks.flatMap((week) => {
    const { chiSquared, cells } = rateDifference(without(week), week)
    return cells > 0 ? [chiSquared / cells] : []
  })
  const dispersion = dispersionOf(ratios, assumedDispersion)
  const { chiSquared, cells, weight } = rateDifference(reference, window)
  const scale = weight > 0 ? 1 / Math.sqrt(weight) : 0
  const chance = cells > 0 ? Math.sqrt(dispersion * chiSquaredQuantile(1 - alpha, cells)) * scale : 0
  return measure('rate-change', Math.sqrt(chiSquared) * scale, Math.max(leastThatMatters.rateChange, chance))
}

function rateDifference(a: Rates, b: Rates) {
  let [chiSquared, weight, cells] = [0, 0, 0]
  for (let cell = 0; cell < a.shown.length; cell++) {
    const [expectedA, expectedB] = [a.expected[cell]!, b.expected[cell]!]
    if (!(expectedA > 0 && expectedB > 0)) continue
    const converted = a.converted[cell]! + b.converted[cell]!
    const rate = converted / (a.shown[cell]! + b.shown[cell]!)
    if (rate <= 0 || rate >= 1) continue
    const usual = converted / (expectedA + expectedB)
    const precision = usual / ((1 - rate) * (1 / expectedA + 1 / expectedB))
    const change = (b.converted[cell]! / expectedB - a.converted[cell]! / expectedA) / usual
    chiSquared += precision * change ** 2
    weight += precision
    cells++
  }
  return { chiSquared, weight, cells }
}

const measure = (key: DriftMeasure['key'], value: number, threshold: number): DriftMeasure => ({
  key,
  value,
  threshold,
  isBeyond: value > threshold,
})

/**
 * Joins neighbouring cells until each holds `share` of the rows.
 * @returns for each joined cell its first and last cell; at least one
 */
export function joinCells(cells: readonly number[], share: number): (readonly [number, number])[] {
  const enough = share * total(cells)
  const joined: [number, number][] = []
  let [from, rows] = [0, 0]
  for (let cell = 0; cell < cells.length; cell++) {
    rows += cells[cell]!
    if (rows < enough || rows === 0) continue
    joined.push([from, cell])
    from = cell + 1
    rows = 0
  }
  const last = joined.at(-1)
  if (!last) return [[0, cells.length - 1]]
  // What is left is too little for a cell of its own.
  last[1] = cells.length - 1
  return joined
}

export const sumsOver = (cells: readonly number[], joined: readonly (readonly [number, number])[]) =>
  joined.map(([from, to]) => total(cells.slice(from, to + 1)))
