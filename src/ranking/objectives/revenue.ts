import type { Objective } from './objective.ts'

const expectedFee = (p: number, spend: number, feeRate: number) => p * spend * feeRate

/**
 * p · v · f: the service fee that showing the restaurant earns on average, as sponsored search ranks by probability times value
 * (Varian, IJIO 2007; Edelman, Ostrovsky and Schwarz, American Economic Review 2007).
 */
export const revenue: Objective = {
  key: 'revenue',
  label: 'Revenue',
  unit: 'money',
  value: ({ probability, spend, feeRate }, j) => expectedFee(probability[j]!, spend[j]!, feeRate[j]!),
  add({ count, probability, spend, feeRate }, factor, out) {
    for (let j = 0; j < count; j++) out[j]! += factor * expectedFee(probability[j]!, spend[j]!, feeRate[j]!)
  },
}
