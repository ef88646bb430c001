import { indices } from '../numeric/indices.ts'
import { sortSteps } from '../numeric/sort-steps.ts'
import { runSteps, type Steps } from '../numeric/steps.ts'
import { earthRadiusKm } from './distance.ts'
import type { GeoIndex } from './geo-index.ts'

const degrees = 180 / Math.PI
/** Sorted in one go; a few milliseconds where there are tens of thousands of places. */
const bandsAStep = 16
/** Roundings must not lose what lies on the rim. */
const slack = 1 + 1e-9
const slackKm = 1e-6

/**
 * The known locations (NaN: unknown, left out) in about √n bands of latitude with equally many in each, sorted by longitude within a
 * band: a circle's box is a binary search in each band that it touches, however unevenly the places lie.
 */
export function buildGeoIndex(latitude: Float64Array, longitude: Float64Array): GeoIndex {
  return runSteps(geoIndexSteps(latitude, longitude))
}

/** The same, with stops in between; of those alone for which `holds`, where it is given. */
export function* geoIndexSteps(
  latitude: Float64Array,
  longitude: Float64Array,
  holds: (item: number) => boolean = () => true,
): Steps<GeoIndex> {
  const located = indices(latitude.length, (i) => !Number.isNaN(latitude[i]! + longitude[i]!) && holds(i))
  yield* sortSteps(located, (a, b) => latitude[a]! - latitude[b]! || a - b)
  const perBand = Math.max(1, Math.ceil(Math.sqrt(located.length)))
  const bands = Math.ceil(located.length / perBand)
  const bandLow = new Float64Array(bands)
  const bandHigh = new Float64Array(bands)
  const items = new Int32Array(located.length)
  for (let b = 0; b < bands; b++) {
    const band = located.slice(b * perBand, (b + 1) * perBand)
    bandLow[b] = latitude[band[0]!]!
    bandHigh[b] = latitude[band.at(-1)!]!
    if (b % bandsAStep === bandsAStep - 1) yield
    items.set(
      band.sort((a, c) => longitude[a]! - longitude[c]! || a - c),
      b * perBand,
    )
  }
  const lons = new Float64Array(items.length)
  for (let n = 0; n < items.length; n++) lons[n] = longitude[items[n]!]!

  return {
    items,
    mostRuns: bands * 3,
    runs(lat, lon, radiusKm, out) {
      const angle = (radiusKm * slack + slackKm) / earthRadiusKm
      const low = lat - angle * degrees
      const high = lat + angle * degrees
      const width = lonWidth(lat, angle)
      // Across the date line the box goes on at the other end.
      const turns = width < 180 ? 1 : 0
      let runs = 0
      for (let b = lowerBound(bandHigh, 0, bands, low); b < bands && bandLow[b]! <= high; b++) {
        const start = b * perBand
        const end = Math.min(start + perBand, items.length)
        for (let turn = -turns; turn <= turns; turn++) {
          const middle = lon + turn * 360
          if (lons[start]! > middle + width || lons[end - 1]! < middle - width) continue
          const from = lowerBound(lons, start, end, middle - width)
          const to = upperBound(lons, from, end, middle + width)
          if (from === to) continue
          out[2 * runs] = from
          out[2 * runs++ + 1] = to
        }
      }
      return runs
    },
  }
}

/** How far east and west a circle of this angular radius reaches, degrees; Infinity: all the way round, a pole lies inside. */
function lonWidth(lat: number, angle: number): number {
  const phi = lat / degrees
  if (angle + Math.abs(phi) >= Math.PI / 2) return Number.POSITIVE_INFINITY
  return Math.asin(Math.sin(angle) / Math.cos(phi)) * degrees * slack + 1e-9
}

/** The first place in [start, end) whose value is at least `least`; `end`: none. */
function lowerBound(ascending: Float64Array, start: number, end: number, least: number): number {
  let [low, high] = [start, end]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}

/** The first place in [start, end) whose value is above `most`; `end`: none. */
function upperBound(ascending: Float64Array, start: number, end: number, most: number): number {
  let [low, high] = [start, end]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! <= most) low = middle + 1
    else high = middle
  }
  return low
}
