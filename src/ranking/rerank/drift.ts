import type { Constraint } from './constraint.ts'

export interface DriftQuery {
  /** candidate that stood at each place of the last list, from the top; −1: it may not be shown any more */
  readonly last: Int32Array
  /** share of the places that may differ, 0 to 1 */
  readonly maxDrift: number
  readonly length: number
  readonly count: number
  /** place → candidate that a pin puts there */
  readonly pinned: ReadonlyMap<number, number>
}

/**
 * Keeps a list from differing from the last one at more than ⌊maxDrift · length⌋ places. Places that must differ (what stood there may
 * not be shown, or a pin moves it) count first; what is left of the allowance is spent from the top. Taking a restaurant up
 * from a place below costs that place too. What was there before can always stay, so the cap holds unless those before it, or
 * ineligibility alone, ask for more.
 */
export function watchDrift({ last, maxDrift, length, count, pinned }: DriftQuery): Constraint {
  const held = new Int32Array(length + 1).fill(-1)
  const heldAt = new Int32Array(count)
  const pinnedCandidates = new Set(pinned.values())
  let allowed = Math.floor(maxDrift * length + 1e-9)
  for (let place = 1; place <= Math.min(length, last.length); place++) {
    const candidate = last[place - 1]!
    const pin = pinned.get(place)
    const stays = pin === undefined ? candidate >= 0 && !pinnedCandidates.has(candidate) : pin === candidate
    if (!stays) allowed--
    else if (pin === undefined) {
      held[place] = candidate
      heldAt[candidate] = place
    }
  }
  const costOf = (candidate: number, place: number) => {
    if (held[place] === candidate) return 0
    return Number(held[place]! >= 0) + Number(heldAt[candidate]! > place)
  }
  return {
    notes: (candidate) => (heldAt[candidate]! > 0 ? ['drift'] : []),
    restrict(place, isOpen) {
      const most = Math.max(0, allowed)
      for (let j = 0; j < count; j++) if (isOpen[j] === 1 && costOf(j, place) > most) isOpen[j] = 0
    },
    place(candidate, place) {
      allowed -= costOf(candidate, place)
      const before = heldAt[candidate]!
      if (before > place) held[before] = -1
    },
  }
}
