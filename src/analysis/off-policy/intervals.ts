import type { Random } from '../../numeric/random.ts'
import type { Steps } from '../steps.ts'

export interface Range {
  readonly low: number
  readonly high: number
}

export interface BootstrapDraws {
  readonly random: Random
  /** default 1000 */
  readonly resamples?: number
}

/** Two-sided 95 % of the standard normal. */
const normal95 = 1.959963984540054
const level = 0.95

/**
 * mean ± 1.96 s.e. of values whose users were drawn: s.e.² = U/(U − 1) · Σ_u (Σ_{i of u} (x_i − mean))² / n² (Liang and Zeger 1986).
 * @returns null: fewer than two users
 */
export function normalInterval(values: readonly number[], users: readonly string[]): Range | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviations = new Map<string, number>()
  values.forEach((value, i) => {
    deviations.set(users[i]!, (deviations.get(users[i]!) ?? 0) + value - mean)
  })
  const count = deviations.size
  if (count < 2) return null
  let squares = 0
  for (const deviation of deviations.values()) squares += deviation * deviation
  const error = Math.sqrt((count / (count - 1)) * squares) / values.length
  return { low: mean - normal95 * error, high: mean + normal95 * error }
}

/** Numbers added up between two steps: some milliseconds' worth. */
const sumsAStep = 4_000_000

/**
 * Percentile bootstrap of any statistic of sums: users are drawn with all that is theirs, their rows added up, and the statistic
 * taken of the total.
 * In steps of some resamples each.
 * @param rows rows[i] belongs to users[i]; all of one length
 * @returns null: fewer than two users
 */
export function* bootstrapSumsSteps(
  rows: readonly Float64Array[],
  users: readonly string[],
  statistic: (sums: Float64Array) => number,
  { random, resamples = 1000 }: BootstrapDraws,
): Steps<Range | null> {
  const byUser = new Map<string, Float64Array>()
  rows.forEach((row, i) => {
    const sums = byUser.get(users[i]!)
    if (sums) addTo(sums, row)
    else byUser.set(users[i]!, row.slice())
  })
  const clusters = [...byUser.values()]
  if (clusters.length < 2) return null
  const sums = new Float64Array(clusters[0]!.length)
  const statistics = new Float64Array(resamples)
  const resamplesAStep = Math.max(1, Math.floor(sumsAStep / (clusters.length * sums.length)))
  for (let n = 0; n < resamples; n++) {
    if (n % resamplesAStep === resamplesAStep - 1) yield
    sums.fill(0)
    for (let draw = 0; draw < clusters.length; draw++) addTo(sums, clusters[random.int(clusters.length)]!)
    statistics[n] = statistic(sums)
  }
  statistics.sort()
  const tail = (1 - level) / 2
  return { low: quantile(statistics, tail), high: quantile(statistics, 1 - tail) }
}

function addTo(sums: Float64Array, row: Float64Array): void {
  for (let c = 0; c < sums.length; c++) sums[c]! += row[c]!
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!
  return sorted[below]! + (upper - sorted[below]!) * (position - below)
}
