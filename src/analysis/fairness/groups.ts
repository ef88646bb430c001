import type { Catalogue } from '../../catalog/catalogue.ts'
import { isNew } from '../../catalog/new-places.ts'
import { isIndependent } from '../../ranking/groups.ts'

/** Ways to divide the restaurants; every restaurant is in exactly one group of each. */
export const dimensions = ['cuisine', 'price level', 'district', 'age', 'ownership'] as const
export type Dimension = (typeof dimensions)[number]

/** Groups of one dimension, at most: the largest; the rest is `other`. */
const maxGroups = 30

export interface Grouping {
  readonly dimension: Dimension
  readonly names: readonly string[]
  /** index into `names` by catalogue index */
  readonly of: Int32Array
}

/** @param atMs new places are new as of then */
export function groupingsOf(catalogue: Catalogue, atMs: number): Grouping[] {
  const nameOf: Readonly<Record<Dimension, (item: number) => string>> = {
    // The first is the main one; a share of each would count a restaurant more than once.
    cuisine: (item) => {
      const first = catalogue.cuisineStart[item]!
      return first < catalogue.cuisineStart[item + 1]!
        ? catalogue.cuisineNames[catalogue.cuisines[first]!]!
        : 'unknown'
    },
    'price level': (item) => (catalogue.priceLevel[item] === 0 ? 'unknown' : `${catalogue.priceLevel[item]}`),
    district: (item) => catalogue.districts[item] ?? 'unknown',
    age: (item) => (isNew(catalogue.listedAtMs[item]!, atMs) ? 'new' : 'established'),
    ownership: (item) => (isIndependent(catalogue, item) ? 'independent' : 'chain'),
  }
  return dimensions.map((dimension) => grouping(dimension, catalogue.size, nameOf[dimension]))
}

function grouping(dimension: Dimension, size: number, nameOf: (item: number) => string): Grouping {
  const counts = new Map<string, number>()
  const own = Array.from({ length: size }, (_, item) => nameOf(item))
  for (const name of own) counts.set(name, (counts.get(name) ?? 0) + 1)
  const bySize = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name)
  const kept = bySize.slice(0, bySize.length > maxGroups ? maxGroups - 1 : maxGroups)
  const names = bySize.length > kept.length ? [...kept, 'other'] : kept
  const index = new Map(names.map((name, n) => [name, n]))
  return { dimension, names, of: Int32Array.from(own, (name) => index.get(name) ?? names.length - 1) }
}
