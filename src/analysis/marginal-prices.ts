import { type ObjectiveKey, objectiveKeys } from '../profiles/schema.ts'
import { type Columns, natural, outcomeTotal, terms } from './columns.ts'
import { createPool, maximiseWithinSteps } from './lagrangian.ts'
import { runSteps, type Steps } from './steps.ts'

/** What one per cent more of an objective (one per cent less waiting) costs in relevance, all other weighted objectives kept. */
export interface MarginalPrice {
  readonly objective: Exclude<ObjectiveKey, 'relevance'>
  /** natural units, a request */
  readonly total: number
  /**
   * Expected orders by the multiplier, weight over relevance's weight, which is the slope of the frontier at these weights; null:
   * relevance has no weight, so the price has no end.
   */
  readonly byMultiplier: number | null
  /** expected orders by solving again for one per cent more; never below `byMultiplier`; null: so much is not to be had */
  readonly byStep: number | null
  /** the latter as a share of expected orders */
  readonly share: number | null
  /** NDCG@10 of what was ordered, by the same step; null: not known */
  readonly ndcg: number | null
}

const onePercent = 0.01

export const marginalPrices = (columns: Columns, weights: Float64Array): MarginalPrice[] =>
  runSteps(marginalPricesSteps(columns, weights))

/**
 * The lists under weights w maximise relevance among all lists that have as much of every weighted objective, with multipliers w_k
 * over relevance's weight: the price at the margin is known without a search, and the search for one per cent more must agree.
 * @param weights one a term
 */
export function* marginalPricesSteps(columns: Columns, weights: Float64Array): Steps<MarginalPrice[]> {
  const pool = createPool(columns)
  const base = yield* pool.at(weights)
  yield
  const total = (key: ObjectiveKey) => base.totals[terms.indexOf(key)]!
  const weightOf = (key: ObjectiveKey) => base.weights[terms.indexOf(key)]!
  const prices: MarginalPrice[] = []
  for (const objective of objectiveKeys) {
    if (objective === 'relevance') continue
    const more = onePercent * Math.abs(total(objective))
    const others = objectiveKeys.filter(
      (key) => key !== 'relevance' && key !== objective && weightOf(key) > 0,
    )
    const bounds = [
      { term: objective, least: total(objective) + more },
      ...others.map((term) => ({ term, least: total(term) })),
    ]
    const outcome = yield* maximiseWithinSteps(columns, { maximise: 'relevance', bounds }, pool)
    const step = outcome.status === 'optimal' ? outcome : null
    const lost = step && natural(columns, 'relevance', total('relevance') - step.upper)
    const relevance = weightOf('relevance')
    const orders = natural(columns, 'relevance', total('relevance'))
    prices.push({
      objective,
      total: natural(columns, objective, total(objective)),
      byMultiplier:
        relevance > 0 ? natural(columns, 'relevance', (weightOf(objective) / relevance) * more) : null,
      byStep: lost,
      share: lost === null || orders === 0 ? null : lost / orders,
      ndcg:
        step?.best && columns.hasOutcomes
          ? base.totals[outcomeTotal]! - step.best.totals[outcomeTotal]!
          : null,
    })
  }
  return prices
}
