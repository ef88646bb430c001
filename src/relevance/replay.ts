import type { Catalogue } from '../catalog/catalogue.ts'
import { distanceKm } from '../catalog/distance.ts'
import { isOpenAt, localMinuteOfWeek } from '../catalog/opening-hours.ts'
import { createHistories, type Dataset, orderType } from './dataset.ts'
import { createDemand, type Demand } from './demand.ts'
import type { UserQuery } from './model.ts'

/** The moment just before one order. */
export interface Occasion {
  /** row of the dataset */
  readonly row: number
  /** what the user is about to order from */
  readonly chosen: number
  readonly user: number
  readonly query: UserQuery
}

/**
 * Goes through the data in time order. Before each order among rows `from` to `to − 1` whose user has not opted out, `visit` sees
 * the moment with everything that was known then, and nothing else; then the order is counted.
 * @param demand of the rows before the one visited; made anew unless handed in
 */
export function replay(
  dataset: Dataset,
  range: { readonly from: number; readonly to: number },
  demand: Demand,
  visit: (occasion: Occasion) => void,
): void {
  const histories = createHistories(dataset)
  for (let row = 0; row < range.to; row++) {
    if (dataset.type[row] !== orderType) continue
    const chosen = dataset.restaurant[row]!
    const atMs = dataset.atMs[row]!
    const user = dataset.user[row]!
    if (row >= range.from && !dataset.users[user]!.optedOut) {
      const { likedCuisines, maxPriceLevel, origins } = dataset.users[user]!
      const history = histories.before(user, row)
      visit({ row, chosen, user, query: { history, atMs, likedCuisines, maxPriceLevel, origins } })
    }
    demand.observe(chosen, atMs, dataset.amount[row]!)
  }
}

/** Demand as of just before row `end`. */
export function demandBefore(dataset: Dataset, end: number): Demand {
  const demand = createDemand(dataset.catalogue)
  for (let row = 0; row < end; row++) {
    if (dataset.type[row] === orderType) {
      demand.observe(dataset.restaurant[row]!, dataset.atMs[row]!, dataset.amount[row]!)
    }
  }
  return demand
}

/** out[i] = km from the nearest of the user's places to restaurant i; NaN: unknown. */
export function fillDistances(
  catalogue: Catalogue,
  origins: Dataset['users'][number]['origins'],
  out: Float64Array,
): void {
  out.fill(Number.NaN, 0, catalogue.size)
  for (const { lat, lon } of origins) {
    for (let i = 0; i < catalogue.size; i++) {
      const km = distanceKm(lat, lon, catalogue.latitude[i]!, catalogue.longitude[i]!)
      if (!(out[i]! <= km)) out[i] = km
    }
  }
}

export interface EligibilityRules {
  /** leave out what is closed for good, paused, or not open at the moment */
  readonly openNow: boolean
}

/** Writes the restaurants that could be ordered from, ascending; returns their number. An unknown distance excludes nothing. */
export function fillEligible(
  catalogue: Catalogue,
  atMs: number,
  distances: Float64Array,
  rules: EligibilityRules,
  out: Int32Array,
): number {
  let count = 0
  for (let i = 0; i < catalogue.size; i++) {
    if (distances[i]! > catalogue.deliveryRangeKm[i]!) continue
    if (rules.openNow) {
      if (catalogue.status[i] !== 0) continue
      const minute = localMinuteOfWeek(atMs, catalogue.timeZones[catalogue.timeZone[i]!]!)
      if (!isOpenAt(catalogue, i, minute)) continue
    }
    out[count++] = i
  }
  return count
}
