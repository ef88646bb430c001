import type { Objective } from './objective.ts'

/** p: how likely the user orders there. */
export const relevance: Objective = {
  key: 'relevance',
  label: 'Relevance',
  unit: 'probability',
  value: ({ probability }, j) => probability[j]!,
}
