import type { Catalogue } from '../../catalog/catalogue.ts'

/**
 * Maximal marginal relevance (Carbonell & Goldstein 1998): a candidate loses `strength` × its greatest similarity to anything placed
 * above it, in units of score.
 */
export interface Diversity {
  /** What candidate j loses now, ≥ 0. */
  penalty(candidate: number): number
  /** Candidate j stands on the list from now on. */
  place(candidate: number): void
}

export function createDiversity(
  catalogue: Catalogue,
  items: Int32Array,
  count: number,
  strength: number,
): Diversity {
  const nearest = new Float64Array(strength > 0 ? count : 0)
  if (strength === 0) return { penalty: () => 0, place: () => {} }
  return {
    penalty: (candidate) => strength * nearest[candidate]!,
    place(candidate) {
      for (let j = 0; j < count; j++) {
        const likeness = similarity(catalogue, items[j]!, items[candidate]!)
        if (likeness > nearest[j]!) nearest[j] = likeness
      }
    },
  }
}

/** 1 for branches of one brand; else the Jaccard index of the cuisines: shared over all, 0 to 1. */
export function similarity(catalogue: Catalogue, a: number, b: number): number {
  const brand = catalogue.brands[a]
  if (brand !== null && brand === catalogue.brands[b]) return 1
  const { cuisineStart, cuisines } = catalogue
  const startA = cuisineStart[a]!
  const endA = cuisineStart[a + 1]!
  const startB = cuisineStart[b]!
  const endB = cuisineStart[b + 1]!
  let shared = 0
  for (let n = startA; n < endA; n++) {
    for (let m = startB; m < endB; m++) if (cuisines[n] === cuisines[m]) shared++
  }
  const all = endA - startA + (endB - startB) - shared
  return all === 0 ? 0 : shared / all
}
