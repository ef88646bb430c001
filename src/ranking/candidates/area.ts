import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Location } from '../../schema/primitives.ts'
import type { Chords } from './distances.ts'
import { findNearest } from './find-nearest.ts'
import { byPopularity, type Popularity } from './popularity.ts'
import { prepared } from './prepared.ts'

/** The part of the catalogue that a request's candidates come from, as far as it may be shown. */
export interface Area {
  /** Most popular first; null: the whole catalogue, not looked through. */
  readonly members: Int32Array | null
  /** The nearest located ones, nearest first, ties by index; empty without an origin. */
  readonly nearestFirst: Int32Array
}

export interface AreaQuery {
  readonly catalogue: Catalogue
  readonly popularity: Popularity
  readonly chords: Chords
  readonly admits: (item: number) => boolean
  readonly origins: readonly Location[]
  readonly radiusKm: number | null
}

/**
 * The nearest `reach` eligible places, of which the first `inOrder` are wanted nearest first, and the `reach` most popular eligible
 * ones of unknown location, since those are left out by no distance. No bound where no origin is known.
 */
export function areaAround(query: AreaQuery, reach: number, inOrder = reach): Area {
  if (query.origins.length === 0) return { members: null, nearestFirst: new Int32Array(0) }
  const near = findNearest(query, reach, inOrder)
  const elsewhere = popularUnlocated(query, reach)
  const members = new Int32Array(near.length + elsewhere.length)
  members.set(near)
  members.set(elsewhere, near.length)
  return { members: byPopularity(members, query.popularity), nearestFirst: near.subarray(0, inOrder) }
}

function popularUnlocated({ catalogue, popularity, admits }: AreaQuery, reach: number): number[] {
  const found: number[] = []
  let left = prepared(catalogue).unlocated.length
  const { order } = popularity
  for (let n = 0; left > 0 && found.length < reach; n++) {
    const item = order[n]!
    if (!Number.isNaN(catalogue.latitude[item]! + catalogue.longitude[item]!)) continue
    left--
    if (admits(item)) found.push(item)
  }
  return found
}
