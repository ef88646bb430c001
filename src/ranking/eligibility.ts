import { type Catalogue, restaurantStatuses } from '../catalog/catalogue.ts'
import { isOpenAt, localMinuteOfWeek } from '../catalog/opening-hours.ts'
import type { History } from '../interactions/history.ts'
import { interactionTypes } from '../interactions/schema.ts'
import type { Distances } from './candidates/distances.ts'
import { type ActiveRules, hasCuisine } from './rerank/rules.ts'
import type { RankingFilters, RankingRequest } from './types.ts'

/** Why a restaurant may not be shown; the first that holds counts. */
export const leftOutReasons = [
  'excluded',
  'rule',
  'closed',
  'not-open-now',
  'out-of-range',
  'filtered',
  'dismissed',
] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

/** null: may be shown. */
export type Eligibility = (item: number) => LeftOutReason | null

const open = restaurantStatuses.indexOf('open')
const dismissalMs = 180 * 86_400_000

/**
 * The hard rules of one request. What is unknown never leaves a restaurant out (hours, location), except against a filter: who asks
 * for a cuisine or a highest price level gets only restaurants known to fit.
 */
export function eligibility(
  catalogue: Catalogue,
  request: RankingRequest,
  rules: ActiveRules,
  distances: Distances,
): Eligibility {
  const { filters, radiusKm } = request
  const isOpen = filters.openNow ? openAt(catalogue, request.atMs) : () => true
  const dismissed = dismissedIn(request.history, request.atMs)
  const farthestKm = radiusKm ?? Number.POSITIVE_INFINITY
  return (item) => {
    if (filters.exclude.has(item)) return 'excluded'
    if (rules.excludes.some((target) => target.matches(item))) return 'rule'
    if (catalogue.status[item] !== open) return 'closed'
    if (!isOpen(item)) return 'not-open-now'
    // NaN, an unknown distance, is greater than nothing.
    if (distances(item) > Math.min(farthestKm, catalogue.deliveryRangeKm[item]!)) return 'out-of-range'
    if (!passesFilters(catalogue, item, filters)) return 'filtered'
    return dismissed.has(item) ? 'dismissed' : null
  }
}

function openAt(catalogue: Catalogue, atMs: number): (item: number) => boolean {
  const minutes = catalogue.timeZones.map((zone) => localMinuteOfWeek(atMs, zone))
  return (item) => isOpenAt(catalogue, item, minutes[catalogue.timeZone[item]!]!)
}

function passesFilters(catalogue: Catalogue, item: number, filters: RankingFilters): boolean {
  const priceLevel = catalogue.priceLevel[item]!
  if (filters.maxPriceLevel > 0 && (priceLevel === 0 || priceLevel > filters.maxPriceLevel)) return false
  return filters.cuisines?.some((cuisine) => hasCuisine(catalogue, item, cuisine)) ?? true
}

const order = interactionTypes.indexOf('order')
const dismiss = interactionTypes.indexOf('dismiss')

/** Dismissed within 180 days and not ordered from since. */
function dismissedIn(history: History, atMs: number): ReadonlySet<number> {
  const dismissed = new Set<number>()
  for (let n = 0; n < history.length && history.atMs[n]! <= atMs; n++) {
    const item = history.restaurant[n]!
    if (history.type[n] === order) dismissed.delete(item)
    if (history.type[n] === dismiss && atMs - history.atMs[n]! < dismissalMs) dismissed.add(item)
  }
  return dismissed
}
