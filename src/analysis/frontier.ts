import { hypervolume } from '../numeric/hypervolume.ts'
import type { ObjectiveKey } from '../profiles/schema.ts'
import { type Columns, evaluateSteps, natural, terms } from './columns.ts'
import type { Point } from './lagrangian.ts'
import { runSteps, type Steps } from './steps.ts'

export interface FrontierPoint {
  /** by objective, summing to 1: a profile's weights */
  readonly weights: Readonly<Partial<Record<ObjectiveKey, number>>>
  /** by objective, in natural units (orders, money, minutes), a request */
  readonly totals: Readonly<Partial<Record<ObjectiveKey, number>>>
}

export interface Frontier {
  readonly objectives: readonly ObjectiveKey[]
  /** none is as good as another in all objectives; the most of the first objective first */
  readonly points: readonly FrontierPoint[]
  /** the worst of each objective among the lists that are best for one of the others: where hypervolume is measured from */
  readonly reference: Readonly<Partial<Record<ObjectiveKey, number>>>
  /** the best of each objective on its own; no list has all of them */
  readonly ideal: Readonly<Partial<Record<ObjectiveKey, number>>>
  /** volume between reference and frontier over that between reference and ideal, 0 to 1; the nearer to 1, the milder the conflict */
  readonly hypervolume: number
  /** two objectives: the most that a point between two neighbours could lie above their chord, as a share of the objectives' ranges */
  readonly error: number | null
  /** weight vectors that were tried */
  readonly evaluations: number
}

export interface FrontierQuery {
  /** two or three, distinct */
  readonly objectives: readonly ObjectiveKey[]
  readonly maxPoints: number
}

export const frontier = (columns: Columns, query: FrontierQuery): Frontier =>
  runSteps(frontierSteps(columns, query))

/**
 * The lists that no weights can better in one objective without loss in another: the supported points of the Pareto frontier. Two
 * objectives: the dichotomic scheme (Cohon 1978; Aneja and Nair 1979), which finds the extreme points of the convex frontier one
 * by one, here the widest gap first, so that few points already say where it runs. Three: a lattice of weights, refined where lists
 * lie furthest apart.
 */
export function* frontierSteps(columns: Columns, { objectives, maxPoints }: FrontierQuery): Steps<Frontier> {
  const sampler = createSampler(columns, objectives)
  const ends: Sampled[] = []
  for (const objective of objectives) {
    ends.push(yield* sampler.at(nearly(objectives, objective)))
    yield
  }
  let error: number | null = null
  if (objectives.length === 2) error = yield* dichotomic(sampler, objectives, ends, maxPoints)
  else yield* lattice(sampler, ends, maxPoints)
  yield
  return describe(columns, objectives, sampler, ends, error)
}

interface Sampled extends Point {
  /** totals of the frontier's objectives, over their scales; more is better */
  readonly values: readonly number[]
}

/** Almost all weight on one objective: of the lists that are best by it, one that is good by the others too. */
function nearly(objectives: readonly ObjectiveKey[], most: ObjectiveKey): number[] {
  return objectives.map((key) => (key === most ? 1 : 1e-6))
}

function createSampler(columns: Columns, objectives: readonly ObjectiveKey[]) {
  const found = new Map<string, Sampled>()
  const tried = new Map<string, Sampled>()
  return {
    found: () => [...found.values()],
    tried: () => tried.size,
    /** The point of these weights, one an objective; lists that were met before are the same point. */
    *at(shares: readonly number[]): Steps<Sampled> {
      const before = tried.get(shares.join())
      if (before) return before
      const weights = new Float64Array(terms.length)
      const sum = shares.reduce((total, share) => total + share, 0)
      objectives.forEach((key, k) => {
        weights[terms.indexOf(key)] = shares[k]! / sum
      })
      const totals = yield* evaluateSteps(columns, weights)
      const values = objectives.map((key) => totals[terms.indexOf(key)]!)
      const key = values.map((value) => value.toPrecision(12)).join()
      const sampled = found.get(key) ?? { weights, totals, values }
      found.set(key, sampled)
      tried.set(shares.join(), sampled)
      return sampled
    },
  }
}
type Sampler = ReturnType<typeof createSampler>

interface Gap {
  readonly left: Sampled
  readonly right: Sampled
  /** the most that a point could lie above the chord, in ranges */
  readonly height: number
}

/** In ranges: closer than this nobody looks. */
const leastHeight = 1e-4

const rangeOf = (ends: readonly Sampled[], k: number): number => {
  const values = ends.map((end) => end.values[k]!)
  return Math.max(...values) - Math.min(...values) || 1
}

/** @returns the height of the widest gap left */
function* dichotomic(
  sampler: Sampler,
  objectives: readonly ObjectiveKey[],
  ends: readonly Sampled[],
  maxPoints: number,
): Steps<number> {
  const range = ends.map((_, k) => rangeOf(ends, k))
  const weightsOf = ({ weights }: Sampled) =>
    [weights[terms.indexOf(objectives[0]!)]!, weights[terms.indexOf(objectives[1]!)]!] as const
  const gapOf = (left: Sampled, right: Sampled): Gap => ({
    left,
    right,
    height: heightOf(left, right, weightsOf, range),
  })
  const gaps = [gapOf(ends[0]!, ends[1]!)]
  while (gaps.length > 0 && sampler.found().length < maxPoints) {
    gaps.sort((a, b) => b.height - a.height)
    const { left, right, height } = gaps[0]!
    if (height < leastHeight) return height
    gaps.shift()
    // Weights by which the two are equal: whatever lies above their chord is better by them.
    const shares = [right.values[1]! - left.values[1]!, left.values[0]! - right.values[0]!]
    if (!shares.every((share) => share > 0)) continue
    const point = yield* sampler.at(shares)
    yield
    if (isAbove(point, left, right)) gaps.push(gapOf(left, point), gapOf(point, right))
  }
  return Math.max(0, ...gaps.map(({ height }) => height))
}

