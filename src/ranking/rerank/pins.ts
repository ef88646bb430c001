import { chooseBest } from './choose.ts'
import type { Pin } from './rules.ts'

/**
 * Which candidate each pin puts where: byPlace[r − 1] = the pin and candidate of rank r. A pin takes its best match not taken by a
 * pin before it; where two want one rank, or the list ends above it, the next free place is taken. A pin below `limit` is not
 * on this list.
 * @param length places of the list, ≤ limit
 */
export function placePins(
  pins: readonly Pin[],
  items: Int32Array,
  scores: Float64Array,
  length: number,
  limit: number,
): ReadonlyMap<number, { pin: Pin; candidate: number }> {
  const byPlace = new Map<number, { pin: Pin; candidate: number }>()
  const taken = new Set<number>()
  for (const pin of pins) {
    const place = pin.rank > limit ? -1 : freePlace(pin.rank, length, byPlace)
    const matches = Uint8Array.from(items, (item, j) => Number(!taken.has(j) && pin.target.matches(item)))
    const candidate = chooseBest(scores, matches)
    if (place < 0 || candidate < 0) continue
    taken.add(candidate)
    byPlace.set(place, { pin, candidate })
  }
  return byPlace
}

function freePlace(rank: number, length: number, taken: ReadonlyMap<number, unknown>): number {
  for (let place = Math.min(rank, length); place <= length; place++) if (!taken.has(place)) return place
  for (let place = Math.min(rank, length); place > 0; place--) if (!taken.has(place)) return place
  return -1
}
