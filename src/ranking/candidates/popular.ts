import type { CandidateSource } from './source.ts'
import { takeAdmitted } from './take-admitted.ts'

/** Most ordered from lately, in the area. */
export const popular: CandidateSource = {
  key: 'popular',
  share: 0.3,
  propose: ({ area, popularity, admits }, k) =>
    area.members?.slice(0, k) ?? takeAdmitted(popularity.order, k, admits),
}
