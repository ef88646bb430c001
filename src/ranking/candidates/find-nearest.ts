import type { Catalogue } from '../../catalog/catalogue.ts'
import { selectTop, sortBestFirst } from '../../numeric/select-top.ts'
import type { AreaQuery } from './area.ts'
import { maxOrigins } from './distances.ts'
import { chordOfKm, prepared } from './prepared.ts'

/** Up to this many places, looking at all of them takes less time than finding out which to look at. */
const fewPlaces = 4096
/** Where a search through many places starts: small, since where places stand close it finds enough, and elsewhere costs next to nothing. */
const firstKm = 0.25
/** A circle grows to hold so many times what is wanted, if places stand as close farther out; by no less and no more than these factors. */
const aim = 1.3
const [leastGrowth, mostGrowth] = [1.2, 2]
const halfRoundTheEarthKm = 20_100

/** Space as long as the catalogue, kept from request to request; one ranking at a time uses it. */
interface Scratch {
  readonly items: Int32Array
  /** − the squared chord: the nearest has the highest */
  readonly closeness: Float32Array
  readonly collected: Int32Array
  readonly stamps: Uint32Array
  stamp: number
}

const kept = new WeakMap<Catalogue, Scratch>()

/**
 * The `reach` eligible places nearest to any origin, nearest first, ties (to a millimetre or so) by index. The circle grows until it
 * holds that many, or all that somebody delivers over; what a smaller circle held is not judged again.
 */
export function findNearest(query: AreaQuery, reach: number): Int32Array {
  const { catalogue, radiusKm } = query
  const scratch = scratchOf(catalogue)
  const { items, closeness } = scratch
  const farthestKm = Math.min(
    radiusKm ?? Number.POSITIVE_INFINITY,
    prepared(catalogue).reachKm,
    halfRoundTheEarthKm,
  )
  const count =
    catalogue.size <= fewPlaces
      ? lookAtAll(query, scratch, farthestKm)
      : lookAround(query, scratch, reach, farthestKm)
  selectTop(items, closeness, count, reach)
  const found = Math.min(count, reach)
  sortBestFirst(items, closeness, found)
  return items.slice(0, found)
}

/** Writes the eligible places within the circle to scratch.items, their distances beside them. @returns how many */
function lookAtAll({ catalogue, chords, admits }: AreaQuery, scratch: Scratch, withinKm: number): number {
  const { items, closeness } = scratch
  const within = chordOfKm(withinKm)
  let count = 0
  for (let item = 0; item < catalogue.size; item++) {
    // NaN, an unknown place, is no part of it.
    if (Number.isNaN(catalogue.latitude[item]!) || !admits(item)) continue
    const chord = chords(item)
    if (!(chord <= within)) continue
    items[count] = item
    closeness[count++] = -chord
  }
  return count
}

/** The same, circle by circle. */
function lookAround(query: AreaQuery, scratch: Scratch, reach: number, farthestKm: number): number {
  let withinKm = Math.min(firstKm, farthestKm)
  let count = lookInRing(query, scratch, 0, Number.NEGATIVE_INFINITY, withinKm)
  while (count < reach && withinKm < farthestKm) {
    const growth = Math.sqrt((aim * reach) / count)
    const nextKm = withinKm * Math.min(mostGrowth, Math.max(leastGrowth, growth))
    const wider = Math.min(nextKm, farthestKm)
    count = lookInRing(query, scratch, count, withinKm, wider)
    withinKm = wider
  }
  return count
}

/** Adds to the first `count` those farther away than `beyondKm`. @returns how many there are then */
function lookInRing(
  { catalogue, origins, chords, admits }: AreaQuery,
  scratch: Scratch,
  count: number,
  beyondKm: number,
  withinKm: number,
): number {
  const [beyond, within] = [beyondKm < 0 ? -1 : chordOfKm(beyondKm), chordOfKm(withinKm)]
  const { items, closeness, collected, stamps } = scratch
  const stamp = nextStamp(scratch)
  let all = count
  for (let n = 0; n < Math.min(origins.length, maxOrigins); n++) {
    const { lat, lon } = origins[n]!
    for (const { reachKm, geo } of catalogue.reachClasses) {
      // Nobody of it delivers as far as to here.
      if (reachKm <= beyondKm) continue
      const found = geo.collect(lat, lon, Math.min(withinKm, reachKm), collected)
      for (let c = 0; c < found; c++) {
        const item = collected[c]!
        const chord = chords(item)
        if (chord <= beyond || !(chord <= within) || stamps[item] === stamp) continue
        stamps[item] = stamp
        if (!admits(item)) continue
        items[all] = item
        closeness[all++] = -chord
      }
    }
  }
  return all
}

function scratchOf(catalogue: Catalogue): Scratch {
  let scratch = kept.get(catalogue)
  if (!scratch) {
    const { size } = catalogue
    scratch = {
      items: new Int32Array(size),
      closeness: new Float32Array(size),
      collected: new Int32Array(size),
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
