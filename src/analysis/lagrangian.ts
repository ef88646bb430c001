import { maximiseLinear } from '../numeric/simplex.ts'
import { alone, type Columns, evaluateSteps, type Term, type Totals, terms } from './columns.ts'
import { runSteps, type Steps } from './steps.ts'

/** Everything here is in the columns' own units (see `natural`): more is better, for waiting too. */
export interface Bound {
  readonly term: Term
  readonly least: number
}

export interface Programme {
  readonly maximise: Term
  readonly bounds: readonly Bound[]
}

/** All lists under one weight vector. */
export interface Point {
  /** one a term, summing to 1 */
  readonly weights: Float64Array
  readonly totals: Totals
}

export interface Optimum {
  readonly status: 'optimal'
  /** the best single weight vector found that keeps every bound; null: only mixtures of weight vectors do */
  readonly best: Point | null
  /** no lists whatever keep the bounds and have a greater total of what is maximised */
  readonly upper: number
  /** λ, one a bound: what the maximum loses per unit that the bound is raised */
  readonly multipliers: Float64Array
  /** shares of requests by weight vector that would reach the optimum of the relaxation */
  readonly mixture: readonly { readonly share: number; readonly point: Point }[]
  readonly evaluations: number
}

export interface Infeasible {
  readonly status: 'infeasible'
  /** indices of the bounds that cannot be kept together; one: it cannot be kept at all */
  readonly conflict: readonly number[]
  /** λ ≥ 0, one a bound: max over all lists of Σ λ · total < Σ λ · least, which proves it */
  readonly certificate: Float64Array
  /** the bound that is furthest from being kept */
  readonly violated: number
  /** the most that its total can reach while the rest of the conflict is kept */
  readonly attainable: number
  readonly evaluations: number
}

export type Outcome = Optimum | Infeasible

/** The relaxation's bounds meet to this part of the value. */
const relativeGap = 1e-6
const maxEvaluations = 300

export const maximiseWithin = (columns: Columns, programme: Programme): Outcome =>
  runSteps(maximiseWithinSteps(columns, programme))

/**
 * Maximises one term's total subject to least totals of others, over all lists of all requests. Under multipliers λ the Lagrangian
 * Σ_i max over lists of (A + Σ_c λ_c C_c) − Σ λ_c b_c falls apart into one sort a request (Everett 1963), and its least value over λ
 * bounds the optimum from above (weak duality; Geoffrion 1974). The least is found by Dantzig and Wolfe's column generation (1960):
 * a small linear programme mixes the list collections met so far, its duals are the next λ. A profile has one weight vector, not a
 * mixture: `best` is one that keeps every bound, and `upper` less its total is the gap.
 * @param pool of the same columns: what another programme worked out is not worked out again
 */
export function* maximiseWithinSteps(
  columns: Columns,
  asked: Programme,
  pool = createPool(columns),
): Steps<Outcome> {
  const bounds: Bound[] = []
  for (const bound of asked.bounds) bounds.push(yield* withinReach(columns, bound))
  const programme = { ...asked, bounds }
  for (const term of new Set([programme.maximise, ...programme.bounds.map((bound) => bound.term)])) {
    yield* pool.at(alone(term))
    yield
  }
  const infeasible = yield* makeFeasible(pool, programme)
  if (infeasible) return yield* explainInfeasible(columns, pool, programme, infeasible)
  const relaxed = yield* relax(pool, programme, programme.bounds)
  const best = yield* bestSingle(pool, programme, relaxed.price)
  return {
    status: 'optimal',
    best,
    upper: relaxed.upper,
    multipliers: relaxed.multipliers,
    mixture: relaxed.mixture,
    evaluations: pool.points.length,
  }
}

/** Every weight vector that was tried on some columns, with its totals. */
export function createPool(columns: Columns) {
  const points: Point[] = []
  const known = new Map<string, Point>()
  return {
    points: points as readonly Point[],
    /** The point of these weights, worked out once. */
    *at(weights: Float64Array): Steps<Point> {
      const sum = weights.reduce((total, weight) => total + weight, 0)
      const shares = weights.map((weight) => weight / sum)
      const key = shares.join()
      const found = known.get(key)
      if (found) return found
      const point = { weights: shares, totals: yield* evaluateSteps(columns, shares) }
      known.set(key, point)
      points.push(point)
      return point
    },
  }
}
export type Pool = ReturnType<typeof createPool>

