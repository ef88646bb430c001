import type { Objective } from './objective.ts'

/** p: how likely the user orders there. */
export const relevance: Objective = {
  key: 'relevance',
  label: 'Relevance',
  unit: 'probability',
  fill({ count, probability }, out) {
    for (let j = 0; j < count; j++) out[j] = probability[j]!
  },
}
