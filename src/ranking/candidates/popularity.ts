import type { Catalogue } from '../../catalog/catalogue.ts'
import { createOrderKeys } from '../../numeric/order-keys.ts'
import { sortNumbers } from '../../numeric/sort-numbers.ts'
import { runSteps, type Steps } from '../../numeric/steps.ts'
import type { Demand } from '../../relevance/demand.ts'

/** The restaurants in order of decayed demand. */
export interface Popularity {
  /** Most ordered lately first; what is equal to five digits or so by number of ratings, then by index. */
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

/** By step of time; the one used longest ago is dropped first. */
const kept = new WeakMap<Demand, Map<number, Kept>>()
const stepMs = 30 * 86_400_000
const mostSteps = 8

/**
 * The order as of the end of the 30 days that hold `atMs`: decay alone shrinks all counts by one factor, so that the order within
 * those days does not depend on who asked first. Sorted again only when orders worth 1/256 of the catalogue have come in since,
 * so that the cost of an order stays small however many come. What a place's demand counts for when it is scored is always of the
 * very moment.
 */
export function popularityOf(catalogue: Catalogue, demand: Demand, atMs: number): Popularity {
  return fresh(catalogue, demand, atMs) ?? runSteps(sortAhead(catalogue, demand, atMs))
}

/** Works it out ahead, with stops in between. */
export function* popularitySteps(catalogue: Catalogue, demand: Demand, atMs: number): Steps<Popularity> {
  return fresh(catalogue, demand, atMs) ?? (yield* sortAhead(catalogue, demand, atMs))
}

function fresh(catalogue: Catalogue, demand: Demand, atMs: number): Popularity | undefined {
  const step = Math.floor(atMs / stepMs)
  const last = kept.get(demand)?.get(step)
  const slack = Math.floor(catalogue.size / 256)
  if (!last || !ordersAlike(last.catalogue, catalogue) || demand.revision - last.revision > slack)
    return undefined
  keep(demand, step, { ...last, catalogue })
  return last.popularity
}

function* sortAhead(catalogue: Catalogue, demand: Demand, atMs: number): Steps<Popularity> {
  const step = Math.floor(atMs / stepMs)
  const { revision } = demand
  const popularity = yield* sortByDemand(catalogue, demand, (step + 1) * stepMs)
  keep(demand, step, { catalogue, revision, popularity })
  return popularity
}

function keep(demand: Demand, step: number, value: Kept): void {
  const steps = kept.get(demand) ?? new Map<number, Kept>()
  kept.set(demand, steps)
  steps.delete(step)
  steps.set(step, value)
  if (steps.size > mostSteps)
    for (const oldest of [...steps.keys()].slice(0, -mostSteps)) steps.delete(oldest)
}

/** True when what the order is made of is the very same in both. */
const ordersAlike = (a: Catalogue, b: Catalogue) =>
  a.ids === b.ids &&
  a.ratingCount === b.ratingCount &&
  a.cuisines === b.cuisines &&
  a.cuisineStart === b.cuisineStart

function* sortByDemand(catalogue: Catalogue, demand: Demand, atMs: number): Steps<Popularity> {
  const { size, cuisineNames, cuisines, cuisineStart: ownStart } = catalogue
  // As logarithms, which do not vanish when all orders are long past.
  const orders = new Float64Array(size)
  for (let i = 0; i < size; i++) orders[i] = demand.logOrders('lately', i, atMs)
  let least = Number.POSITIVE_INFINITY
  for (const log of orders) if (log > Number.NEGATIVE_INFINITY && log < least) least = log
  yield
  const order = byRatings(catalogue)
  yield
  const keysOf = createOrderKeys(size)
  const keys = new Float64Array(size)
  for (let n = 0; n < size; n++) {
    const log = orders[order[n]!]!
    keys[n] = keysOf.largestFirst(log === Number.NEGATIVE_INFINITY ? 0 : 1 + log - least, n)
  }
  keys.sort()
  yield
  const before = order.slice()
  for (let n = 0; n < size; n++) order[n] = before[keysOf.indexOf(keys[n]!)]!
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

/** All restaurants, most often rated first, ties by index. */
function byRatings({ size, ratingCount }: Catalogue): Int32Array {
  const keysOf = createOrderKeys(size)
  const keys = new Float64Array(size)
  for (let i = 0; i < size; i++) keys[i] = keysOf.largestFirst(ratingCount[i]!, i)
  return Int32Array.from(keys.sort(), keysOf.indexOf)
}

/** The same restaurants, most popular first. */
export function byPopularity(items: Int32Array, { order, place }: Popularity): Int32Array {
  const sorted = new Int32Array(items.length)
  for (let n = 0; n < items.length; n++) sorted[n] = place[items[n]!]!
  sortNumbers(sorted, order.length)
  for (let n = 0; n < items.length; n++) sorted[n] = order[sorted[n]!]!
  return sorted
}
