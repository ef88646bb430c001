import { largest } from '../../numeric/largest.ts'
import { discount, discountedTotal, type Guard } from '../guardrails.ts'
import type { Constraint } from './constraint.ts'

export interface GuardWatchQuery {
  readonly guards: readonly Guard[]
  /** the blended scores, whose own list keeps the floors */
  readonly scores: Float64Array
  readonly length: number
  /** place → candidate that a pin puts there; pins outrank guardrails, which then ask for what is possible with them */
  readonly pinned: ReadonlyMap<number, number>
  /** place → candidate of the list that outranks them, where exposure floors make one; they then ask for no more than it has */
  readonly outranking: ReadonlyMap<number, number> | null
}

/**
 * Keeps a list that is chosen place by place (by chance, for variety, with boosts) from falling below what its guardrails promise. A
 * choice is safe when the list completed from it in plain order of score keeps every guardrail: that list is a witness. Choosing the
 * next in plain order leaves the witness as it was, so there is always a safe choice, for several floors at once.
 */
export function watchGuards(query: GuardWatchQuery): Constraint {
  const { guards, scores, length, pinned, outranking } = query
  const pinnedCandidates = new Set(pinned.values())
  const plain = [...largest(scores, scores.length, length + pinnedCandidates.size)].filter(
    (candidate) => !pinnedCandidates.has(candidate),
  )
  const placed = new Set<number>()
  const witness = listWith(outranking ?? pinned, plain, length)
  const totals = guards.map(() => 0)
  const least = guards.map((guard) =>
    Math.min(guard.least, roundedDown(discountedTotal(guard.values, witness))),
  )
  return {
    notes: () => ['guardrail'],
    place(candidate, place) {
      placed.add(candidate)
      guards.forEach((guard, f) => {
        totals[f]! += guard.values[candidate]! * discount(place)
      })
    },
    restrict(place, isOpen) {
      const rest = plain.filter((candidate) => !placed.has(candidate))
      guards.forEach((guard, f) => {
        const needed = least[f]! - totals[f]! - pinnedTotal(guard, pinned, place)
        closeUnsafe(
          guard.values,
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
function pinnedTotal(guard: Guard, pinned: ReadonlyMap<number, number>, place: number): number {
  let total = 0
  for (const [at, candidate] of pinned) if (at > place) total += guard.values[candidate]! * discount(at)
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
