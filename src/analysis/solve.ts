import type { ObjectiveKey } from '../profiles/schema.ts'
import {
  alone,
  type Columns,
  evaluate,
  fromNatural,
  natural,
  outcomeTotal,
  type Term,
  type Totals,
  terms,
} from './columns.ts'
import {
  type Bound,
  createPool,
  type Infeasible,
  maximiseWithinSteps,
  type Optimum,
  type Outcome,
  type Point,
  type Pool,
} from './lagrangian.ts'
import { runSteps, type Steps } from './steps.ts'

/** `ndcg`: NDCG@10 of what was ordered, where that is known; else it is held as discounted relevance, which is its expectation. */
export type Measure = Term | 'ndcg'

export interface Guardrail {
  readonly measure: Measure
  /** `share`: of the best that any lists reach; `value`: in natural units, for `wait` at most so many minutes, else at least */
  readonly kind: 'share' | 'value'
  readonly value: number
}

export interface HeldBound {
  readonly measure: Measure
  /** what the solver held: `ndcg` is held through relevance */
  readonly heldAs: Term
  /** natural units */
  readonly asked: number
  readonly best: number
  /** null: infeasible, or no single profile */
  readonly reached: number | null
  readonly isBinding: boolean
  /** what the maximum loses, in its unit, per one per cent that is asked more; null: infeasible */
  readonly pricePerPercent: number | null
}

export interface Solution {
  readonly status: 'optimal' | 'infeasible' | 'no-single-profile'
  readonly maximise: ObjectiveKey
  /** what the weights reach, in natural units; null: there are none */
  readonly value: number | null
  /** what no lists whatever that keep the bounds can pass (for `wait`: fall below); null: infeasible */
  readonly bound: number | null
  /** the distance between the two, as a share of the bound */
  readonly gap: number | null
  readonly bounds: readonly HeldBound[]
  readonly infeasibility: Infeasibility | null
  /** over their scales, summing to 1; null: none */
  readonly weights: Readonly<Record<Term, number>> | null
  /** weight vectors whose mixture, request by request, reaches `bound` */
  readonly mixture: readonly { readonly share: number; readonly weights: Readonly<Record<Term, number>> }[]
  readonly evaluations: number
}

/** What can be in the way: a measure of the lists, or the time that an answer takes. */
export type Obstacle = Measure | 'p95'

export interface Infeasibility {
  /** measures that cannot be kept together; one: it cannot be kept at all */
  readonly conflict: readonly Obstacle[]
  readonly violated: Obstacle
  readonly asked: number
  /** the most (of wait and p95: the least) that is attainable while the rest of the conflict is kept */
  readonly attainable: number
  /** by measure: multipliers whose weighted total no lists (for p95: no plan) reach, which proves it */
  readonly certificate: Readonly<Partial<Record<Obstacle, number>>>
}

export interface SolveQuery {
  readonly maximise: ObjectiveKey
  /** each measure once */
  readonly guardrails: readonly Guardrail[]
}

export const solve = (columns: Columns, query: SolveQuery): Solution => runSteps(solveSteps(columns, query))

/**
 * Most of one objective with the guardrails kept on average over the requests. NDCG depends on what was ordered, which no weight can
 * see, so it is held by as much relevance as it takes: the share of relevance is raised by bisection until the measured NDCG keeps its bound.
 */
export function* solveSteps(columns: Columns, { maximise, guardrails }: SolveQuery): Steps<Solution> {
  const pool = createPool(columns)
  const held: Held[] = []
  for (const guardrail of guardrails) held.push(yield* hold(columns, pool, guardrail))
  yield
  const attempt = function* (bounds: readonly Held[]): Steps<Attempt> {
    const outcome = yield* maximiseWithinSteps(
      columns,
      { maximise, bounds: bounds.map(({ bound }) => bound) },
      pool,
    )
    return { held: bounds, outcome }
  }
  const measured = held.findIndex(({ outcomeLeast }) => outcomeLeast !== null)
  const found = measured < 0 ? yield* attempt(held) : yield* tighten(pool, held, measured, attempt)
  return describe(columns, maximise, found)
}

