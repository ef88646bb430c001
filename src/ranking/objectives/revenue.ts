import type { Objective } from './objective.ts'

/** p · v · f: the service fee that showing the restaurant earns on average. */
export const revenue: Objective = {
  key: 'revenue',
  label: 'Revenue',
  unit: 'money',
  value: ({ probability, spend, feeRate }, j) => probability[j]! * spend[j]! * feeRate[j]!,
}
