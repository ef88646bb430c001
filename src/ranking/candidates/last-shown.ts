import { type CandidateSource, nothing } from './source.ts'

/** What the last list showed, where the profile caps how far a list may drift from it: what may stay must be there to stay. */
export const lastShown: CandidateSource = {
  key: 'last-shown',
  share: 1e9,
  propose({ request, admits }, k) {
    const { lastShown: last, profile } = request
    if (!last || profile.maxDrift === 1) return nothing
    return last.filter((item, n) => item >= 0 && last.indexOf(item) === n && admits(item)).slice(0, k)
  },
}
