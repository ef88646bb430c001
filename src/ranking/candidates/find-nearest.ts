import type { Catalogue } from '../../catalog/catalogue.ts'
import { selectTop, sortBestFirst } from '../../numeric/select-top.ts'
import type { AreaQuery } from './area.ts'
import { maxOrigins } from './distances.ts'
import { chordOfKm, prepared } from './prepared.ts'

/** Up to this many places, looking at all of them takes less time than finding out which to look at. */
const fewPlaces = 4096
/** Where a search through many places starts. */
const firstKm = 1
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
 * The `reach` eligible places nearest to any origin, nearest first, ties (to a millimetre or so) by index. The circle doubles until it
 * holds that many, or all that somebody delivers over: what was looked at before is at most a third on top.
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
  let withinKm = catalogue.size <= fewPlaces ? farthestKm : Math.min(firstKm, farthestKm)
  let count = look(query, scratch, withinKm)
  while (count < reach && withinKm < farthestKm) {
    withinKm = Math.min(2 * withinKm, farthestKm)
    count = look(query, scratch, withinKm)
  }
  selectTop(items, closeness, count, reach)
  const found = Math.min(count, reach)
  sortBestFirst(items, closeness, found)
  return items.slice(0, found)
}

/** Writes the eligible places within the circle to scratch.items, their distances beside them. @returns how many */
function look({ catalogue, origins, chords, admits }: AreaQuery, scratch: Scratch, withinKm: number): number {
  const { items, closeness, collected, stamps } = scratch
  const within = chordOfKm(withinKm)
  let count = 0
  const add = (item: number) => {
    if (!admits(item)) return
    const chord = chords(item)
    // Unknown places are no part of it.
    if (!(chord <= within)) return
    items[count] = item
    closeness[count++] = -chord
  }
  if (catalogue.size <= fewPlaces) {
    for (let item = 0; item < catalogue.size; item++) if (!Number.isNaN(catalogue.latitude[item]!)) add(item)
    return count
  }
  const stamp = nextStamp(scratch)
  for (let n = 0; n < Math.min(origins.length, maxOrigins); n++) {
    const { lat, lon } = origins[n]!
    const found = catalogue.geo.collect(lat, lon, withinKm, collected)
    for (let c = 0; c < found; c++) {
      const item = collected[c]!
      if (stamps[item] === stamp) continue
      stamps[item] = stamp
      add(item)
    }
  }
  return count
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
