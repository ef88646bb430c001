import type { Interval } from './bootstrap.ts'

/** 97.5 % quantiles of Student's t for 1 to 10 degrees of freedom. */
const quantiles = [12.706, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281]
const z = 1.959964

/** The 97.5 % quantile of Student's t; beyond the table by the expansion of Abramowitz and Stegun (1964), 26.7.5. */
export function studentQuantile(degrees: number): number {
  const known = quantiles[degrees - 1]
  if (known !== undefined) return known
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  return z + first / degrees + second / degrees ** 2
}

/**
 * The mean of independent values with its 95 % interval by Student's t (1908): for a few repetitions, where a bootstrap would be too narrow.
 * @returns null for no values; no bounds for one
 */
export function meanInterval(values: readonly number[]): Interval | null {
  const n = values.length
  if (n === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n === 1) return { mean, low: null, high: null }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const half = studentQuantile(n - 1) * Math.sqrt(variance / n)
  return { mean, low: mean - half, high: mean + half }
}