/** Strictly above the chord, by more than rounding. */
function isAbove({ values }: Sampled, left: Sampled, right: Sampled): boolean {
  const [a, b] = [right.values[1]! - left.values[1]!, left.values[0]! - right.values[0]!]
  const level = a * left.values[0]! + b * left.values[1]!
  return a * values[0]! + b * values[1]! > level + 1e-12 * Math.abs(level)
}

/**
 * By a point's own weights nothing lies above it, so between two points the frontier stays below the crossing of their supporting
 * lines. @returns how far that is from the chord, in ranges; 0 where the lines are parallel
 */
function heightOf(left: Sampled, right: Sampled, weights: Weights2, range: readonly number[]): number {
  const [[a1, b1], [a2, b2]] = [weights(left), weights(right)]
  const determinant = a1 * b2 - a2 * b1
  if (Math.abs(determinant) < 1e-15) return 0
  const [s1, s2] = [
    a1 * left.values[0]! + b1 * left.values[1]!,
    a2 * right.values[0]! + b2 * right.values[1]!,
  ]
  const x = (s1 * b2 - s2 * b1) / determinant
  const y = (a1 * s2 - a2 * s1) / determinant
  const along = [
    (right.values[0]! - left.values[0]!) / range[0]!,
    (right.values[1]! - left.values[1]!) / range[1]!,
  ]
  const up = [(x - left.values[0]!) / range[0]!, (y - left.values[1]!) / range[1]!]
  return Math.abs(along[0]! * up[1]! - along[1]! * up[0]!) / (Math.hypot(along[0]!, along[1]!) || 1)
}
type Weights2 = (point: Sampled) => readonly [number, number]

/** A lattice of weights, then the middle of whichever two neighbours' lists lie furthest apart. */
function* lattice(sampler: Sampler, ends: readonly Sampled[], maxPoints: number): Steps<void> {
  const range = ends.map((_, k) => rangeOf(ends, k))
  const steps = Math.max(1, Math.min(10, latticeFitting(maxPoints / 2)))
  const nodes = new Map<string, readonly number[]>()
  for (let a = 0; a <= steps; a++) {
    for (let b = 0; a + b <= steps; b++) {
      const shares = [a, b, steps - a - b].map((part) => Math.max(part / steps, 1e-6))
      nodes.set(`${a},${b}`, shares)
      yield* sampler.at(shares)
      yield
    }
  }
  const edgeOf = function* (from: readonly number[], to: readonly number[]): Steps<Edge> {
    const [p, q] = [yield* sampler.at(from), yield* sampler.at(to)]
    return { from, to, length: Math.hypot(...range.map((width, k) => (p.values[k]! - q.values[k]!) / width)) }
  }
  const edges: Edge[] = []
  for (const [key, from] of nodes) {
    const [a, b] = key.split(',').map(Number) as [number, number]
    const neighbours = [
      nodes.get(`${a + 1},${b}`),
      nodes.get(`${a},${b + 1}`),
      nodes.get(`${a + 1},${b - 1}`),
    ]
    for (const to of neighbours) if (to) edges.push(yield* edgeOf(from, to))
  }
  for (let tries = 0; sampler.found().length < maxPoints && tries < 2 * maxPoints; tries++) {
    edges.sort((x, y) => y.length - x.length)
    const longest = edges.shift()
    if (!longest || longest.length < leastHeight) return
    const middle = longest.from.map((share, k) => (share + longest.to[k]!) / 2)
    yield* sampler.at(middle)
    yield
    edges.push(yield* edgeOf(longest.from, middle), yield* edgeOf(middle, longest.to))
  }
}

interface Edge {
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** between the lists' totals, in ranges */
  readonly length: number
}

/** The most steps whose lattice of three shares has at most so many points. */
function latticeFitting(points: number): number {
  let steps = 1
  while (((steps + 2) * (steps + 3)) / 2 <= points) steps++
  return steps
}

function describe(
  columns: Columns,
  objectives: readonly ObjectiveKey[],
  sampler: Sampler,
  ends: readonly Sampled[],
  error: number | null,
): Frontier {
  const all = sampler.found()
  const kept = all
    .filter((point) => !all.some((other) => dominates(other.values, point.values)))
    .sort((a, b) => b.values[0]! - a.values[0]! || b.values[1]! - a.values[1]!)
  const reference = objectives.map((_, k) => Math.min(...ends.map(({ values }) => values[k]!)))
  const ideal = objectives.map((_, k) => Math.max(...ends.map(({ values }) => values[k]!)))
  const box = objectives.reduce((volume, _, k) => volume * (ideal[k]! - reference[k]!), 1)
  const inUnits = (values: readonly number[]) =>
    Object.fromEntries(objectives.map((key, k) => [key, natural(columns, key, values[k]!)]))
  return {
    objectives,
    points: kept.map(({ weights, values }) => ({
      weights: Object.fromEntries(objectives.map((key) => [key, weights[terms.indexOf(key)]!])),
      totals: inUnits(values),
    })),
    reference: inUnits(reference),
    ideal: inUnits(ideal),
    hypervolume:
      box > 0
        ? Math.min(
            1,
            hypervolume(
              kept.map(({ values }) => values),
              reference,
            ) / box,
          )
        : 1,
    error,
    evaluations: sampler.tried(),
  }
}

/** As good in everything and better in something. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, k) => value >= b[k]!) && a.some((value, k) => value > b[k]!)
}
