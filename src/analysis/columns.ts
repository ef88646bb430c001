import { isNew } from '../catalog/new-places.ts'
import { type ObjectiveKey, objectiveKeys } from '../profiles/schema.ts'
import { discount } from '../ranking/guardrails.ts'
import { objectives } from '../ranking/objectives/objectives.ts'
import { weigh } from '../ranking/pipeline.ts'
import type { RankingRequest, RankingWorld, Scales } from '../ranking/types.ts'
import { runSteps, type Steps } from './steps.ts'

/** What a score can put weight on: the objectives, and how new a place is. */
export const terms = [...objectiveKeys, 'newPlaces'] as const
export type Term = (typeof terms)[number]

/** One past request as numbers: its candidates by what they are good for. */
export interface RequestColumns {
  readonly user: string
  /** candidates that some weights bring into the list */
  readonly count: number
  /** places that its list has: at most `count` */
  readonly length: number
  /** values[t · count + j] = term t of candidate j over its scale σ, so that weights here are a profile's weights */
  readonly values: Float64Array
  /** what was ordered then, as a candidate; −1: none of them, or nothing is known */
  readonly ordered: number
}

/** A sample of past requests, prepared once; every list under every weight is arithmetic from here on. */
export interface Columns {
  readonly requests: readonly RequestColumns[]
  readonly scales: Readonly<Record<Term, number>>
  /** Σ over places of 1 / log2(1 + rank), a request */
  readonly seen: number
  /** whether it is known what was ordered after each request */
  readonly hasOutcomes: boolean
}

export interface ColumnSource {
  readonly user: string
  readonly world: RankingWorld
  /** its plan says how many candidates there are */
  readonly request: RankingRequest
  /** catalogue index of what was ordered then; −1: not in the catalogue; null: nothing is known */
  readonly ordered: number | null
}

/**
 * The candidates of a request, valued at full depth whatever the plan's ranker is: one belief values all lists.
 * @returns null: nothing can be shown
 */
export function requestColumns({ user, world, request, ordered }: ColumnSource): RequestColumns | null {
  const full = { ...request, plan: { ...request.plan, name: 'full' as const } }
  const { candidates, values } = weigh(world, full)
  const { count, items } = candidates
  if (count === 0) return null
  const out = new Float64Array(terms.length * count)
  objectives.forEach(({ key }, k) => {
    const scale = world.scales[key]
    const from = terms.indexOf(key) * count
    const column = values.column(k)
    for (let j = 0; j < count; j++) out[from + j] = column[j]! / scale
  })
  const { listedAtMs } = world.catalogue
  for (let j = 0; j < count; j++) {
    out[terms.indexOf('newPlaces') * count + j] = Number(isNew(listedAtMs[items[j]!]!, request.atMs))
  }
  const length = Math.min(request.limit, count)
  const kept = promising(out, count, length)
  return {
    user,
    count: kept.length,
    length,
    values: takeRows(out, count, kept),
    ordered: ordered === null ? -1 : kept.indexOf(items.indexOf(ordered)),
  }
}

/**
 * The candidates that some weights can bring into a list of `length`: those that fewer than `length` others are as good as in every term
 * (the skyband of Papadias et al. 2005), since weights are never negative. Mostly a tenth of all.
 * @returns indices, ascending
 */
export function promising(values: Float64Array, count: number, length: number): Int32Array {
  const sums = new Float64Array(count)
  for (let cell = 0; cell < values.length; cell++) sums[cell % count]! += values[cell]!
  // Who is as good in everything has no smaller sum, so only earlier ones can stand above a candidate.
  const order = Int32Array.from(sums, (_, j) => j).sort((a, b) => sums[b]! - sums[a]! || a - b)
  const kept: number[] = []
  for (const j of order) {
    let above = 0
    for (let n = 0; n < kept.length && above < length; n++) {
      if (isAsGood(values, count, kept[n]!, j)) above++
    }
    if (above < length) kept.push(j)
  }
  return Int32Array.from(kept).sort()
}

function isAsGood(values: Float64Array, count: number, i: number, j: number): boolean {
  for (let from = 0; from < values.length; from += count) {
    if (values[from + i]! < values[from + j]!) return false
  }
  return true
}

function takeRows(values: Float64Array, count: number, kept: Int32Array): Float64Array {
  const out = new Float64Array(terms.length * kept.length)
  for (let t = 0; t < terms.length; t++) {
    for (let n = 0; n < kept.length; n++) out[t * kept.length + n] = values[t * count + kept[n]!]!
  }
  return out
}

