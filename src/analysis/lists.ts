import type { Catalogue } from '../catalog/catalogue.ts'
import type { Plan, Ranking } from '../ranking/types.ts'
import { type Move, movesBetween } from './agreement.ts'

/** A plan with the p95 that the planner predicts for it, ms. */
export interface PricedPlan extends Plan {
  readonly predictedMs: number
}

export interface NamedRestaurant {
  readonly id: string
  readonly name: string
}

/** Who moved, with a name that people can read. */
export interface NamedMove extends Move<string> {
  readonly name: string
}

export function named(catalogue: Catalogue, item: number): NamedRestaurant {
  return { id: catalogue.ids[item]!, name: catalogue.names[item]! }
}

/** The catalogue indices of a ranking, best first. */
export function itemsOf(ranking: Ranking): number[] {
  return ranking.items.map(({ item }) => item)
}

export function namedMoves(
  catalogue: Catalogue,
  before: readonly number[],
  after: readonly number[],
): NamedMove[] {
  return movesBetween(before, after).map((move) => ({ ...move, ...named(catalogue, move.id) }))
}
