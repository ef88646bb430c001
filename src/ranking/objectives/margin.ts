import type { Candidates } from '../columns.ts'
import type { Objective } from './objective.ts'

const value = ({ probability, spend, feeRate, costPerOrder }: Candidates, j: number) =>
  probability[j]! * (spend[j]! * feeRate[j]! - costPerOrder[j]!)

/**
 * p · (v · f − cost): what is left of the fee after the cost of serving the order; below 0 where orders cost more than they bring.
 * Recommending with an eye on profit is surveyed by Jannach and Adomavicius ("Price and profit awareness in recommender systems", 2017).
 */
export const margin: Objective = {
  key: 'margin',
  label: 'Margin',
  unit: 'money',
  value,
  column(candidates, out) {
    for (let j = 0; j < out.length; j++) out[j] = value(candidates, j)
  },
}