interface Held {
  readonly guardrail: Guardrail
  readonly bound: Bound
  readonly best: number
  /** least DCG@10 of what was ordered; null: the bound itself says all */
  readonly outcomeLeast: number | null
}

interface Attempt {
  readonly held: readonly Held[]
  readonly outcome: Outcome
}

function* hold(columns: Columns, pool: Pool, guardrail: Guardrail): Steps<Held> {
  const { measure, kind, value } = guardrail
  const term = measure === 'ndcg' ? 'relevance' : measure
  const { totals } = yield* pool.at(alone(term))
  const best = totals[terms.indexOf(term)]!
  if (measure === 'ndcg' && columns.hasOutcomes) {
    const bestNdcg = totals[outcomeTotal]!
    const outcomeLeast = kind === 'share' ? value * bestNdcg : value
    return { guardrail, bound: { term, least: 0 }, best, outcomeLeast }
  }
  const least = kind === 'share' ? best - (1 - value) * Math.abs(best) : fromNatural(columns, term, value)
  return { guardrail, bound: { term, least }, best, outcomeLeast: null }
}

/** Halvings of the share of relevance: to about one part in a hundred of what is given away. */
const halvings = 7

function* tighten(
  pool: Pool,
  held: readonly Held[],
  measured: number,
  attempt: (held: readonly Held[]) => Steps<Attempt>,
): Steps<Attempt> {
  const own = held[measured]!
  const at = (least: number) =>
    held.map((each, n) => (n === measured ? { ...each, bound: { ...each.bound, least } } : each))
  const keepsNdcg = ({ outcome }: Attempt) =>
    outcome.status === 'optimal' &&
    outcome.best !== null &&
    outcome.best.totals[outcomeTotal]! >= own.outcomeLeast! - 1e-12
  const loose = yield* attempt(at(0))
  if (loose.outcome.status === 'infeasible' || keepsNdcg(loose)) return loose
  const reached = loose.outcome.best?.totals[terms.indexOf('relevance')] ?? 0
  const fails = { held: at(own.best), outcome: ndcgOutOfReach(pool, measured, held) }
  let best: Attempt | null = null
  let [broken, kept] = [reached, own.best]
  for (let n = 0; n < halvings; n++) {
    const middle = (broken + kept) / 2
    const next = yield* attempt(at(middle))
    if (keepsNdcg(next)) {
      best = next
      kept = middle
    } else broken = next.outcome.status === 'infeasible' ? broken : middle
    if (next.outcome.status === 'infeasible' && !best) kept = middle
  }
  return best ?? fails
}

/** The bound on NDCG in the terms of an infeasible programme: what relevance alone reaches is the most. */
function ndcgOutOfReach(pool: Pool, measured: number, held: readonly Held[]): Infeasible {
  return {
    status: 'infeasible',
    conflict: held.map((_, c) => c),
    certificate: Float64Array.from(held, (_, c) => Number(c === measured)),
    violated: measured,
    attainable: held[measured]!.best,
    evaluations: pool.points.length,
  }
}

function describe(columns: Columns, maximise: ObjectiveKey, { held, outcome }: Attempt): Solution {
  const optimum = outcome.status === 'optimal' ? outcome : null
  const best = optimum?.best ?? null
  const value = best && natural(columns, maximise, best.totals[terms.indexOf(maximise)]!)
  const bound = optimum && natural(columns, maximise, optimum.upper)
  return {
    status: optimum ? (best ? 'optimal' : 'no-single-profile') : 'infeasible',
    maximise,
    value,
    bound,
    gap: value === null || bound === null ? null : Math.abs(bound - value) / (Math.abs(bound) || 1),
    bounds: held.map((each, c) => boundOf(columns, maximise, each, c, optimum)),
    infeasibility: outcome.status === 'infeasible' ? infeasibilityOf(columns, held, outcome) : null,
    weights: best && byTerm(best.weights),
    mixture: (optimum?.mixture ?? []).map(({ share, point }) => ({ share, weights: byTerm(point.weights) })),
    evaluations: outcome.evaluations,
  }
}

