import type { Candidates } from '../columns.ts'
import type { Objective } from './objective.ts'

const value = ({ probability }: Candidates, j: number) => probability[j]!

/**
 * p: how likely the user orders there; most likely first is the best order there is for the user (the probability ranking principle:
 * Robertson, Journal of Documentation 1977).
 */
export const relevance: Objective = {
  key: 'relevance',
  label: 'Relevance',
  unit: 'probability',
  value,
  column(candidates, out) {
    for (let j = 0; j < out.length; j++) out[j] = value(candidates, j)
  },
}
