import type { ExperimentResults } from '../../../../client/index.ts'
import type { Unit } from '../../../text/format.ts'

export type MetricKey = ExperimentResults['metrics'][number]['key']

/** What experiments are read by. */
export const metricWords: Readonly<
  Record<MetricKey, { readonly label: string; readonly unit: Unit; readonly harm: 'decrease' | 'increase' }>
> = {
  orders: { label: 'Orders a guest', unit: 'orders', harm: 'decrease' },
  revenue: { label: 'Revenue a guest', unit: 'money', harm: 'decrease' },
  margin: { label: 'Margin a guest', unit: 'money', harm: 'decrease' },
  wait: { label: 'Wait of an order', unit: 'minutes', harm: 'increase' },
  ndcg: { label: 'NDCG@10 of an order', unit: 'score', harm: 'decrease' },
}

export const metricKeys = Object.keys(metricWords) as MetricKey[]
