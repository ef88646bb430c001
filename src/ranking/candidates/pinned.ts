import type { CandidateSource } from './source.ts'

/** Matches that each pin rule brings in; the best of them gets the place. */
const perRule = 20

/** What a pin rule wants on the list, so that no other source has to find it. */
export const pinned: CandidateSource = {
  key: 'pinned',
  share: 1e9,
  propose({ rules, area, popularity, admits }, k) {
    const found = new Set<number>()
    for (const pin of rules.pins) {
      let wanted = perRule
      for (const item of pin.target.items ?? area.members ?? popularity.order) {
        if (wanted === 0) break
        if (!pin.target.matches(item) || !admits(item)) continue
        found.add(item)
        wanted--
      }
    }
    return Int32Array.from([...found].slice(0, k))
  },
}
