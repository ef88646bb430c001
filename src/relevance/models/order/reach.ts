import type { Catalogue } from '../../../catalog/catalogue.ts'
import { distanceKm, earthRadiusKm } from '../../../catalog/distance.ts'
import { isOpenAt } from '../../../catalog/opening-hours.ts'
import type { Location } from '../../../schema/primitives.ts'

/** Places that a user could order from, or a sample that stands for all of them. */
export interface Reach {
  readonly count: number
  /** catalogue indices, length ≥ count */
  readonly items: Int32Array
  /** NaN: unknown; parallel to `items` */
  readonly km: Float64Array
  /** how many places each one stands for; parallel to `items` */
  readonly weight: Float64Array
}

/** Places in range that are looked at, at most. */
const lookedAt = 2048
/** Places of the sample that are open, and that are closed: few, since closed ones weigh little. */
const sampled = [64, 12] as const
/** Half round the earth. */
const anywhereKm = 20_100
export const mostOrigins = 4

/**
 * What delivers to any of the origins, but for `isOwn`: all of it where that is little, else every n-th of the open and of the closed
 * ones, which lie next to each other. Without an origin: what is anywhere. Valid until the next call.
 */
export function createReach(catalogue: Catalogue) {
  const { size, status, deliveryRangeKm, latitude, longitude } = catalogue
  const found = new Int32Array(size)
  const marks = new Int32Array(size)
  let mark = 0
  const capacity = sampled[0] + sampled[1]
  const reach = {
    count: 0,
    items: new Int32Array(capacity),
    km: new Float64Array(capacity),
    weight: new Float64Array(capacity),
  }
  const unlocated = Int32Array.from({ length: size }, (_, i) => i).filter((i) =>
    Number.isNaN(latitude[i]! + longitude[i]!),
  )
  const points = new Float64Array(size * 3)
  const rangeChords = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    writePoint(latitude[i]!, longitude[i]!, points, i * 3)
    rangeChords[i] = chordOfKm(deliveryRangeKm[i]!)
  }
  const from = new Float64Array(mostOrigins * 3)
  let rangeKm = 0
  for (let i = 0; i < size; i++) rangeKm = Math.max(rangeKm, deliveryRangeKm[i]!)
  const collected = new Int32Array(size)

  function collect(origins: readonly Location[]): number {
    if (origins.length === 0) {
      for (let i = 0; i < size; i++) collected[i] = i
      return size
    }
    mark++
    let count = 0
    const add = (item: number) => {
      if (marks[item] === mark) return
      marks[item] = mark
      collected[count++] = item
    }
    for (const { lat, lon } of origins) {
      const near = catalogue.geo.collect(lat, lon, Math.min(rangeKm, anywhereKm), found)
      for (let n = 0; n < near; n++) add(found[n]!)
    }
    for (const item of unlocated) add(item)
    return count
  }

  return (
    allOrigins: readonly Location[],
    minuteOfWeek: (item: number) => number,
    isOwn: (item: number) => boolean,
  ): Reach => {
    const origins = allOrigins.slice(0, mostOrigins)
    origins.forEach(({ lat, lon }, n) => {
      writePoint(lat, lon, from, n * 3)
    })
    const count = collect(origins)
    const stride = Math.max(1, Math.ceil(count / lookedAt))
    const groups = [0, 0]
    // Open ones from the start of `found`, closed ones from its end.
    for (let n = 0; n < count; n += stride) {
      const item = collected[n]!
      if (status[item] !== 0 || isOwn(item)) continue
      if (origins.length > 0 && nearestChord(from, origins.length, points, item * 3) > rangeChords[item]!)
        continue
      if (isOpenAt(catalogue, item, minuteOfWeek(item))) found[groups[0]!++] = item
      else found[size - ++groups[1]!] = item
    }
    reach.count = 0
    groups.forEach((inGroup, g) => {
      const taken = Math.min(inGroup, sampled[g]!)
      for (let n = 0; n < taken; n++) {
        const at = Math.floor(((n + 0.5) * inGroup) / taken)
        const item = g === 0 ? found[at]! : found[size - 1 - at]!
        reach.items[reach.count] = item
        reach.km[reach.count] = nearestKm(origins, latitude[item]!, longitude[item]!)
        reach.weight[reach.count++] = (stride * inGroup) / taken
      }
    })
    return reach
  }
}

/** out[at … at + 2] = the point on the unit sphere. Squared chords between such points grow with the distance, and cost no sine. */
function writePoint(lat: number, lon: number, out: Float64Array, at: number): void {
  const phi = (lat * Math.PI) / 180
  const lambda = (lon * Math.PI) / 180
  out[at] = Math.cos(phi) * Math.cos(lambda)
  out[at + 1] = Math.cos(phi) * Math.sin(lambda)
  out[at + 2] = Math.sin(phi)
}

/** The squared chord; Infinity for half round the earth and more. */
function chordOfKm(km: number): number {
  const half = km / (2 * earthRadiusKm)
  return half >= Math.PI / 2 ? Number.POSITIVE_INFINITY : (2 * Math.sin(half)) ** 2
}

/** Squared, from the nearest of the first `count` points of `from`; NaN where the place has no location. */
function nearestChord(from: Float64Array, count: number, points: Float64Array, at: number): number {
  let nearest = Number.POSITIVE_INFINITY
  for (let n = 0; n < count * 3; n += 3) {
    const dx = points[at]! - from[n]!
    const dy = points[at + 1]! - from[n + 1]!
    const dz = points[at + 2]! - from[n + 2]!
    const chord = dx * dx + dy * dy + dz * dz
    if (!(chord >= nearest)) nearest = chord
  }
  return nearest
}

/** NaN: unknown */
export function nearestKm(origins: readonly Location[], lat: number, lon: number): number {
  let nearest = Number.NaN
  for (const origin of origins) {
    const km = distanceKm(origin.lat, origin.lon, lat, lon)
    if (!(nearest <= km)) nearest = km
  }
  return nearest
}