export function joinColumns(
  requests: readonly RequestColumns[],
  scales: Scales,
  hasOutcomes: boolean,
): Columns {
  const seen = requests.reduce((sum, { length }) => sum + seenPlaces(length), 0) / requests.length
  return { requests, scales: { ...scales, newPlaces: 1 }, seen, hasOutcomes }
}

/** Σ_{r ≤ length} 1 / log2(1 + r) */
export function seenPlaces(length: number): number {
  let sum = 0
  for (let rank = 1; rank <= length; rank++) sum += discount(rank)
  return sum
}

/** Per request, discounted by place: one a term, and last the DCG@10 of what was ordered. */
export type Totals = Float64Array
export const outcomeTotal = terms.length

const discounts = Float64Array.from({ length: 1024 }, (_, place) => discount(place + 1))
const ndcgDepth = 10

/**
 * The totals of all lists under weights: each request's list is its candidates in order of Σ_t weights[t] · values[t], the earlier
 * first where they are equal, which is the list of the greatest weighted total (rearrangement inequality).
 * @param weights one a term, ≥ 0
 */
export const evaluate = (columns: Columns, weights: Float64Array): Totals =>
  runSteps(evaluateSteps(columns, weights))

/** Evaluated between two steps: a few milliseconds' worth. */
const requestsAStep = 256

/** `evaluate` in steps of some requests each. */
export function* evaluateSteps({ requests }: Columns, weights: Float64Array): Steps<Totals> {
  const totals = new Float64Array(terms.length + 1)
  let most = 0
  let longest = 0
  for (const { count, length } of requests) {
    if (count > most) most = count
    if (length > longest) longest = length
  }
  const scores = new Float64Array(most)
  const best = new Float64Array(longest)
  const list = new Int32Array(longest)
  for (const [n, request] of requests.entries()) {
    if (n % requestsAStep === requestsAStep - 1) yield
    score(request, weights, scores)
    pick(scores, request.count, request.length, best, list)
    addTotals(request, list, totals)
  }
  for (let t = 0; t < totals.length; t++) totals[t]! /= requests.length
  return totals
}

/** scores[j] = Σ_t weights[t] · values[t][j] for j < count. */
export function score({ values, count }: RequestColumns, weights: Float64Array, scores: Float64Array): void {
  scores.fill(0, 0, count)
  for (let t = 0; t < terms.length; t++) {
    const weight = weights[t]!
    if (weight === 0) continue
    const from = t * count
    for (let j = 0; j < count; j++) scores[j]! += weight * values[from + j]!
  }
}

/** list[0 … length − 1] = the largest scores' candidates, by insertion: nearly all candidates fail the first comparison. */
function pick(
  scores: Float64Array,
  count: number,
  length: number,
  best: Float64Array,
  list: Int32Array,
): void {
  let filled = 0
  for (let j = 0; j < count; j++) {
    const own = scores[j]!
    if (filled === length && own <= best[length - 1]!) continue
    let place = filled < length ? filled++ : length - 1
    while (place > 0 && best[place - 1]! < own) {
      best[place] = best[place - 1]!
      list[place] = list[place - 1]!
      place--
    }
    best[place] = own
    list[place] = j
  }
}

/** Adds a list's discounted totals, and what was ordered from it. */
export function addTotals(
  { values, count, length, ordered }: RequestColumns,
  list: ArrayLike<number>,
  totals: Totals,
): void {
  for (let place = 0; place < length; place++) {
    const j = list[place]!
    const share = discounts[place]!
    for (let t = 0; t < terms.length; t++) totals[t]! += share * values[t * count + j]!
    if (j === ordered && place < ndcgDepth) totals[outcomeTotal]! += share
  }
}

/** A profile's weights as a row of term weights. */
export function termWeights(weights: Readonly<Partial<Record<ObjectiveKey, number>>>): Float64Array {
  return Float64Array.from(terms, (term) => (term === 'newPlaces' ? 0 : (weights[term] ?? 0)))
}

/** All weight on one term. */
export function alone(term: Term): Float64Array {
  return Float64Array.from(terms, (each) => Number(each === term))
}

/** A total in natural units: orders, money, minutes of waiting, share of exposure. */
export function natural({ scales, seen }: Columns, term: Term, total: number): number {
  if (term === 'wait') return (-total * scales.wait) / seen
  return term === 'newPlaces' ? total / seen : total * scales[term]
}

/** The inverse of `natural`. */
export function fromNatural({ scales, seen }: Columns, term: Term, value: number): number {
  if (term === 'wait') return (-value * seen) / scales.wait
  return term === 'newPlaces' ? value * seen : value / scales[term]
}
