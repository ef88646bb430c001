import type { Truth } from '../../../seed/truth.ts'
import { type Dataset, orderType } from '../../relevance/dataset.ts'
import type { Demand } from '../../relevance/demand.ts'
import { evaluateOrders, type RankedOrder } from '../../relevance/evaluate-orders.ts'
import { ndcgAt10 } from '../../relevance/metrics.ts'
import type { RelevanceModel } from '../../relevance/model.ts'
import { createTruthPairs, type TruthCalibration } from './calibration.ts'
import { createGroupMeter, type GroupFigures, restaurantGroups, userGroups } from './groups.ts'
import { expectedNdcg, type Moment, newPlaces, ranksOf } from './measure-moment.ts'

export interface EvaluateTruthOptions {
  /** first row of the test part */
  readonly from: number
  readonly seed: number
  /** the last so many orders, at most */
  readonly maxOrders: number
  readonly bind: (demand: Demand) => RelevanceModel
  readonly onProgress?: (share: number) => void
}

/** NDCG@10, as expected under the truth and as observed. */
export interface NdcgFigures {
  /** that were made from these places; what `observed…` are of */
  readonly orders: number
  readonly model: number
  /** of the truth's own ranking: nobody can do better on average */
  readonly attainable: number
  readonly share: number
  readonly observedModel: number
  readonly observedAttainable: number
}

export interface TruthEvaluation {
  /** just before an order each; some orders are from places that what users say of themselves puts out of reach */
  readonly moments: number
  readonly all: NdcgFigures
  /** places that the user never ordered from, ranked among themselves */
  readonly firstTime: NdcgFigures
  readonly calibration: TruthCalibration
  /** by past orders of the user */
  readonly users: readonly GroupFigures[]
  /** by past orders of the restaurant */
  readonly restaurants: readonly GroupFigures[]
}

/**
 * Holds the model against the truth that made the data, just before each order from row `from` on: P(order from i | an order is made)
 * = P(order from i) / (1 − P(no order)), without knowing what list the user is about to see, as a ranking does not either.
 */
export function evaluateTruth(
  dataset: Dataset,
  truth: Truth,
  options: EvaluateTruthOptions,
): TruthEvaluation {
  const all = createNdcgMeter()
  const firstTime = createNdcgMeter()
  const pairs = createTruthPairs()
  const users = createGroupMeter(userGroups)
  const restaurants = createGroupMeter(restaurantGroups)
  let demand: Demand | undefined
  let moments = 0

  const visit = (ranked: RankedOrder) => {
    const moment = momentOf(dataset, truth, ranked)
    const chosen = ranked.eligible.subarray(0, ranked.count).indexOf(ranked.occasion.chosen)
    moments++
    for (let j = 0; j < moment.count; j++) pairs.add(moment.model[j]!, moment.truth[j]!, j === chosen)
    const ranks = { model: ranksOf(moment.model, moment.count), truth: ranksOf(moment.truth, moment.count) }
    all.add(moment.truth, ranks, chosen)
    users.add(pastOrders(ranked), {
      weight: 1,
      model: expectedNdcg(moment.truth, ranks.model),
      attainable: expectedNdcg(moment.truth, ranks.truth),
      expected: sum(moment.model),
      truth: sum(moment.truth),
    })
    for (let j = 0; j < moment.count; j++) {
      const q = moment.truth[j]!
      restaurants.add(demand!.count(ranked.eligible[j]!), {
        weight: q,
        model: q * ndcgAt10(ranks.model[j]!),
        attainable: q * ndcgAt10(ranks.truth[j]!),
        expected: moment.model[j]!,
        truth: q,
      })
    }
    addFirstTime(firstTime, moment, chosen)
  }

  evaluateOrders(dataset, {
    from: options.from,
    seed: options.seed,
    maxOrders: options.maxOrders,
    rules: { openNow: true },
    bind: (lately) => {
      demand = lately
      return options.bind(lately)
    },
    onOrder: visit,
    ...(options.onProgress && { onProgress: options.onProgress }),
  })
  return {
    moments,
    all: all.read(),
    firstTime: firstTime.read(),
    calibration: pairs.finish(moments),
    users: users.read(),
    restaurants: restaurants.read(),
  }
}

/** The eligible places of an order's moment, by the model and by the truth. */
function momentOf(dataset: Dataset, truth: Truth, ranked: RankedOrder): Moment {
  const { occasion, eligible, count, probability } = ranked
  const { history, atMs } = occasion.query
  const { ids } = dataset.catalogue
  const own = new Set<number>()
  const orders: { restaurantId: string; atMs: number }[] = []
  for (let n = 0; n < history.length; n++) {
    if (history.type[n] !== orderType) continue
    own.add(history.restaurant[n]!)
    orders.push({ restaurantId: ids[history.restaurant[n]!]!, atMs: history.atMs[n]! })
  }
  const choice = truth.choice({ userId: dataset.users[occasion.user]!.id, atMs, orders })
  const chance = new Map(choice.restaurantIds.map((id, n) => [id, choice.probability[n]!]))
  const any = 1 - choice.none
  return {
    count,
    model: probability.slice(0, count),
    truth: Float64Array.from({ length: count }, (_, j) =>
      any > 0 ? (chance.get(ids[eligible[j]!]!) ?? 0) / any : 0,
    ),
    isNew: Uint8Array.from({ length: count }, (_, j) => (own.has(eligible[j]!) ? 0 : 1)),
  }
}

function pastOrders({ occasion: { query } }: RankedOrder): number {
  let count = 0
  for (let n = 0; n < query.history.length; n++) if (query.history.type[n] === orderType) count++
  return count
}

interface Ranks {
  readonly model: Int32Array
  readonly truth: Int32Array
}

function createNdcgMeter() {
  const sums = { weight: 0, model: 0, attainable: 0 }
  const observed = { n: 0, model: 0, attainable: 0 }
  return {
    /** @param chosen -1: what was ordered is not among these places */
    add(truth: Float64Array, ranks: Ranks, chosen: number) {
      sums.weight += sum(truth)
      sums.model += expectedNdcg(truth, ranks.model)
      sums.attainable += expectedNdcg(truth, ranks.truth)
      if (chosen < 0) return
      observed.n++
      observed.model += ndcgAt10(ranks.model[chosen]!)
      observed.attainable += ndcgAt10(ranks.truth[chosen]!)
    },
    read: (): NdcgFigures => ({
      orders: observed.n,
      model: sums.model / sums.weight,
      attainable: sums.attainable / sums.weight,
      share: sums.model / sums.attainable,
      observedModel: observed.model / observed.n,
      observedAttainable: observed.attainable / observed.n,
    }),
  }
}

/** First-time orders weigh as much as the truth says that they happen at this moment. */
function addFirstTime(meter: ReturnType<typeof createNdcgMeter>, moment: Moment, chosen: number): void {
  const { truth, model } = newPlaces(moment)
  const ranks = { model: ranksOf(model, model.length), truth: ranksOf(truth, truth.length) }
  let at = -1
  if (chosen >= 0 && moment.isNew[chosen] === 1) {
    at = 0
    for (let j = 0; j < chosen; j++) at += moment.isNew[j]!
  }
  meter.add(truth, ranks, at)
}

function sum(values: Float64Array): number {
  let total = 0
  for (let n = 0; n < values.length; n++) total += values[n]!
  return total
}
