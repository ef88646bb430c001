import type { Catalogue } from '../../../catalog/catalogue.ts'
import { openNowOf } from '../../../catalog/open-now.ts'
import {
  chordBetween,
  kmOfChord,
  nearestChord,
  type Points,
  pointsAt,
  pointsOf,
  rangeChord,
} from '../../../catalog/sphere.ts'
import { indices } from '../../../numeric/indices.ts'
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

/** Places near by that are looked at, at most: what share of them delivers is then known to a few per cent. */
const lookedAt = 512
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
  const { size, status, latitude, longitude, reachClasses } = catalogue
  const points = pointsOf(catalogue)
  const isOpen = openNowOf(catalogue)
  const all = indices(size)
  const unlocated = indices(size, (i) => Number.isNaN(latitude[i]! + longitude[i]!))
  const mostRuns = reachClasses.reduce((sum, { geo }) => sum + geo.mostRuns, 0)
  const runs = new Int32Array(2 * Math.max(0, ...reachClasses.map(({ geo }) => geo.mostRuns)))
  const stretches = createStretches(mostOrigins * mostRuns + 1)
  const [open, closed] = [new Int32Array(lookedAt + 1), new Int32Array(lookedAt + 1)]
  const capacity = sampled[0] + sampled[1]
  const reach = {
    count: 0,
    items: new Int32Array(capacity),
    km: new Float64Array(capacity),
    weight: new Float64Array(capacity),
  }

  /** Where to look, read off the index: nobody of a class delivers farther than it reaches. */
  function lookAround(origins: readonly Location[]): void {
    stretches.clear()
    if (origins.length === 0) {
      stretches.add(all, 0, size, -1)
      return
    }
    origins.forEach(({ lat, lon }, o) => {
      for (const { reachKm, geo } of reachClasses) {
        const found = geo.runs(lat, lon, Math.min(reachKm, anywhereKm), runs)
        for (let r = 0; r < found; r++) stretches.add(geo.items, runs[2 * r]!, runs[2 * r + 1]!, o)
      }
    })
    stretches.add(unlocated, 0, unlocated.length, -1)
  }

  return (
    allOrigins: readonly Location[],
    minuteOfWeek: (item: number) => number,
    isOwn: (item: number) => boolean,
  ): Reach => {
    const origins = allOrigins.slice(0, mostOrigins)
    const from = pointsAt(origins)
    lookAround(origins)
    const stride = Math.max(1, Math.ceil(stretches.length / lookedAt))
    const counts = [0, 0]
    stretches.each(stride, (item, origin) => {
      // Who delivers to several origins is met at each, and counts at the nearest.
      if (origin >= 0 && !isReachedFrom(origins, from, origin, points, item)) return
      if (status[item] !== 0 || isOwn(item)) return
      if (isOpen(item, minuteOfWeek(item))) open[counts[0]!++] = item
      else closed[counts[1]!++] = item
    })
    reach.count = 0
    for (const [g, group] of [open, closed].entries()) {
      const taken = Math.min(counts[g]!, sampled[g]!)
      for (let n = 0; n < taken; n++) {
        const item = group[Math.floor(((n + 0.5) * counts[g]!) / taken)]!
        reach.items[reach.count] = item
        reach.km[reach.count] = kmOfChord(nearestChord(points, item, from))
        reach.weight[reach.count++] = (stride * counts[g]!) / taken
      }
    }
    return reach
  }
}

/** Parts of lists one after the other, each with a number, as if they were one list. */
function createStretches(most: number) {
  const lists = new Array<Int32Array>(most)
  const [starts, ends, numbers] = [new Int32Array(most), new Int32Array(most), new Int32Array(most)]
  let count = 0
  let length = 0
  return {
    get length() {
      return length
    },
    clear() {
      count = 0
      length = 0
    },
    add(list: Int32Array, start: number, end: number, number: number) {
      lists[count] = list
      starts[count] = start
      ends[count] = end
      numbers[count++] = number
      length += end - start
    },
    /** The first and every `stride`-th after it. */
    each(stride: number, visit: (item: number, number: number) => void) {
      let skip = 0
      for (let s = 0; s < count; s++) {
        const list = lists[s]!
        const end = ends[s]!
        let at = starts[s]! + skip
        for (; at < end; at += stride) visit(list[at]!, numbers[s]!)
        skip = at - end
      }
    },
  }
}

/** Whether `origin` is the nearest one (of equally near ones the first) and lies within the range. */
function isReachedFrom(
  origins: readonly Location[],
  from: Points,
  origin: number,
  points: Points,
  item: number,
): boolean {
  const own = chordBetween(points, item, from, origin)
  if (!(own <= rangeChord(points, item))) return false
  for (let n = 0; n < origins.length; n++) {
    const other = n === origin ? own : chordBetween(points, item, from, n)
    if (other < own || (other === own && n < origin)) return false
  }
  return true
}
