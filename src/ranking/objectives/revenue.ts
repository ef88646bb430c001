import type { Objective } from './objective.ts'

/**
 * p · v · f: the service fee that showing the restaurant earns on average, as sponsored search ranks by probability times value
 * (Varian, IJIO 2007; Edelman, Ostrovsky and Schwarz, American Economic Review 2007).
 */
export const revenue: Objective = {
  key: 'revenue',
  label: 'Revenue',
  unit: 'money',
  value: ({ probability, spend, feeRate }, j) => probability[j]! * spend[j]! * feeRate[j]!,
}
