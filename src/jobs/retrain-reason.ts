import type { Drift } from './order-mix.ts'
import type { Trigger } from './training-runs.ts'

export interface RetrainRules {
  /** a model older than this is trained anew, when there is anything new; 0: never for that reason */
  readonly everyHours: number
  /** so many new orders, as a share of those that the model learnt from; 0: never */
  readonly newOrdersShare: number
  /** population stability index of the new orders from which on they count as different; 0: never, nor for drift that was raised */
  readonly driftIndex: number
}

export interface RetrainFacts {
  readonly nowMs: number
  /** start of the latest run, whatever became of it; null: none */
  readonly lastRunMs: number | null
  readonly isRunning: boolean
  /** how many of the latest runs in a row brought no version: their data were refused, or they failed */
  readonly fruitless: number
  /** the latest run's data were refused, and no order has arrived since it began */
  readonly sameAsRefused: boolean
  /** the newest version, served or kept back: its data are what is compared; null: none */
  readonly newest: { readonly createdMs: number; readonly orders: number | null } | null
  /** orders that arrived since the newest version was made */
  readonly newOrders: number
  /** null: not measured */
  readonly drift: Drift | null
  /** keys of checks that the latest drift report raised, of days that the newest version hardly learnt from */
  readonly raised: readonly string[]
}

/** However much speaks for it, not more often than this. */
export const leastGapMs = 3_600_000
/** Each fruitless run doubles the gap to the next, up to this. */
const mostGapMs = 24 * leastGapMs
/** Fewer new orders than this are no new data, and no drift. */
const leastNewOrders = 50
const leastDriftOrders = 200

/** Why a model should be trained now, by the first rule that says so; null: it should not. */
export function retrainReason(
  facts: RetrainFacts,
  rules: RetrainRules,
): { trigger: Trigger; reason: string } | null {
  const { nowMs, lastRunMs, isRunning, fruitless, sameAsRefused, newest, newOrders, drift, raised } = facts
  const gapMs = Math.min(mostGapMs, leastGapMs * 2 ** fruitless)
  if (isRunning || sameAsRefused || (lastRunMs !== null && nowMs - lastRunMs < gapMs)) return null
  const ageHours = newest ? (nowMs - newest.createdMs) / 3_600_000 : Number.POSITIVE_INFINITY
  const share = newest?.orders ? newOrders / newest.orders : Number.POSITIVE_INFINITY
  if (newOrders === 0) return null
  if (rules.newOrdersShare > 0 && newOrders >= leastNewOrders && share >= rules.newOrdersShare) {
    const told = Number.isFinite(share) ? `, ${Math.round(100 * share)} % of what the model learnt from` : ''
    return { trigger: 'new-data', reason: `${newOrders} new orders${told}` }
  }
  if (rules.driftIndex > 0 && drift && drift.orders >= leastDriftOrders && drift.index >= rules.driftIndex) {
    return {
      trigger: 'drift',
      reason: `the ${drift.what} of ${drift.orders} new orders moved (population stability index ${drift.index.toFixed(2)})`,
    }
  }
  if (rules.driftIndex > 0 && raised.length > 0) {
    return { trigger: 'drift', reason: `drift was raised: ${raised.join(', ')}` }
  }
  if (rules.everyHours > 0 && ageHours >= rules.everyHours) {
    const age = Number.isFinite(ageHours)
      ? `the newest model is ${Math.floor(ageHours)} h old`
      : 'there is no model'
    return { trigger: 'schedule', reason: `${age}, and ${newOrders} orders are new` }
  }
  return null
}
