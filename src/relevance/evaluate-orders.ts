import { createRandom } from '../numeric/random.ts'
import { type Dataset, orderType } from './dataset.ts'
import { createDemand, type Demand } from './demand.ts'
import {
  bootstrapMean,
  type Estimate,
  ndcgAt10,
  type RankMeasure,
  type Reliability,
  rankMeasures,
  reliability,
} from './metrics.ts'
import type { RelevanceModel } from './model.ts'
import { type EligibilityRules, fillDistances, fillEligible, type Occasion, replay } from './replay.ts'

export const rankers = ['random', 'popularity', 'frequency', 'decayed-frequency', 'model'] as const
export type Ranker = (typeof rankers)[number]

/** What the model must beat: own orders with a half-life of 30 days, then popularity. */
const floor: Ranker = 'decayed-frequency'
const halfLifeMs = 30 * 86_400_000
/** (occasion, restaurant) pairs kept for the reliability table, at most. */
const maxPairs = 4_000_000

export interface EvaluateOptions {
  /** first row of the test part */
  readonly from: number
  readonly seed: number
  readonly rules?: EligibilityRules
  /** Orders replayed, at most; the earliest of the test part are left out. */
  readonly maxOrders?: number
  /** Binds the model under test to the catalogue and the demand of the replay. */
  readonly bind: (demand: Demand) => RelevanceModel
  /** Sees every order after it was ranked for and before it is revealed; its arrays are valid until it returns. */
  readonly onOrder?: (ranked: RankedOrder) => void
  readonly onProgress?: (share: number) => void
}

export interface RankedOrder {
  readonly occasion: Occasion
  readonly isRepeat: boolean
  /** places of what was ordered, counted from 0 */
  readonly ranks: Readonly<Record<Ranker, number>>
  /** what could have been ordered, `count` catalogue indices, ascending */
  readonly eligible: Int32Array
  readonly count: number
  /** parallel to `eligible`: NaN: unknown */
  readonly km: Float64Array
  /** parallel to `eligible`, of the model under test */
  readonly probability: Float64Array
}

/** Estimates of each ranker by measure. */
export type RankerTable = Readonly<Record<Ranker, Readonly<Record<RankMeasure, Estimate>>>>

export interface OrderEvaluation {
  readonly orders: number
  readonly repeatOrders: number
  readonly users: number
  readonly restaurants: number
  readonly all: RankerTable
  readonly repeat: RankerTable
  readonly firstTime: RankerTable
  /** NDCG@10 of the model less that of decayed frequency, order by order */
  readonly gain: { readonly all: Estimate; readonly repeat: Estimate; readonly firstTime: Estimate }
  readonly reliability: Reliability
}

/**
 * Temporal evaluation: each order from row `from` on is ranked for just before it happens, among everything eligible, and then
 * revealed to demand and to the user's history; nothing is fitted again.
 */
export function evaluateOrders(dataset: Dataset, options: EvaluateOptions): OrderEvaluation {
  const { rules = { openNow: false }, seed, onProgress } = options
  const { catalogue } = dataset
  const from = startRow(dataset, options)
  const demand = createDemand(catalogue)
  const rank = createRankers(dataset, demand, options.bind(demand), rules, createRandom(seed))
  const ranks = Object.fromEntries(rankers.map((ranker) => [ranker, [] as number[]])) as Record<
    Ranker,
    number[]
  >
  const users: number[] = []
  const repeat: boolean[] = []
  const pairs = createPairs()
  replay(dataset, { from, to: dataset.length }, demand, (occasion) => {
    const found = rank(occasion, pairs)
    for (const ranker of rankers) ranks[ranker].push(found.ranks[ranker])
    users.push(occasion.user)
    repeat.push(found.isRepeat)
    options.onOrder?.({ occasion, ...found })
    if (users.length % 50 === 0) onProgress?.((occasion.row - from) / (dataset.length - from))
  })
  const everyone = users.map((_, n) => n)
  const repeats = everyone.filter((n) => repeat[n])
  const firsts = everyone.filter((n) => !repeat[n])
  const tableOf = (chosen: number[]) =>
    Object.fromEntries(
      rankers.map((ranker) => [
        ranker,
        measure(
          chosen.map((n) => ranks[ranker][n]!),
          pick(users, chosen),
          seed,
        ),
      ]),
    ) as RankerTable
  const gainOf = (chosen: number[]) =>
    bootstrapMean(
      chosen.map((n) => ndcgAt10(ranks.model[n]!) - ndcgAt10(ranks[floor][n]!)),
      pick(users, chosen),
      seed,
    )
  return {
    orders: users.length,
    repeatOrders: repeats.length,
    users: new Set(users).size,
    restaurants: catalogue.size,
    all: tableOf(everyone),
    repeat: tableOf(repeats),
    firstTime: tableOf(firsts),
    gain: { all: gainOf(everyone), repeat: gainOf(repeats), firstTime: gainOf(firsts) },
    reliability: pairs.finish(),
  }
}