const totalOf = ({ totals }: Point, term: Term) => totals[terms.indexOf(term)]!

/** A bound below the worst that there is would say no more than the worst, in numbers that spoil the others' precision. */
function* withinReach(columns: Columns, { term, least }: Bound): Steps<Bound> {
  const against = yield* evaluateSteps(
    columns,
    alone(term).map((weight) => -weight),
  )
  return { term, least: Math.max(least, against[terms.indexOf(term)]!) }
}

/** α on what is maximised and λ on the bounds. */
function priced(
  { maximise, bounds }: Programme,
  alpha: number,
  multipliers: ArrayLike<number>,
): Float64Array {
  const weights = new Float64Array(terms.length)
  weights[terms.indexOf(maximise)] = alpha
  bounds.forEach(({ term }, c) => {
    weights[terms.indexOf(term)]! += multipliers[c]!
  })
  return weights
}

/**
 * The master: maximise Σ_j μ_j gain_j − penalty · Σ_c v_c with Σ_j μ_j C_cj − s_c + v_c = b_c and Σ_j μ_j = 1.
 * @returns null: infeasible, which the v make impossible where they are allowed
 */
function master(
  points: readonly Point[],
  bounds: readonly Bound[],
  gain: (point: Point) => number,
  elastic: boolean,
) {
  const m = bounds.length
  const extra = elastic ? 2 * m : m
  const rows = bounds.map(({ term }, c) => [
    ...points.map((point) => totalOf(point, term)),
    ...Array.from({ length: extra }, (_, k) => (k === c ? -1 : k === m + c ? 1 : 0)),
  ])
  rows.push([...points.map(() => 1), ...Array.from({ length: extra }, () => 0)])
  const solution = maximiseLinear({
    objective: [...points.map(gain), ...Array.from({ length: extra }, (_, k) => (k < m ? 0 : -1))],
    rows,
    right: [...bounds.map(({ least }) => least), 1],
  })
  if (!solution) return null
  return {
    value: solution.value,
    mixture: solution.x.subarray(0, points.length),
    violations: solution.x.subarray(points.length + m),
    multipliers: Float64Array.from(bounds, (_, c) => Math.max(0, -solution.duals[c]!)),
  }
}

interface Proof {
  readonly multipliers: Float64Array
  readonly violations: Float64Array
}

/** Adds points until some mixture keeps every bound. @returns the proof that none does; null: one does */
function* makeFeasible(pool: Pool, programme: Programme): Steps<Proof | null> {
  const { bounds } = programme
  if (bounds.length === 0) return null
  const last = pool.points.length + maxEvaluations
  for (;;) {
    const { value, multipliers, violations } = master(pool.points, bounds, () => 0, true)!
    if (value > -slackOf(bounds)) return null
    const before = pool.points.length
    const point = yield* pool.at(priced(programme, 0, multipliers))
    yield
    const reach = bounds.reduce(
      (sum, { term, least }, c) => sum + multipliers[c]! * (totalOf(point, term) - least),
      0,
    )
    // No list at all reaches Σ λ · least: that is the proof.
    if (
      reach < -slackOf(bounds) &&
      (pool.points.length === before || reach <= value + 1e-9 || before > last)
    ) {
      return { multipliers, violations }
    }
    if (pool.points.length === before || before > last) return { multipliers, violations }
  }
}

const slackOf = (bounds: readonly Bound[]) =>
  1e-9 * (1 + bounds.reduce((sum, { least }) => sum + Math.abs(least), 0))

interface Relaxed {
  readonly upper: number
  readonly multipliers: Float64Array
  readonly mixture: readonly { readonly share: number; readonly point: Point }[]
  /** the weights at the multipliers */
  readonly price: Point
}

