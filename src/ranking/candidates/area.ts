import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Location } from '../../schema/primitives.ts'
import { type Distances, maxOrigins } from './distances.ts'
import { byPopularity, type Popularity } from './popularity.ts'
import { prepared } from './prepared.ts'

/** The part of the catalogue that a request's candidates come from. */
export interface Area {
  /** Most popular first; null: the whole catalogue. */
  readonly members: Int32Array | null
  /** The located ones, nearest first, ties by index; empty without an origin. */
  readonly nearestFirst: Int32Array
  /** Nothing that could be delivered lies outside. */
  readonly complete: boolean
}

export interface AreaQuery {
  readonly catalogue: Catalogue
  readonly popularity: Popularity
  readonly distances: Distances
  readonly origins: readonly Location[]
  readonly radiusKm: number | null
}

/**
 * The nearest `reach` places of each origin, within the radius and what any restaurant delivers over, and the `reach` most popular
 * of unknown location, since those are left out by no distance. No bound where the catalogue is that small, or no origin is known.
 */
export function areaAround(query: AreaQuery, reach: number): Area {
  const { catalogue, origins, radiusKm } = query
  const { reachKm, unlocated } = prepared(catalogue)
  const withinKm = Math.min(radiusKm ?? Number.POSITIVE_INFINITY, reachKm, 20_100)
  const found = origins
    .slice(0, maxOrigins)
    .map(({ lat, lon }) => catalogue.geo.within(lat, lon, withinKm, reach))
  const nearestFirst = mergeByDistance(found, query.distances)
  if (origins.length === 0 || catalogue.size <= reach) {
    return { members: null, nearestFirst, complete: catalogue.size <= reach }
  }
  const elsewhere = byPopularity(unlocated, query.popularity).subarray(0, reach)
  const members = new Int32Array(nearestFirst.length + elsewhere.length)
  members.set(nearestFirst)
  members.set(elsewhere, nearestFirst.length)
  return {
    members: byPopularity(members, query.popularity),
    nearestFirst,
    complete:
      found.every((list) => list.length < reach) && unlocated.length <= reach && members.length <= reach,
  }
}

function mergeByDistance(lists: readonly Int32Array[], distances: Distances): Int32Array {
  if (lists.length < 2) return lists[0] ?? new Int32Array(0)
  const km = new Map<number, number>()
  for (const list of lists) for (const item of list) if (!km.has(item)) km.set(item, distances(item))
  return Int32Array.from(
    [...km].sort((a, b) => a[1] - b[1] || a[0] - b[0]),
    ([item]) => item,
  )
}
