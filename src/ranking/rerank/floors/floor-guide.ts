import { groupName } from '../../groups.ts'
import { discount } from '../../guardrails.ts'
import type { Constraint } from '../constraint.ts'
import { fillPlaces, priceOf, type Work } from './fill-places.ts'
import { type Kind, kindsOf } from './kinds.ts'
import { multipliersOf } from './multipliers.ts'
import { type Exposure, possibleNeeds } from './needs.ts'

export interface FloorQuery {
  readonly exposure: Exposure
  /** with boosts */
  readonly scores: Float64Array
  readonly length: number
  /** place → candidate that a pin puts there */
  readonly pinned: ReadonlyMap<number, number>
}

export interface FloorGuide extends Constraint {
  /** place → candidate: the list of the greatest Σ score / log2(1 + rank) that meets the floors; pinned places included */
  readonly best: ReadonlyMap<number, number>
  /** by candidate: what its groups' exposure is worth in score, for choices made place by place */
  readonly lift: Float64Array
}

/** A few milliseconds at the very most; below the second figure no other way is looked for than the one that is known. */
const usualWork = 400_000
const mostForPlan = 150_000

/**
 * Holds a list to its exposure floors, as far as they can be met at all. Place by place, a kind of candidates stays open as long as some
 * list that goes on with it meets the floors; the list of the last such search is kept as the witness, so that one kind is always open.
 */
export function guideFloors(
  { exposure, scores, length, pinned }: FloorQuery,
  work: Work = { left: usualWork },
): FloorGuide {
  const { masks, floors } = exposure
  const names = floors.map(({ group }) => `floor:${groupName(group)}`)
  const isPinned = new Uint8Array(masks.length)
  const fixed = new Float64Array(floors.length)
  const places: number[] = []
  let seen = 0
  for (let place = 1; place <= length; place++) {
    seen += discount(place)
    const candidate = pinned.get(place)
    if (candidate === undefined) places.push(place)
    else {
      isPinned[candidate] = 1
      count(masks[candidate]!, discount(place), fixed)
    }
  }
  const attention = Float64Array.from(places, discount)
  const kinds = kindsOf(scores, masks, places.length, isPinned)
  const { needs, list } = possibleNeeds(exposure, kinds, attention, seen, fixed, work)
  const multipliers = multipliersOf(kinds, attention, needs)
  const filling = { kinds, attention, needs, multipliers, work }
  let plan = fillPlaces({ ...filling, known: list }) ?? new Uint8Array(places.length)
  const kindOf = (mask: number) => kinds.findIndex((kind) => kind.mask === mask)

  const left = Int32Array.from(kinds, ({ mask }) => countOf(masks, isPinned, mask))
  const missing = needs.slice()
  const plans = new Map<number, Uint8Array>()
  let at = 0

  const witness = (k: number): Uint8Array | null => {
    if (plan[at] === k) return plan
    if (work.left < mostForPlan) return null
    const rest = kinds.map((kind, other) => ({ ...kind, ...cut(kind, left[other]! - Number(other === k)) }))
    const open = missing.slice()
    count(kinds[k]!.mask, -attention[at]!, open)
    const found = fillPlaces({
      kinds: rest,
      attention: attention.subarray(at + 1),
      needs: open,
      multipliers,
      isAnyEnough: true,
      work,
    })
    return found && Uint8Array.from([...plan.subarray(0, at), k, ...found])
  }

  return {
    best: withPins(pinned, places, plan, kinds),
    lift: Float64Array.from(masks, (mask) => priceOf(mask, multipliers)),
    notes: (candidate) => names.filter((_, f) => masks[candidate]! & (1 << f)),
    restrict(_, isOpen) {
      plans.clear()
      kinds.forEach(({ mask }, k) => {
        if (left[k] === 0) return
        const found = witness(k)
        if (found) plans.set(k, found)
        else for (let j = 0; j < isOpen.length; j++) if (masks[j] === mask) isOpen[j] = 0
      })
    },
    place(candidate) {
      if (isPinned[candidate] === 1) return
      const k = kindOf(masks[candidate]!)
      plan = plans.get(k) ?? plan
      left[k]!--
      count(masks[candidate]!, -attention[at]!, missing)
      at++
    },
  }
}

/** The best list alone, for scores that no pin and no chance disturbs. */
export function bestWithin(exposure: Exposure, scores: Float64Array, length: number): Int32Array {
  const { best } = guideFloors({ exposure, scores, length, pinned: new Map() }, { left: usualWork / 4 })
  return Int32Array.from({ length }, (_, n) => best.get(n + 1)!)
}

/** Adds `attention` to the floors that a mask serves. */
function count(mask: number, attention: number, into: Float64Array): void {
  for (let f = 0; f < into.length; f++) if (mask & (1 << f)) into[f]! += attention
}

function countOf(masks: Uint8Array, isPinned: Uint8Array, mask: number): number {
  let own = 0
  for (let j = 0; j < masks.length; j++) if (masks[j] === mask && isPinned[j] === 0) own++
  return own
}

/** Any `most` members stand for the kind where only their number counts. */
const cut = ({ members, scores }: Kind, most: number) => ({
  members: members.subarray(0, most),
  scores: scores.subarray(0, most),
})

function withPins(
  pinned: ReadonlyMap<number, number>,
  places: readonly number[],
  plan: Uint8Array,
  kinds: readonly Kind[],
): ReadonlyMap<number, number> {
  const best = new Map(pinned)
  const used = new Int32Array(kinds.length)
  places.forEach((place, n) => {
    const k = plan[n]!
    const candidate = kinds[k]!.members[used[k]!++]
    if (candidate !== undefined) best.set(place, candidate)
  })
  return best
}