/** The optimum over mixtures, to `relativeGap`; the pool already holds a feasible one. */
function* relax(pool: Pool, programme: Programme, bounds: readonly Bound[]): Steps<Relaxed> {
  let upper = Number.POSITIVE_INFINITY
  let bestMultipliers = new Float64Array(bounds.length)
  let price = yield* pool.at(alone(programme.maximise))
  const last = pool.points.length + maxEvaluations
  for (;;) {
    const points = [...pool.points]
    const mixed = master(points, bounds, (point) => totalOf(point, programme.maximise), false)
    if (!mixed) throw new RangeError('the pool holds no feasible mixture')
    const point = yield* pool.at(priced(programme, 1, mixed.multipliers))
    yield
    const dual = bounds.reduce(
      (sum, { term, least }, c) => sum + mixed.multipliers[c]! * (totalOf(point, term) - least),
      totalOf(point, programme.maximise),
    )
    if (dual < upper) {
      upper = dual
      bestMultipliers = mixed.multipliers
      price = point
    }
    const isDone = upper - mixed.value <= relativeGap * (1e-6 + Math.abs(upper))
    if (isDone || pool.points.length === points.length || points.length > last) {
      const mixture = points.flatMap((each, j) =>
        mixed.mixture[j]! > 1e-9 ? [{ share: mixed.mixture[j]!, point: each }] : [],
      )
      return { upper, multipliers: bestMultipliers, mixture, price }
    }
  }
}

export function keeps(point: Point, bounds: readonly Bound[]): boolean {
  return bounds.every(({ term, least }) => totalOf(point, term) >= least - 1e-9 * (1 + Math.abs(least)))
}

/** Bounds raised by so much of themselves, until the multipliers' own lists keep the bounds that are meant. */
const raises = [1e-5, 1e-4, 1e-3, 1e-2]
const halvings = 14

/**
 * The best single weight vector: those met on the way, and on the straight line from the optimum's multipliers, which miss a bound by
 * a list or two, to vectors that keep all.
 */
function* bestSingle(pool: Pool, programme: Programme, price: Point): Steps<Point | null> {
  const { bounds, maximise } = programme
  if (keeps(price, bounds)) return price
  const feasible = () =>
    pool.points
      .filter((point) => keeps(point, bounds))
      .sort((a, b) => totalOf(b, maximise) - totalOf(a, maximise))
  for (const raise of raises) {
    const raised = bounds.map(({ term, least }) => ({ term, least: least + raise * Math.abs(least) }))
    if (yield* makeFeasible(pool, { maximise, bounds: raised })) break
    const { price: tight } = yield* relax(pool, programme, raised)
    if (keeps(tight, bounds)) break
  }
  for (const target of feasible().slice(0, 3)) yield* approach(pool, bounds, price, target)
  return feasible()[0] ?? null
}

function* approach(pool: Pool, bounds: readonly Bound[], from: Point, to: Point): Steps<void> {
  let broken = 0
  let kept = 1
  for (let n = 0; n < halvings; n++) {
    const middle = (broken + kept) / 2
    const point = yield* pool.at(
      from.weights.map((weight, t) => (1 - middle) * weight + middle * to.weights[t]!),
    )
    yield
    if (keeps(point, bounds)) kept = middle
    else broken = middle
  }
}

function* explainInfeasible(
  columns: Columns,
  pool: Pool,
  { bounds }: Programme,
  { multipliers, violations }: Proof,
): Steps<Infeasible> {
  const best: number[] = []
  for (const { term } of bounds) best.push(totalOf(yield* pool.at(alone(term)), term))
  const outOfReach = bounds.findIndex(({ least }, c) => best[c]! < least - slackOf(bounds))
  if (outOfReach >= 0) {
    const certificate = Float64Array.from(bounds, (_, c) => Number(c === outOfReach))
    const attainable = best[outOfReach]!
    return {
      status: 'infeasible',
      conflict: [outOfReach],
      certificate,
      violated: outOfReach,
      attainable,
      evaluations: pool.points.length,
    }
  }
  const conflict = bounds.flatMap((_, c) => (multipliers[c]! > 1e-9 ? [c] : []))
  const violated = conflict.reduce(
    (most, c) => (violations[c]! > violations[most]! ? c : most),
    conflict[0] ?? 0,
  )
  const others = conflict.filter((c) => c !== violated).map((c) => bounds[c]!)
  const most = yield* maximiseWithinSteps(columns, { maximise: bounds[violated]!.term, bounds: others }, pool)
  return {
    status: 'infeasible',
    conflict,
    certificate: multipliers,
    violated,
    attainable: most.status === 'optimal' ? most.upper : best[violated]!,
    evaluations: pool.points.length,
  }
}
