import type { CandidateSource } from './source.ts'

/** Nearest to where the food goes; so that a weight on waiting finds something to choose from. */
export const near: CandidateSource = {
  key: 'near',
  share: 0.15,
  propose: ({ area }, k) => area.nearestFirst.slice(0, k),
}
