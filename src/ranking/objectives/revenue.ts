import type { Objective } from './objective.ts'

/** p · v · f: the service fee that showing the restaurant earns on average. */
export const revenue: Objective = {
  key: 'revenue',
  label: 'Revenue',
  unit: 'money',
  fill({ count, probability, spend, feeRate }, out) {
    for (let j = 0; j < count; j++) out[j] = probability[j]! * spend[j]! * feeRate[j]!
  },
}
