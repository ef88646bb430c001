import type { Catalogue } from '../catalog/catalogue.ts'
import { discoveryBonus } from '../ranking/objectives/discovery.ts'
import { waitMinutes } from '../ranking/objectives/wait.ts'

/** What is believed of one shown restaurant. */
export interface Belief {
  /** catalogue index */
  readonly item: number
  /** P(order) */
  readonly probability: number
  /** E[amount of an order], money */
  readonly spend: number
  /** NaN: unknown */
  readonly distanceKm: number
  /** orders that the probability was learnt from, ≥ 0 */
  readonly evidence: number
}

export interface Sums {
  /** expected orders, Σ p */
  readonly orders: number
  /** expected service fee, Σ p · v · f; money */
  readonly revenue: number
  /** what is left of it after the cost of serving, Σ p · (v · f − cost); money */
  readonly margin: number
  /** upper-confidence bonuses, Σ; probability */
  readonly discovery: number
  /** mean minutes until the food is there, over what is shown; null: nothing is shown */
  readonly waitMinutes: number | null
}

/**
 * What one list is worth, in natural units. The headline figures count a place by how likely it is looked at, 1 / log2(1 + rank) (the
 * discount of NDCG: Järvelin and Kekäläinen 2002), so that they see the order of the list; `undiscounted` takes every place as seen.
 */
export interface Totals extends Sums {
  readonly undiscounted: Sums
  /** p95 that the planner predicts for the plan, ms */
  readonly predictedMs: number
}

export function totalsOf(catalogue: Catalogue, shown: readonly Belief[], predictedMs: number): Totals {
  return {
    ...sumsOf(catalogue, shown, (rank) => 1 / Math.log2(1 + rank)),
    undiscounted: sumsOf(catalogue, shown, () => 1),
    predictedMs,
  }
}

function sumsOf(catalogue: Catalogue, shown: readonly Belief[], seen: (rank: number) => number): Sums {
  let [orders, revenue, margin, discovery, minutes, seenInAll] = [0, 0, 0, 0, 0, 0]
  shown.forEach(({ item, probability, spend, distanceKm, evidence }, index) => {
    const share = seen(index + 1)
    const fee = spend * catalogue.feeRate[item]!
    orders += share * probability
    revenue += share * probability * fee
    margin += share * probability * (fee - catalogue.costPerOrder[item]!)
    discovery += share * discoveryBonus(probability, evidence)
    minutes += share * waitMinutes(catalogue.preparationMinutes[item]!, distanceKm)
    seenInAll += share
  })
  return { orders, revenue, margin, discovery, waitMinutes: seenInAll === 0 ? null : minutes / seenInAll }
}

/** The figures that comparisons speak of. */
export const totalKeys = ['orders', 'revenue', 'margin', 'waitMinutes', 'discovery', 'predictedMs'] as const
export type TotalKey = (typeof totalKeys)[number]

/** after − before; null where one of the two is not known. */
export type TotalsChange = Readonly<Record<TotalKey, number | null>>

export function changeOf(before: Totals, after: Totals): TotalsChange {
  const change = (key: TotalKey) => {
    const [from, to] = [before[key], after[key]]
    return from === null || to === null ? null : to - from
  }
  return {
    orders: change('orders'),
    revenue: change('revenue'),
    margin: change('margin'),
    waitMinutes: change('waitMinutes'),
    discovery: change('discovery'),
    predictedMs: change('predictedMs'),
  }
}
