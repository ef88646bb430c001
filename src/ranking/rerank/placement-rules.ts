import type { Constraint } from './constraint.ts'
import { watchDrift } from './drift.ts'
import { type FloorGuide, guideFloors } from './floors/floor-guide.ts'
import { watchGuards } from './guard-watch.ts'
import { placePins } from './pins.ts'
import type { RerankQuery } from './rerank.ts'

/** All that says who may stand where, before the first place is filled. */
export interface Placement {
  readonly pins: ReturnType<typeof placePins>
  /** in order of precedence: exposure floors, guardrails, drift */
  readonly constraints: readonly Constraint[]
  /** by candidate: what floors add to its score when a choice is made place by place; null: nothing */
  readonly lift: Float64Array | null
}

/**
 * Where nothing but scores, boosts and pins make the list, floors name it outright: the best of all that meet them. Where variety,
 * chance, drift or guardrails under boosts have a say at every place, floors keep what is reachable open and lift their groups.
 */
export function placementOf(query: RerankQuery, boosted: Float64Array, length: number): Placement {
  const { exposure, drift, items } = query
  const pins = placePins(query.rules.pins, items, boosted, length, query.limit)
  const pinned = new Map([...pins].map(([place, { candidate }]) => [place, candidate]))
  const isBoosted = query.rules.boosts.length > 0
  const isStepwise = query.diversity > 0 || query.temperature > 0 || drift !== null
  const floors = exposure && guideFloors({ exposure, scores: boosted, length, pinned })
  const guards =
    query.guards.length > 0 && (isStepwise || isBoosted)
      ? watchGuards({
          ...query,
          length,
          pinned,
          outranking: floors && outrankingList(query, length, pinned, floors),
        })
      : null
  const isNamed = floors !== null && !isStepwise && guards === null
  const constraints: Constraint[] = []
  if (floors) constraints.push(isNamed ? exactly(floors) : floors)
  if (guards) constraints.push(guards)
  if (drift) {
    const candidateOf = new Map(Array.from(items, (item, j) => [item, j]))
    const last = drift.last.map((item) => candidateOf.get(item) ?? -1)
    constraints.push(watchDrift({ last, maxDrift: drift.maxDrift, length, count: items.length, pinned }))
  }
  return { pins, constraints, lift: floors && !isNamed ? floors.lift : null }
}

/** What guardrails can ask for beside floors is judged by plain scores, as the guardrails themselves are. */
function outrankingList(
  { exposure, scores }: RerankQuery,
  length: number,
  pinned: ReadonlyMap<number, number>,
  floors: FloorGuide,
): ReadonlyMap<number, number> {
  return exposure ? guideFloors({ exposure, scores, length, pinned }).best : floors.best
}

/** Opens the one candidate that the best list has at each place. */
function exactly({ best, notes }: FloorGuide): Constraint {
  return {
    notes,
    place: () => {},
    restrict(place, isOpen) {
      isOpen.fill(0)
      isOpen[best.get(place)!] = 1
    },
  }
}
