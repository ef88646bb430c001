import { type Catalogue, restaurantStatuses } from '../catalog/catalogue.ts'
import { openNowOf } from '../catalog/open-now.ts'
import { localMinuteOfWeek } from '../catalog/opening-hours.ts'
import { chordOfKm, pointsOf, rangeChord } from '../catalog/sphere.ts'
import type { History } from '../interactions/history.ts'
import { interactionTypes } from '../interactions/schema.ts'
import type { Chords } from './candidates/distances.ts'
import { type ActiveRules, hasCuisine } from './rerank/rules.ts'
import type { RankingFilters, RankingRequest } from './types.ts'

/** Why a restaurant may not be shown; the first that holds counts, so that who is too far away is not reported as closed at that time. */
export const leftOutReasons = [
  'excluded',
  'rule',
  'closed',
  'out-of-range',
  'not-open-now',
  'filtered',
  'dismissed',
] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

/** 0: may be shown; n: may not, because of `leftOutReasons[n − 1]`. */
export type Eligibility = (item: number) => number

const codeOf = (reason: LeftOutReason) => leftOutReasons.indexOf(reason) + 1
const excluded = codeOf('excluded')
const byRule = codeOf('rule')
const closed = codeOf('closed')
const notOpenNow = codeOf('not-open-now')
const outOfRange = codeOf('out-of-range')
const filtered = codeOf('filtered')
const isDismissed = codeOf('dismissed')

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
  chords: Chords,
): Eligibility {
  const { filters, radiusKm } = request
  const { exclude, openNow } = filters
  const { excludes } = rules
  const { status, timeZone } = catalogue
  const points = pointsOf(catalogue)
  const isOpen = openNowOf(catalogue)
  const minutes = openNow ? localMinutes(catalogue, request.atMs) : null
  const dismissed = dismissedIn(request.history, request.atMs)
  const farthest = chordOfKm(radiusKm ?? Number.POSITIVE_INFINITY)
  const hasFilters = filters.cuisines !== null || filters.maxPriceLevel > 0
  return (item) => {
    if (exclude.size > 0 && exclude.has(item)) return excluded
    if (excludes.length > 0 && excludes.some((target) => target.matches(item))) return byRule
    if (status[item] !== open) return closed
    // NaN, an unknown distance, is greater than nothing.
    const chord = chords(item)
    if (chord > farthest || chord > rangeChord(points, item)) return outOfRange
    if (minutes && !isOpen(item, minutes[timeZone[item]!]!)) return notOpenNow
    if (hasFilters && !passesFilters(catalogue, item, filters)) return filtered
    return dismissed.size > 0 && dismissed.has(item) ? isDismissed : 0
  }
}

/** The minute of the week in each of the catalogue's time zones. */
function localMinutes({ timeZones }: Catalogue, atMs: number): Int32Array {
  return Int32Array.from(timeZones, (zone) => localMinuteOfWeek(atMs, zone))
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
