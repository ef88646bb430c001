import type { Catalogue } from '../../catalog/catalogue.ts'
import type { DiversityAttribute } from '../../profiles/schema.ts'

/**
 * Maximal marginal relevance (Carbonell & Goldstein 1998): a candidate loses `diversity` × its greatest similarity to anything placed
 * above it, in units of score.
 */
export interface Diversity {
  /** What candidate j loses now, ≥ 0. */
  penalty(candidate: number): number
  /** Candidate j stands on the list from now on. */
  place(candidate: number): void
}

export interface DiversityQuery {
  readonly catalogue: Catalogue
  readonly items: Int32Array
  /** 0: none */
  readonly diversity: number
  readonly diversityBy: readonly DiversityAttribute[]
}

const none: Diversity = { penalty: () => 0, place: () => {} }

export function createDiversity(query: DiversityQuery, count: number): Diversity {
  const { catalogue, items, diversity, diversityBy } = query
  if (diversity === 0) return none
  const nearest = new Float64Array(count)
  return {
    penalty: (candidate) => diversity * nearest[candidate]!,
    place(candidate) {
      for (let j = 0; j < count; j++) {
        const likeness = similarity(catalogue, items[j]!, items[candidate]!, diversityBy)
        if (likeness > nearest[j]!) nearest[j] = likeness
      }
    },
  }
}

/** The greatest likeness by any of the attributes, 0 to 1; what is unknown is like nothing. */
export function similarity(
  catalogue: Catalogue,
  a: number,
  b: number,
  by: readonly DiversityAttribute[],
): number {
  let most = 0
  for (const attribute of by) most = Math.max(most, likenessBy[attribute](catalogue, a, b))
  return most
}

type Likeness = (catalogue: Catalogue, a: number, b: number) => number

const likenessBy: Readonly<Record<DiversityAttribute, Likeness>> = {
  cuisine: sharedCuisines,
  brand: ({ brands }, a, b) => Number(brands[a] !== null && brands[a] === brands[b]),
  district: ({ districts }, a, b) => Number(districts[a] !== null && districts[a] === districts[b]),
}

/** The Jaccard index of the cuisines: shared over all, 0 to 1. */
function sharedCuisines({ cuisineStart, cuisines }: Catalogue, a: number, b: number): number {
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
