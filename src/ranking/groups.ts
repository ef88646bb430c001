import type { Catalogue } from '../catalog/catalogue.ts'
import { isNew } from '../catalog/new-places.ts'
import type { RestaurantGroup } from '../profiles/schema.ts'

const places = new WeakMap<Catalogue, ReadonlyMap<string, number>>()

/** No brand, or one that has a single place. */
export function isIndependent(catalogue: Catalogue, item: number): boolean {
  const brand = catalogue.brands[item]!
  return brand === null || placesByBrand(catalogue).get(brand) === 1
}

/** Counted once, and kept for as long as the catalogue lives. */
function placesByBrand(catalogue: Catalogue): ReadonlyMap<string, number> {
  const known = places.get(catalogue)
  if (known) return known
  const counts = new Map<string, number>()
  for (const brand of catalogue.brands) if (brand !== null) counts.set(brand, (counts.get(brand) ?? 0) + 1)
  places.set(catalogue, counts)
  return counts
}

/** Whether a restaurant belongs to the group; what is new is new as of `atMs`. */
export function membership(
  catalogue: Catalogue,
  group: RestaurantGroup,
  atMs: number,
): (item: number) => boolean {
  switch (group.by) {
    case 'new':
      return (item) => isNew(catalogue.listedAtMs[item]!, atMs)
    case 'independent':
      return (item) => isIndependent(catalogue, item)
    case 'priceLevel':
      return (item) => catalogue.priceLevel[item] === group.value
    case 'district':
      return (item) => catalogue.districts[item] === group.value
    default:
      return group satisfies never
  }
}

/** The group in one word, for explanations: `new`, `independent`, `priceLevel=1`, `district=Harbour`. */
export function groupName(group: RestaurantGroup): string {
  return group.by === 'new' || group.by === 'independent' ? group.by : `${group.by}=${group.value}`
}
