import type { Catalogue } from '../../catalog/catalogue.ts'
import { isNew } from '../../catalog/new-places.ts'
import type { Fact } from '../../relevance/model.ts'
import type { RankingRequest } from '../types.ts'

const dayMs = 86_400_000
const yearMs = 365 * dayMs

/** A fact in plain words; null: it is not worth saying. */
export function phrase(
  fact: Fact,
  catalogue: Catalogue,
  request: RankingRequest,
  item: number,
): string | null {
  switch (fact.kind) {
    case 'ordered-before':
      return orderedBefore(fact.orders, fact.lastAtMs, request.atMs, timeZoneOf(catalogue, item))
    case 'similar-to':
      return `Because you ordered from ${catalogue.names[fact.restaurant]}`
    case 'popular':
      if (fact.ordersLately < 1) return null
      return request.origins.length > 0 ? 'Often ordered near you lately' : 'Often ordered lately'
    case 'cuisine': {
      const name = catalogue.cuisineNames[fact.cuisine]
      return request.likedCuisines.includes(fact.cuisine)
        ? `${name}, which you like`
        : `${name}, which you often order`
    }
    case 'price':
      return 'In the price range that you usually choose'
    case 'near':
      return `${sayDistance(fact.distanceKm)} away`
    case 'time-of-day':
      return 'Often ordered at this time'
    case 'rated':
      return `Rated ${fact.rating.toFixed(1)} out of 5`
    case 'new':
      // A place nobody orders from is not new when it has been there for longer.
      return isNew(catalogue.listedAtMs[item]!, request.atMs) ? 'New here' : null
    default:
      return fact satisfies never
  }
}

function orderedBefore(orders: number, lastAtMs: number, atMs: number, timeZone: string): string {
  const last = sayDay(lastAtMs, atMs, timeZone)
  if (orders === 1) return `You ordered here once, on ${last}`
  return `You ordered here ${orders === 2 ? 'twice' : `${orders} times`}, last on ${last}`
}

const timeZoneOf = (catalogue: Catalogue, item: number) => catalogue.timeZones[catalogue.timeZone[item]!]!

/** Formatters are costly to make. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** `3 March`, with its year when that is more than a year away: no reader takes day for month. */
function sayDay(dayMs: number, atMs: number, timeZone: string): string {
  const withYear = atMs - dayMs >= yearMs
  const key = `${timeZone} ${withYear}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      day: 'numeric',
      month: 'long',
      ...(withYear && { year: 'numeric' }),
    })
    formatters.set(key, formatter)
  }
  return formatter.format(dayMs)
}

function sayDistance(distanceKm: number): string {
  if (distanceKm < 0.95) return `${Math.max(50, Math.round(distanceKm * 20) * 50)} m`
  return distanceKm < 9.95 ? `${distanceKm.toFixed(1)} km` : `${Math.round(distanceKm)} km`
}
