/** What a series gains over time. */
export interface Slope {
  /** per unit of x */
  readonly value: number
  /** 95 % interval; null: fewer than three points */
  readonly low: number | null
  readonly high: number | null
}

/** Ordinary least squares; the interval by the normal quantile over the residuals' spread. @param x not all equal */
export function fitSlope(x: readonly number[], y: readonly number[]): Slope {
  const n = x.length
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n
  const [meanX, meanY] = [mean(x), mean(y)]
  const sxx = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0)
  const value = x.reduce((sum, each, i) => sum + (each - meanX) * (y[i]! - meanY), 0) / sxx
  if (n < 3) return { value, low: null, high: null }
  const rest = x.reduce((sum, each, i) => sum + (y[i]! - meanY - value * (each - meanX)) ** 2, 0)
  const half = 1.96 * Math.sqrt(rest / (n - 2) / sxx)
  return { value, low: value - half, high: value + half }
}
