import { bestWithin } from '../ranking/rerank/floors/floor-guide.ts'
import {
  addTotals,
  type Columns,
  natural,
  outcomeTotal,
  type RequestColumns,
  score,
  type Term,
  type Totals,
  terms,
} from './columns.ts'
import type { HeldBound, Solution } from './solve.ts'
import { runSteps, type Steps } from './steps.ts'

/** An exposure floor for new places that does what a solution's weight on newness would. */
export interface NewPlacesFloor {
  /** of each list's exposure */
  readonly minShare: number
  /** over their scales, summing to 1; none on newness */
  readonly weights: Readonly<Record<Term, number>>
  /** of what is maximised, natural units, on the requests of the solution */
  readonly value: number
  /** to what no lists whatever can pass, as a share of it */
  readonly gap: number
}

/** A floor asks the same of every list where a weight may take more from one to give to another; it may cost so much for that. */
const usualLoss = 0.01
const halvings = 6
/** Requests between two breaths. */
const slice = 50

export const newPlacesFloor = (columns: Columns, solution: Solution, mostLoss = usualLoss) =>
  runSteps(newPlacesFloorSteps(columns, solution, mostLoss))

/**
 * The least floor, at what was asked on average or above, that keeps newness where it was asked to be; then as much weight moved to the
 * other bounds that bind as it takes to keep them all. A floor names no restaurants and does not expire, and holds for every list
 * that can keep it, so it is taken when it costs little.
 * @param mostLoss share of what is maximised
 * @returns null: nothing asks for new places, or a floor breaks a bound or costs more
 */
export function* newPlacesFloorSteps(
  columns: Columns,
  solution: Solution,
  mostLoss = usualLoss,
): Steps<NewPlacesFloor | null> {
  const { weights, value, bound, bounds, maximise } = solution
  const asked = bounds.find(({ measure }) => measure === 'newPlaces')
  if (!asked || !weights || value === null || bound === null || weights.newPlaces === 0) return null
  const own = shares(weights, ({ term }) => term !== 'newPlaces')
  if (!own) return null
  const minShare = yield* leastShare(columns, own, asked)
  if (minShare === null) return null
  const binding = bounds.filter(({ isBinding, heldAs }) => isBinding && heldAs !== 'newPlaces')
  const guarded = shares(weights, ({ term }) => binding.some(({ heldAs }) => heldAs === term)) ?? own
  const at = (share: number) => own.map((weight, t) => (1 - share) * weight + share * guarded[t]!)
  const keepsAll = (totals: Totals) => bounds.every((each) => keeps(columns, totals, each))
  let [broken, kept] = [0, 1]
  let best = { share: 1, totals: yield* evaluateUnder(columns, at(1), minShare) }
  const plain = yield* evaluateUnder(columns, own, minShare)
  if (keepsAll(plain)) best = { share: 0, totals: plain }
  else {
    for (let n = 0; n < halvings; n++) {
      const middle = (broken + kept) / 2
      const totals = yield* evaluateUnder(columns, at(middle), minShare)
      if (keepsAll(totals)) {
        best = { share: middle, totals }
        kept = middle
      } else broken = middle
    }
  }
  const reached = natural(columns, maximise, best.totals[terms.indexOf(maximise)]!)
  const loss = (value - reached) * (maximise === 'wait' ? -1 : 1)
  if (!keepsAll(best.totals) || loss > mostLoss * Math.abs(value)) return null
  return {
    minShare,
    weights: Object.fromEntries(terms.map((term, t) => [term, at(best.share)[t]!])) as Record<Term, number>,
    value: reached,
    gap: Math.abs(bound - reached) / (Math.abs(bound) || 1),
  }
}

/** The weights of some terms over their sum; null: they have none. */
function shares(
  weights: Readonly<Record<Term, number>>,
  isMeant: (each: { readonly term: Term }) => boolean,
): Float64Array | null {
  const row = Float64Array.from(terms, (term) => (isMeant({ term }) ? weights[term] : 0))
  const sum = row.reduce((total, weight) => total + weight, 0)
  return sum > 0 ? row.map((weight) => weight / sum) : null
}

/** Some lists have fewer new places to show than a floor asks for, so others may have to show more. */
function* leastShare(columns: Columns, weights: Float64Array, asked: HeldBound): Steps<number | null> {
  const holds = function* (share: number): Steps<boolean> {
    return keeps(columns, yield* evaluateUnder(columns, weights, share), asked)
  }
  if (yield* holds(asked.asked)) return asked.asked
  if (!(yield* holds(1))) return null
  let [low, high] = [asked.asked, 1]
  for (let n = 0; n < halvings; n++) {
    const middle = (low + high) / 2
    if (yield* holds(middle)) high = middle
    else low = middle
  }
  return high
}

/** Whether a bound is kept, in natural units, as it was asked. */
function keeps(columns: Columns, totals: Totals, { measure, heldAs, asked }: HeldBound): boolean {
  const isOutcome = measure === 'ndcg' && columns.hasOutcomes
  const reached = isOutcome ? totals[outcomeTotal]! : natural(columns, heldAs, totals[terms.indexOf(heldAs)]!)
  const slack = 1e-9 * (1 + Math.abs(asked))
  return heldAs === 'wait' ? reached <= asked + slack : reached >= asked - slack
}

/** The mean totals of all lists under weights, each list with the floor as far as it can be met. */
export function* evaluateUnder(columns: Columns, weights: Float64Array, minShare: number): Steps<Totals> {
  const totals = new Float64Array(terms.length + 1)
  for (const [index, request] of columns.requests.entries()) {
    if (index % slice === slice - 1) yield
    addTotals(request, listUnder(request, weights, minShare), totals)
  }
  return totals.map((total) => total / columns.requests.length)
}

function listUnder(request: RequestColumns, weights: Float64Array, minShare: number): Int32Array {
  const { values, count, length } = request
  const scores = new Float64Array(count)
  score(request, weights, scores)
  const from = terms.indexOf('newPlaces') * count
  const masks = Uint8Array.from({ length: count }, (_, j) => values[from + j]!)
  return bestWithin({ floors: [{ group: { by: 'new' }, minShare }], masks }, scores, length)
}
