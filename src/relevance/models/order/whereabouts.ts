import type { History } from '../../../interactions/history.ts'
import { interactionTypes } from '../../../interactions/schema.ts'
import type { Origin } from '../../model.ts'

/** How often users who have a place of such a label order to it, by hour of the week: what training learns of whereabouts. */
export interface WhereaboutsParameters {
  /** lower case, ascending */
  readonly labels: readonly string[]
  /** labels × cells, row-major; each in (0, 1] */
  readonly shares: Float64Array
}

/** Where a user is at a moment who did not say: P(origin o), parallel to the user's origins. */
export type Whereabouts = Float64Array

const order = interactionTypes.indexOf('order')
const dayMs = 86_400_000
/** Hours of working days, then of the days of rest. */
export const cellCount = 48
/** Orders that what is known of everybody counts for. */
const priorOrders = 1.5
/** What a place out of its range of delivery keeps of an order's evidence: origins are stated roughly. */
const outOfReach = 0.02

/** @param minuteOfWeek from Monday 0:00, local */
export const cellOf = (minuteOfWeek: number): number =>
  (minuteOfWeek >= 5 * 1440 ? 24 : 0) + Math.floor((minuteOfWeek % 1440) / 60)

/** Of an order's hours and kind of day, how much it says about now. */
function alike(cellThen: number, cellNow: number): number {
  const apart = Math.abs((cellThen % 24) - (cellNow % 24))
  const hours = Math.min(apart, 24 - apart)
  const sameKind = cellThen >= 24 === cellNow >= 24
  return (sameKind ? 1 : 0.25) * Math.exp(-0.5 * (hours / 1.5) ** 2)
}

export interface WhereaboutsQuery {
  readonly origins: readonly Origin[]
  readonly history: History
  readonly atMs: number
  readonly cellNow: number
  /** cell of an order of `item` at a moment of the past */
  readonly cellAt: (item: number, atMs: number) => number
  /** whether `item` delivers to origin `o` */
  readonly delivers: (item: number, o: number) => boolean
}

/**
 * Posterior mean of a Dirichlet prior, by label and hour of the week, given the user's own orders (half-life 60 days) at like hours;
 * each order counts for the origins that its place delivers to, by their prior shares at its own hour.
 */
export function whereaboutsAt(parameters: WhereaboutsParameters, query: WhereaboutsQuery): Whereabouts {
  const { origins, history, atMs, cellNow, cellAt, delivers } = query
  const sharesAt = (cell: number) => originShares(parameters, origins, cell)
  const out = sharesAt(cellNow).map((share) => priorOrders * share)
  for (let n = 0; n < history.length; n++) {
    if (history.type[n] !== order || history.atMs[n]! >= atMs) continue
    const item = history.restaurant[n]!
    const cell = cellAt(item, history.atMs[n]!)
    const weight = alike(cell, cellNow) * 2 ** ((history.atMs[n]! - atMs) / (60 * dayMs))
    if (weight < 0.01) continue
    const shares = sharesAt(cell)
    let sum = 0
    for (let o = 0; o < shares.length; o++) {
      shares[o]! *= delivers(item, o) ? 1 : outOfReach
      sum += shares[o]!
    }
    for (let o = 0; o < shares.length; o++) out[o]! += (weight * shares[o]!) / sum
  }
  let total = 0
  for (const value of out) total += value
  return out.map((value) => value / total)
}

/** By label alone; origins of unknown labels share alike. */
export function originShares(
  { labels, shares }: WhereaboutsParameters,
  origins: readonly Origin[],
  cell: number,
): Float64Array {
  const out = new Float64Array(origins.length)
  let total = 0
  for (let o = 0; o < origins.length; o++) {
    const row = labels.indexOf(origins[o]!.label?.toLowerCase() ?? '')
    out[o] = row < 0 ? 0.5 : shares[row * cellCount + cell]!
    total += out[o]!
  }
  for (let o = 0; o < origins.length; o++) out[o]! /= total
  return out
}
