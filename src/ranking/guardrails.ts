import { largest } from '../numeric/largest.ts'
import type { ObjectiveKey, ProfileSettings } from '../profiles/schema.ts'
import { blend, type ObjectiveValues } from './blend.ts'
import { objectives } from './objectives/objectives.ts'
import type { Scales } from './types.ts'

/** A promise about the list: Σ over its places of value / log2(1 + rank) is at least `least`. */
export interface Guard {
  readonly values: Float64Array
  readonly least: number
}

export interface GuardedWeights {
  /** by objective, in the registry's order; they sum to 1 */
  readonly weights: Float64Array
  /** the share of the other weights that was left standing; 1: nothing had to give */
  readonly share: number
  readonly guards: readonly Guard[]
}

export interface GuardQuery {
  readonly values: ObjectiveValues
  readonly scales: Scales
  /** normalised, in the registry's order */
  readonly weights: Float64Array
  readonly guardrails: ProfileSettings['guardrails']
  readonly count: number
  /** places of the list */
  readonly limit: number
  /** of all lists that may be shown, the one of the greatest discounted total of these scores; absent: any list may be */
  readonly best?: (scores: Float64Array) => ArrayLike<number>
}

/** Halvings of [0, 1]: the share is found to one part in a million. */
const halvings = 20
/** Rounding of sums, relative to the total. */
const tolerance = 1e-12

export const discount = (rank: number) => 1 / Math.log2(1 + rank)

/**
 * Finds the largest share t of the unguarded weights with which the list keeps every promise: w(t) = t · w + (1 − t) · g, where g has
 * the guarded objectives' weights alone, normalised. By the rearrangement inequality the list sorted by t · A + (1 − t) · B
 * maximises t · ΣA + (1 − t) · ΣB (discounted) over all lists (as `best` does over those that meet exposure floors), and from that for t < t': ΣB(t) ≥ ΣB(t'). So with one guarded objective
 * its total falls as t grows, bisection finds the border, and t = 0 gives the very best total. Several guarded objectives can
 * contradict each other; then t = 0 is the nearest that weights can come. The t that is returned was checked, not extrapolated.
 */
export function holdGuardrails(query: GuardQuery): GuardedWeights {
  const { weights, guardrails, count } = query
  if (guardrails.length === 0 || count === 0) return { weights, share: 1, guards: [] }
  const guards = guardrails.map((guardrail) => guardOf(query, guardrail))
  const guarded = guardedWeights(weights, new Set(guardrails.map(({ objective }) => objective)))
  const scores = new Float64Array(count)
  const holds = (share: number) => {
    blend(query.values, mix(weights, guarded, share), query.scales, count, scores)
    const list = bestOf(query, scores)
    return guards.every((guard) => discountedTotal(guard.values, list) >= guard.least)
  }
  if (holds(1)) return { weights, share: 1, guards }
  let share = 0
  let broken = 1
  for (let n = 0; n < halvings; n++) {
    const middle = (share + broken) / 2
    if (holds(middle)) share = middle
    else broken = middle
  }
  return { weights: mix(weights, guarded, share), share, guards }
}

/** Best − (1 − minShare) · |best|: minShare · best where values are positive, and as much leeway where they are losses. */
function guardOf(query: GuardQuery, guardrail: ProfileSettings['guardrails'][number]): Guard {
  const values = query.values.column(objectives.findIndex(({ key }) => key === guardrail.objective))
  const best = discountedTotal(values, bestOf(query, values))
  return { values, least: best - (1 - guardrail.minShare + tolerance) * Math.abs(best) }
}

const bestOf = ({ best, count, limit }: GuardQuery, scores: Float64Array) =>
  best ? best(scores) : largest(scores, count, limit)

/** Σ_r values[list[r]] / log2(2 + r) */
export function discountedTotal(values: Float64Array, list: ArrayLike<number>): number {
  let total = 0
  for (let r = 0; r < list.length; r++) total += values[list[r]!]! * discount(r + 1)
  return total
}

/** The guarded objectives' own weights, or equal ones where they have none. */
function guardedWeights(weights: Float64Array, guarded: ReadonlySet<ObjectiveKey>): Float64Array {
  const own = weights.map((weight, k) => (guarded.has(objectives[k]!.key) ? weight : 0))
  const sum = own.reduce((total, weight) => total + weight, 0)
  if (sum > 0) return own.map((weight) => weight / sum)
  return own.map((_, k) => (guarded.has(objectives[k]!.key) ? 1 / guarded.size : 0))
}

function mix(weights: Float64Array, guarded: Float64Array, share: number): Float64Array {
  return weights.map((weight, k) => share * weight + (1 - share) * guarded[k]!)
}
