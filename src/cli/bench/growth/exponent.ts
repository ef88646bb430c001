import { studentQuantile } from '../../../numeric/t-interval.ts'
import { fitSlope } from '../load/slope.ts'

/** cost ∝ size^value */
export interface Exponent {
  readonly value: number
  /** 95 % interval; null: fewer than three sizes */
  readonly low: number | null
  readonly high: number | null
}

/** By least squares on the logarithms; the interval by Student's t, as there are few sizes. @param sizes, costs positive; two sizes at least */
export function fitExponent(sizes: readonly number[], costs: readonly number[]): Exponent {
  const { value, low, high } = fitSlope(sizes.map(Math.log), costs.map(Math.log))
  if (low === null || high === null) return { value, low, high }
  // The slope's own interval is by the normal quantile.
  const half = (((high - low) / 2) * studentQuantile(sizes.length - 2)) / 1.96
  return { value, low: value - half, high: value + half }
}

export const exponentAsText = ({ value, low, high }: Exponent): string =>
  low === null || high === null
    ? value.toFixed(2)
    : `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`
