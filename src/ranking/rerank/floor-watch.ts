import { largest } from '../../numeric/largest.ts'
import { discount, discountedTotal, type Floor } from '../guardrails.ts'

/** Keeps a list that is chosen place by place (by chance, for variety, with boosts) from falling below its floors. */
export interface FloorWatch {
  /** Closes, among the open candidates, those whose choice for `place` (1 is the top) could break a floor; never all of them. */
  restrict(place: number, isOpen: Uint8Array): void
  /** Candidate j stands at `place`. */
  place(candidate: number, place: number): void
}

export interface FloorQuery {
  readonly floors: readonly Floor[]
  /** the blended scores, whose own list keeps the floors */
  readonly scores: Float64Array
  readonly length: number
  /** place → candidate that a pin puts there; pins outrank floors, which then ask for what is possible with them */
  readonly pinned: ReadonlyMap<number, number>
}

/**
 * A choice is safe when the list completed from it in plain order of score keeps every floor: that list is a witness. Choosing the
 * next in plain order leaves the witness as it was, so there is always a safe choice, for several floors at once.
 */
export function watchFloors(query: FloorQuery): FloorWatch {
  const { floors, scores, length, pinned } = query
  const pinnedCandidates = new Set(pinned.values())
  const plain = [...largest(scores, scores.length, length + pinnedCandidates.size)].filter(
    (candidate) => !pinnedCandidates.has(candidate),
  )
  const placed = new Set<number>()
  const witness = listWith(pinned, plain, length)
  const totals = floors.map(() => 0)
  const least = floors.map((floor) =>
    Math.min(floor.least, roundedDown(discountedTotal(floor.values, witness))),
  )
  return {
    place(candidate, place) {
      placed.add(candidate)
      floors.forEach((floor, f) => {
        totals[f]! += floor.values[candidate]! * discount(place)
      })
    },
    restrict(place, isOpen) {
      const rest = plain.filter((candidate) => !placed.has(candidate))
      floors.forEach((floor, f) => {
        const needed = least[f]! - totals[f]! - pinnedTotal(floor, pinned, place)
        closeUnsafe(
          floor.values,
          needed,
          rest,
          freePlaces(place + 1, length, pinned),
          discount(place),
          isOpen,
        )
      })
    },
  }
}

/** Sums taken in another order differ by roundings. */
const roundedDown = (total: number) => total - 1e-12 * Math.abs(total)

function listWith(pinned: ReadonlyMap<number, number>, plain: readonly number[], length: number): number[] {
  let next = 0
  return Array.from({ length }, (_, n) => pinned.get(n + 1) ?? plain[next++]!)
}

function freePlaces(from: number, length: number, pinned: ReadonlyMap<number, number>): number[] {
  const places: number[] = []
  for (let place = from; place <= length; place++) if (!pinned.has(place)) places.push(place)
  return places
}

/** What the pins below `place` will add. */
function pinnedTotal(floor: Floor, pinned: ReadonlyMap<number, number>, place: number): number {
  let total = 0
  for (const [at, candidate] of pinned) if (at > place) total += floor.values[candidate]! * discount(at)
  return total
}

/**
 * Closes candidate j when values[j] · weight + what the rest in plain order (without j) adds on the free places is below `needed`.
 * The sums before and behind j's own place in the rest are worked out once for all j.
 * @param rest unplaced candidates in plain order, at least one more than there are free places
 */
function closeUnsafe(
  values: Float64Array,
  needed: number,
  rest: readonly number[],
  places: readonly number[],
  weight: number,
  isOpen: Uint8Array,
): void {
  const shifted = new Float64Array(places.length + 1)
  for (let n = places.length - 1; n >= 0; n--) {
    shifted[n] = shifted[n + 1]! + values[rest[n + 1]!]! * discount(places[n]!)
  }
  const completion = new Map<number, number>()
  let kept = 0
  for (let n = 0; n < places.length; n++) {
    completion.set(rest[n]!, kept + shifted[n]!)
    kept += values[rest[n]!]! * discount(places[n]!)
  }
  const slack = 1e-12 * (Math.abs(needed) + Math.abs(kept))
  for (let j = 0; j < isOpen.length; j++) {
    if (isOpen[j] === 0) continue
    if (values[j]! * weight + (completion.get(j) ?? kept) < needed - slack) isOpen[j] = 0
  }
}
