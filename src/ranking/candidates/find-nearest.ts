import type { Catalogue } from '../../catalog/catalogue.ts'
import type { GeoIndex } from '../../catalog/geo-index.ts'
import { chordOfKm } from '../../catalog/sphere.ts'
import { createOrderKeys, type OrderKeys, selectSmallest } from '../../numeric/order-keys.ts'
import type { AreaQuery } from './area.ts'
import { maxOrigins } from './distances.ts'
import { prepared } from './prepared.ts'

/** Up to this many places, looking at all of them takes less time than finding out which to look at. */
const fewPlaces = 1024
/** Where it is tried out how far one must look: small, since where places stand close that is enough, and elsewhere costs next to nothing. */
const firstKm = 0.25
/** A circle is drawn to hold so many times what is wanted; one that held too little grows by no less and no more than these factors. */
const aim = 1.3
const [leastGrowth, mostGrowth] = [1.2, 2]
const halfRoundTheEarthKm = 20_100

/** Space as long as the catalogue, kept from request to request; one ranking at a time uses it. */
interface Scratch {
  readonly keysOf: OrderKeys
  /** of the squared chord, then the index: the nearest has the smallest */
  readonly keys: Float64Array
  readonly runs: Int32Array
  readonly stamps: Uint32Array
  stamp: number
}

const kept = new WeakMap<Catalogue, Scratch>()

/**
 * The `reach` eligible places nearest to any origin, ties (to a millimetre or so) by index; the nearest `sorted` of them stand first and
 * in order. How wide a circle holds about that many is read off the index, without a look at a place; it grows until it holds enough,
 * or all that somebody delivers over.
 */
export function findNearest(query: AreaQuery, reach: number, sorted = reach): Int32Array {
  const { catalogue, radiusKm } = query
  const scratch = scratchOf(catalogue)
  const { keys, keysOf } = scratch
  const farthestKm = Math.min(
    radiusKm ?? Number.POSITIVE_INFINITY,
    prepared(catalogue).reachKm,
    halfRoundTheEarthKm,
  )
  const count =
    catalogue.size <= fewPlaces
      ? lookAtAll(query, scratch, farthestKm)
      : lookAround(query, scratch, reach, farthestKm)
  const found = Math.min(count, reach)
  const inOrder = Math.min(sorted, found)
  selectSmallest(keys, count, found)
  selectSmallest(keys, found, inOrder)
  keys.subarray(0, inOrder).sort()
  const items = new Int32Array(found)
  for (let n = 0; n < found; n++) items[n] = keysOf.indexOf(keys[n]!)
  return items
}

/** Writes the keys of the eligible places within the circle. @returns how many */
function lookAtAll(
  { catalogue, chords, admits }: AreaQuery,
  { keys, keysOf }: Scratch,
  withinKm: number,
): number {
  const within = chordOfKm(withinKm)
  let count = 0
  for (let item = 0; item < catalogue.size; item++) {
    const chord = chords(item)
    // NaN, an unknown place, is no part of it. All others are judged, so that it can be said why they are left out.
    if (Number.isNaN(chord) || !admits(item) || !(chord <= within)) continue
    keys[count++] = keysOf.smallestFirst(chord, item)
  }
  return count
}

/** The same, circle by circle. */
function lookAround(query: AreaQuery, scratch: Scratch, reach: number, farthestKm: number): number {
  let withinKm = Math.min(kmThatHold(query, scratch.runs, aim * reach), farthestKm)
  let count = lookInRing(query, scratch, 0, -1, withinKm)
  while (count < reach && withinKm < farthestKm) {
    const growth = Math.sqrt((aim * reach) / count)
    const nextKm = withinKm * Math.min(mostGrowth, Math.max(leastGrowth, growth))
    const wider = Math.min(nextKm, farthestKm)
    count = lookInRing(query, scratch, count, withinKm, wider)
    withinKm = wider
  }
  return count
}

/** How wide circles around the origins must be, about, for so many places in them to deliver to there. */
function kmThatHold(query: AreaQuery, runs: Int32Array, wanted: number): number {
  let [lastKm, last] = [0, 0]
  for (let km = firstKm; ; km *= 2) {
    const held = countWithin(query, km, runs)
    if (held >= wanted) {
      // As if those between the two circles stood equally close.
      const share = (wanted - last) / (held - last)
      return Math.sqrt(lastKm ** 2 + share * (km ** 2 - lastKm ** 2))
    }
    if (km > halfRoundTheEarthKm) return km
    lastKm = km
    last = held
  }
}

/** About how many deliver over `km` to the origins: read off the index, as the circles' share of their boxes. */
function countWithin({ catalogue, origins }: AreaQuery, km: number, runs: Int32Array): number {
  const { geo, reachClasses } = catalogue
  let held = 0
  const count = (index: GeoIndex, withinKm: number) => {
    for (let n = 0; n < Math.min(origins.length, maxOrigins); n++) {
      const found = index.runs(origins[n]!.lat, origins[n]!.lon, withinKm, runs)
      for (let r = 0; r < found; r++) held += runs[2 * r + 1]! - runs[2 * r]!
    }
  }
  // So near by everybody delivers.
  if (reachClasses.length === 0 || km <= reachClasses[0]!.reachKm) count(geo, km)
  else for (const { reachKm, geo: ofClass } of reachClasses) count(ofClass, Math.min(km, reachKm))
  return (held * Math.PI) / 4
}

/** Adds to the first `count` those farther away than `beyondKm` (−1: from 0 on). @returns how many there are then */
function lookInRing(
  { catalogue, origins, chords, admits }: AreaQuery,
  scratch: Scratch,
  count: number,
  beyondKm: number,
  withinKm: number,
): number {
  const [beyond, within] = [beyondKm < 0 ? -1 : chordOfKm(beyondKm), chordOfKm(withinKm)]
  const { keys, keysOf, runs, stamps } = scratch
  const stamp = nextStamp(scratch)
  const isOnce = origins.length === 1
  let all = count
  for (let n = 0; n < Math.min(origins.length, maxOrigins); n++) {
    const { lat, lon } = origins[n]!
    for (const { reachKm, geo } of catalogue.reachClasses) {
      // Nobody of it delivers as far as to here.
      if (reachKm <= beyondKm) continue
      const { items } = geo
      const found = geo.runs(lat, lon, Math.min(withinKm, reachKm), runs)
      for (let r = 0; r < found; r++) {
        const end = runs[2 * r + 1]!
        for (let at = runs[2 * r]!; at < end; at++) {
          const item = items[at]!
          const chord = chords(item)
          if (chord <= beyond || !(chord <= within)) continue
          if (!isOnce) {
            if (stamps[item] === stamp) continue
            stamps[item] = stamp
          }
          if (admits(item)) keys[all++] = keysOf.smallestFirst(chord, item)
        }
      }
    }
  }
  return all
}

function scratchOf(catalogue: Catalogue): Scratch {
  let scratch = kept.get(catalogue)
  if (!scratch) {
    const { size, geo, reachClasses } = catalogue
    const mostRuns = Math.max(geo.mostRuns, ...reachClasses.map((of) => of.geo.mostRuns))
    scratch = {
      keysOf: createOrderKeys(size),
      keys: new Float64Array(size),
      runs: new Int32Array(2 * mostRuns),
      stamps: new Uint32Array(size),
      stamp: 0,
    }
    kept.set(catalogue, scratch)
  }
  return scratch
}

function nextStamp(scratch: Scratch): number {
  if (++scratch.stamp > 0xffffffff) {
    scratch.stamps.fill(0)
    scratch.stamp = 1
  }
  return scratch.stamp
}
