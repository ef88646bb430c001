/** What an experiment is judged by. */
export const metricKeys = ['orders', 'revenue', 'margin', 'wait', 'ndcg'] as const
export type MetricKey = (typeof metricKeys)[number]

export interface Metric {
  readonly key: MetricKey
  readonly label: string
  readonly unit: string
  /** what a business wants of it */
  readonly better: 'more' | 'less'
  /** mean: a total per user. ratio: Σ over users of a total, over Σ of another; users without any say nothing. */
  readonly kind: 'mean' | 'ratio'
}

/** Over what each user did within the experiment's outcome window. */
export const metrics: readonly Metric[] = [
  { key: 'orders', label: 'Orders per user', unit: 'orders', better: 'more', kind: 'mean' },
  { key: 'revenue', label: 'Service fee per user', unit: 'money', better: 'more', kind: 'mean' },
  {
    key: 'margin',
    label: 'Service fee less cost of orders, per user',
    unit: 'money',
    better: 'more',
    kind: 'mean',
  },
  {
    key: 'wait',
    label: 'Wait of an order that came from a list',
    unit: 'minutes',
    better: 'less',
    kind: 'ratio',
  },
  {
    key: 'ndcg',
    label: 'NDCG@10 of the last list before an order',
    unit: 'NDCG@10',
    better: 'more',
    kind: 'ratio',
  },
]

/**
 * First and second moments over the users of a variant, of a total y and, for a ratio, of what it is divided by, x. All that results
 * need: nothing in them is about one user.
 */
export interface Moments {
  readonly users: number
  readonly meanY: number
  readonly varianceY: number
  /** 1, 0 and 0 for a mean */
  readonly meanX: number
  readonly varianceX: number
  readonly covariance: number
  /** users that have any y (mean) or any x (ratio) */
  readonly active: number
}

export interface Estimated {
  readonly value: number
  /** of `value` */
  readonly variance: number
}

/**
 * Ȳ / X̄ with its variance by the delta method, which is that of the mean of (y − R x) / X̄ over users (Deng, Knoblich and Lu 2018);
 * a plain mean where x is 1 for everybody.
 * @returns null: fewer than two users, or nothing to divide by
 */
export function estimate({
  users,
  meanY,
  varianceY,
  meanX,
  varianceX,
  covariance,
}: Moments): Estimated | null {
  if (users < 2 || meanX <= 0) return null
  const value = meanY / meanX
  const squares = varianceY - 2 * value * covariance + value * value * varianceX
  return { value, variance: Math.max(0, squares) / (meanX * meanX) / users }
}
