/** The restaurants that one request weighs, as columns of length ≥ `count` in ascending order of catalogue index. */
export interface Candidates {
  readonly count: number
  /** catalogue indices */
  readonly items: Int32Array
  /** km from the nearest origin; NaN: unknown */
  readonly distanceKm: Float64Array
  /** P(order), in [0, 1] */
  readonly probability: Float64Array
  /** E[amount of an order], money */
  readonly spend: Float64Array
  /** share of an order */
  readonly feeRate: Float64Array
  /** money */
  readonly costPerOrder: Float64Array
  /** NaN: unknown */
  readonly preparationMinutes: Float64Array
  /** orders that the probability of candidate j was learnt from, ≥ 0; looked up when asked, since few profiles weigh it */
  readonly evidence: (j: number) => number
}
