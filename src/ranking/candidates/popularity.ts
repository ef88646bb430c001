import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Demand } from '../../relevance/demand.ts'

/** The restaurants in order of decayed demand. */
export interface Popularity {
  /** Most ordered lately first; then by number of ratings, then by index. */
  readonly order: Int32Array
  /** place[order[n]] = n */
  readonly place: Int32Array
  /** Cuisine c's restaurants, most popular first: `items[start[c]] … items[start[c + 1] - 1]`. */
  readonly cuisineStart: Int32Array
  readonly cuisineItems: Int32Array
}

interface Kept {
  readonly catalogue: Catalogue
  readonly revision: number
  readonly popularity: Popularity
}

const kept = new WeakMap<Demand, Kept>()

/**
 * Sorted again only when orders worth 1/256 of the catalogue have come in since, so that the cost of an order stays small however
 * many come. Decay alone never changes the order: all counts shrink by one factor. What a place's demand counts for when it is
 * scored is always of this very moment.
 */
export function popularityOf(catalogue: Catalogue, demand: Demand, atMs: number): Popularity {
  const last = kept.get(demand)
  const slack = Math.floor(catalogue.size / 256)
  if (last?.catalogue === catalogue && demand.revision - last.revision <= slack) return last.popularity
  const popularity = sortByDemand(catalogue, demand, atMs)
  kept.set(demand, { catalogue, revision: demand.revision, popularity })
  return popularity
}

function sortByDemand(catalogue: Catalogue, demand: Demand, atMs: number): Popularity {
  const { size, ratingCount, cuisineNames, cuisines, cuisineStart: ownStart } = catalogue
  const orders = Float64Array.from({ length: size }, (_, i) => demand.orders(i, atMs))
  const order = Int32Array.from({ length: size }, (_, i) => i)
  order.sort((a, b) => orders[b]! - orders[a]! || ratingCount[b]! - ratingCount[a]! || a - b)
  const place = new Int32Array(size)
  for (let n = 0; n < size; n++) place[order[n]!] = n

  const cuisineStart = new Int32Array(cuisineNames.length + 1)
  for (const cuisine of cuisines) cuisineStart[cuisine + 1]!++
  for (let c = 0; c < cuisineNames.length; c++) cuisineStart[c + 1]! += cuisineStart[c]!
  const filled = cuisineStart.slice()
  const cuisineItems = new Int32Array(cuisines.length)
  for (const item of order) {
    for (let n = ownStart[item]!; n < ownStart[item + 1]!; n++) cuisineItems[filled[cuisines[n]!]!++] = item
  }
  return { order, place, cuisineStart, cuisineItems }
}

/** The same restaurants, most popular first. */
export function byPopularity(items: Int32Array, { order, place }: Popularity): Int32Array {
  const sorted = new Int32Array(items.length)
  for (let n = 0; n < items.length; n++) sorted[n] = place[items[n]!]!
  // Places in the order are whole numbers, and typed arrays sort those without a comparator.
  sorted.sort()
  for (let n = 0; n < items.length; n++) sorted[n] = order[sorted[n]!]!
  return sorted
}