const byTerm = (weights: Float64Array) =>
  Object.fromEntries(terms.map((term, t) => [term, weights[t]!])) as Record<Term, number>

function boundOf(
  columns: Columns,
  maximise: ObjectiveKey,
  { guardrail, bound, best, outcomeLeast }: Held,
  c: number,
  optimum: Optimum | null,
): HeldBound {
  const { term, least } = bound
  const multiplier = optimum?.multipliers[c] ?? 0
  const reached = optimum?.best && totalIn(columns, optimum.best, term, outcomeLeast !== null)
  return {
    measure: guardrail.measure,
    heldAs: term,
    asked: outcomeLeast ?? natural(columns, term, least),
    best: outcomeLeast === null ? natural(columns, term, best) : bestNdcg(columns),
    reached: reached ?? null,
    isBinding: multiplier > 1e-9,
    pricePerPercent: optimum && multiplier * 0.01 * Math.abs(least) * Math.abs(natural(columns, maximise, 1)),
  }
}

const bestNdcg = (columns: Columns) => evaluate(columns, alone('relevance'))[outcomeTotal]!

function totalIn(
  columns: Columns,
  { totals }: Pick<Point, 'totals'>,
  term: Term,
  isOutcome: boolean,
): number {
  return isOutcome ? totals[outcomeTotal]! : natural(columns, term, totals[terms.indexOf(term)]!)
}

/**
 * The solution where no plan answers in time: no weights help, whatever the lists could reach.
 * @param asked p95 at most, ms
 * @param attainable of the fastest plan, ms
 */
export function withoutPlan(solution: Solution, asked: number, attainable: number): Solution {
  return {
    ...solution,
    status: 'infeasible',
    value: null,
    bound: null,
    gap: null,
    bounds: solution.bounds.map((each) => ({
      ...each,
      reached: null,
      isBinding: false,
      pricePerPercent: null,
    })),
    infeasibility: { conflict: ['p95'], violated: 'p95', asked, attainable, certificate: { p95: 1 } },
    weights: null,
    mixture: [],
  }
}

function infeasibilityOf(columns: Columns, held: readonly Held[], found: Infeasible): Infeasibility {
  const { conflict, violated, attainable, certificate } = found
  const { guardrail, bound, outcomeLeast } = held[violated]!
  const measureOf = (c: number) => held[c]!.guardrail.measure
  return {
    conflict: conflict.map(measureOf),
    violated: guardrail.measure,
    asked: outcomeLeast ?? natural(columns, bound.term, bound.least),
    attainable: outcomeLeast === null ? natural(columns, bound.term, attainable) : bestNdcg(columns),
    certificate: Object.fromEntries(conflict.map((c) => [measureOf(c), certificate[c]!])),
  }
}

/**
 * A guardrail on other requests than it was fitted on: asked and reached there, natural units.
 * @param totals of the lists there
 */
export function checkGuardrail(
  columns: Columns,
  guardrail: Guardrail,
  totals: Totals,
): { readonly asked: number; readonly reached: number; readonly isKept: boolean } {
  const { bound, outcomeLeast } = runSteps(hold(columns, createPool(columns), guardrail))
  const reached = totalIn(columns, { totals }, bound.term, outcomeLeast !== null)
  const asked = outcomeLeast ?? natural(columns, bound.term, bound.least)
  return { asked, reached, isKept: bound.term === 'wait' ? reached <= asked + 1e-9 : reached >= asked - 1e-9 }
}
