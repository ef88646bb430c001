import type { Objective } from './objective.ts'

const expectedMargin = (p: number, spend: number, feeRate: number, cost: number) =>
  p * (spend * feeRate - cost)

/**
 * p · (v · f − cost): what is left of the fee after the cost of serving the order; below 0 where orders cost more than they bring.
 * Recommending with an eye on profit is surveyed by Jannach and Adomavicius ("Price and profit awareness in recommender systems", 2017).
 */
export const margin: Objective = {
  key: 'margin',
  label: 'Margin',
  unit: 'money',
  value: ({ probability, spend, feeRate, costPerOrder }, j) =>
    expectedMargin(probability[j]!, spend[j]!, feeRate[j]!, costPerOrder[j]!),
  add({ count, probability, spend, feeRate, costPerOrder }, factor, out) {
    for (let j = 0; j < count; j++) {
      out[j]! += factor * expectedMargin(probability[j]!, spend[j]!, feeRate[j]!, costPerOrder[j]!)
    }
  },
}
