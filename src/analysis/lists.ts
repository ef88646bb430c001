import type { Catalogue } from '../catalog/catalogue.ts'
import type { ObjectiveKey } from '../profiles/schema.ts'
import type { ObjectiveContribution, Plan, Ranking } from '../ranking/types.ts'
import { movesBetween } from './agreement.ts'

/** A plan with the p95 that the planner predicts for it, ms. */
export interface PricedPlan extends Plan {
  readonly predictedMs: number
}

export interface NamedRestaurant {
  readonly id: string
  /** null: the restaurant is gone */
  readonly name: string | null
}

/** Who moved. */
export interface NamedMove {
  readonly restaurant: NamedRestaurant
  /** 1 is the top; null: not in that list */
  readonly before: number | null
  readonly after: number | null
}

/** An item's contributions by objective, as the API shows them everywhere. */
export type Contributions = Readonly<Partial<Record<ObjectiveKey, Omit<ObjectiveContribution, 'key'>>>>

export function contributionsOf(objectives: readonly ObjectiveContribution[]): Contributions {
  return Object.fromEntries(objectives.map(({ key, ...contribution }) => [key, contribution]))
}

export function named(catalogue: Catalogue, item: number): NamedRestaurant {
  return { id: catalogue.ids[item]!, name: catalogue.names[item]! }
}

/** The catalogue indices of a ranking, best first. */
export function itemsOf(ranking: Ranking): number[] {
  return ranking.items.map(({ item }) => item)
}

export function namedMoves<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (id: T) => NamedRestaurant,
): NamedMove[] {
  return movesBetween(before, after).map(({ id, ...places }) => ({ restaurant: nameOf(id), ...places }))
}
