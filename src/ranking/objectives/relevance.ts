import type { Objective } from './objective.ts'

/**
 * p: how likely the user orders there; most likely first is the best order there is for the user (the probability ranking principle:
 * Robertson, Journal of Documentation 1977).
 */
export const relevance: Objective = {
  key: 'relevance',
  label: 'Relevance',
  unit: 'probability',
  value: ({ probability }, j) => probability[j]!,
  add({ count, probability }, factor, out) {
    for (let j = 0; j < count; j++) out[j]! += factor * probability[j]!
  },
}
