import type { Candidates } from '../columns.ts'
import type { Objective } from './objective.ts'

const value = ({ probability, spend, feeRate }: Candidates, j: number) =>
  probability[j]! * spend[j]! * feeRate[j]!

/**
 * p · v · f: the service fee that showing the restaurant earns on average, as sponsored search ranks by probability times value
 * (Varian, IJIO 2007; Edelman, Ostrovsky and Schwarz, American Economic Review 2007).
 */
export const revenue: Objective = {
  key: 'revenue',
  label: 'Revenue',
  unit: 'money',
  value,
  column(candidates, out) {
    for (let j = 0; j < out.length; j++) out[j] = value(candidates, j)
  },
}
