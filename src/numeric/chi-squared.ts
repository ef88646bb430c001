/** Quantile of the standard normal, by Acklam's rational approximation (2003); relative error below 1.2e-9. */
export function normalQuantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY
  if (p >= 1) return Number.POSITIVE_INFINITY
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    return ratio(q, tailTop, [...tailBottom, 1])
  }
  const q = p - 0.5
  return q * ratio(q * q, middleTop, [...middleBottom, 1])
}

const tailTop = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
]
const tailBottom = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416]
const middleTop = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
]
const middleBottom = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
]

const polynomial = (x: number, coefficients: readonly number[]) =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
const ratio = (x: number, top: readonly number[], bottom: readonly number[]) =>
  polynomial(x, top) / polynomial(x, bottom)

/**
 * Quantile of χ² with `degrees` of freedom by the cube of Wilson and Hilferty (1931): off by less than 2 % from 2 degrees on, for
 * probabilities in the upper half.
 */
export function chiSquaredQuantile(p: number, degrees: number): number {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + normalQuantile(p) * Math.sqrt(spread)) ** 3
}