const pick = (values: readonly number[], chosen: readonly number[]) => chosen.map((n) => values[n]!)

function startRow(dataset: Dataset, { from, maxOrders = Number.POSITIVE_INFINITY }: EvaluateOptions): number {
  let left = maxOrders
  for (let row = dataset.length - 1; row >= from; row--) {
    if (dataset.type[row] === orderType && --left < 0) return row + 1
  }
  return from
}

function measure(
  ranks: readonly number[],
  users: readonly number[],
  seed: number,
): Record<RankMeasure, Estimate> {
  return Object.fromEntries(
    Object.entries(rankMeasures).map(([name, of]) => [name, bootstrapMean(ranks.map(of), users, seed)]),
  ) as Record<RankMeasure, Estimate>
}

interface Pairs {
  add(probability: number, chosen: boolean): void
  finish(): Reliability
}

function createPairs(): Pairs {
  let probability = new Float64Array(1 << 16)
  let chosen = new Uint8Array(1 << 16)
  let n = 0
  return {
    add(p, isChosen) {
      if (n === maxPairs) return
      if (n === probability.length) {
        const larger = new Float64Array(n * 2)
        larger.set(probability)
        probability = larger
        const largerChosen = new Uint8Array(n * 2)
        largerChosen.set(chosen)
        chosen = largerChosen
      }
      probability[n] = p
      chosen[n++] = isChosen ? 1 : 0
    },
    finish: () => reliability(probability.subarray(0, n), chosen.subarray(0, n)),
  }
}

/** Ranks one occasion by every ranker; a place counts from 0, Infinity where the ordered place was not eligible. */
function createRankers(
  dataset: Dataset,
  demand: Demand,
  model: RelevanceModel,
  rules: EligibilityRules,
  random: ReturnType<typeof createRandom>,
) {
  const { catalogue } = dataset
  const { size } = catalogue
  const distances = new Float64Array(size)
  const eligible = new Int32Array(size)
  const km = new Float64Array(size)
  const scores = { probability: new Float64Array(size), spend: new Float64Array(size) }
  const popularity = new Float64Array(size)
  const frequency = new Float64Array(size)
  const decayed = new Float64Array(size)
  const byChance = new Float64Array(size)

  return ({ chosen, user, query }: Occasion, pairs: Pairs) => {
    fillDistances(catalogue, dataset.users[user]!.origins, distances)
    const count = fillEligible(catalogue, query.atMs, distances, rules, eligible)
    for (let i = 0; i < size; i++) {
      frequency[i] = 0
      decayed[i] = 0
      popularity[i] = Math.exp(demand.logOrders('lately', i, query.atMs))
      byChance[i] = random.next()
    }
    const { history, atMs } = query
    for (let n = 0; n < history.length; n++) {
      if (history.type[n] !== orderType) continue
      frequency[history.restaurant[n]!]!++
      decayed[history.restaurant[n]!]! += 2 ** ((history.atMs[n]! - atMs) / halfLifeMs)
    }
    const isRepeat = frequency[chosen]! > 0
    for (let j = 0; j < count; j++) km[j] = distances[eligible[j]!]!
    model.begin(query).score(eligible, km, count, 'full', scores)
    const place = eligible.subarray(0, count).indexOf(chosen)
    const probability = spread(scores.probability, eligible, count, size)
    for (let j = 0; j < count; j++) pairs.add(scores.probability[j]!, j === place)
    const rankBy = (first: Float64Array, second: Float64Array) =>
      place < 0 ? Number.POSITIVE_INFINITY : rankOf(eligible, count, chosen, first, second)
    return {
      isRepeat,
      eligible,
      count,
      km,
      probability: scores.probability,
      ranks: {
        random: rankBy(byChance, byChance),
        popularity: rankBy(popularity, popularity),
        frequency: rankBy(frequency, popularity),
        'decayed-frequency': rankBy(decayed, popularity),
        model: rankBy(probability, probability),
      },
    }
  }
}

/** Scores in candidate order, spread out by catalogue index. */
function spread(scores: Float64Array, items: Int32Array, count: number, size: number): Float64Array {
  const out = new Float64Array(size)
  for (let j = 0; j < count; j++) out[items[j]!] = scores[j]!
  return out
}

/** Candidates ahead of `chosen`: more of `first`, then more of `second`, then a lower index. */
function rankOf(
  items: Int32Array,
  count: number,
  chosen: number,
  first: Float64Array,
  second: Float64Array,
): number {
  let ahead = 0
  for (let j = 0; j < count; j++) {
    const item = items[j]!
    if (item === chosen) continue
    const by = first[item]! - first[chosen]! || second[item]! - second[chosen]! || chosen - item
    if (by > 0) ahead++
  }
  return ahead
}
