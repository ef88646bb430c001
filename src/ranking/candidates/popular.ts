import type { CandidateSource } from './source.ts'

/** Most ordered from lately, in the area. */
export const popular: CandidateSource = {
  key: 'popular',
  share: 0.3,
  propose: ({ area, popularity }, k) => (area.members ?? popularity.order).slice(0, k),
}
