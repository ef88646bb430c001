import type { City } from '../../../seed/city.ts'
import { datasetOf } from '../../../seed/city-dataset.ts'
import type { Truth } from '../../../seed/truth.ts'
import { createRandom } from '../../numeric/random.ts'
import type { ProfileSettings } from '../../profiles/schema.ts'
import { shippedProfiles } from '../../profiles/shipped.ts'
import { discount } from '../../ranking/guardrails.ts'
import { neutralScales } from '../../ranking/objectives/objectives.ts'
import { choosePlan } from '../../ranking/planner/choose-plan.ts'
import { deepestPlan, plans } from '../../ranking/planner/plans.ts'
import type { Plan, PlanQuality } from '../../ranking/types.ts'
import { type Dataset, datasetBefore, orderType, trainingRows } from '../../relevance/dataset.ts'
import { createDemand } from '../../relevance/demand.ts'
import { fitOperator } from '../../relevance/fit-operator.ts'
import { createOrderModel } from '../../relevance/models/order/order-model.ts'
import { demandBefore, type Occasion, replay } from '../../relevance/replay.ts'
import { trainOrderModel } from '../../relevance/train-order-model.ts'
import { type Occasion as MeasuredOccasion, measurePlans } from '../measure-plans.ts'
import { type ListTruth, measureWorth, type WorthReport, type WorthSide } from './measure-worth.ts'

export interface CityWorthOptions {
  readonly seed: number
  /** orders replayed, at most */
  readonly maxOrders: number
  /** p95 of a plan, ms, that the planner goes by */
  readonly predictMs: (plan: Plan) => number
  readonly clockMs: () => number
  readonly onProgress?: (share: number) => void
}

/** Of all orders: what the earlier version learnt from, what the serving one did, and where the replay begins after plans are measured. */
const shares = { earlier: 0.6, serving: 0.75, replay: 0.82 }
const measuredOccasions = 100

/** What ML is worth in a simulated city: learnt from its earlier orders, measured on its later ones and on the truth behind them. */
export async function cityWorth(city: City, options: CityWorthOptions): Promise<WorthReport> {
  const dataset = datasetOf(city)
  const rows = trainingRows(dataset)
  const at = (share: number) => rows[Math.floor(rows.length * share)]!
  const train = (before: number) =>
    trainOrderModel(datasetBefore(dataset, before), { random: createRandom(options.seed), fitOperator })
  const serving = (await train(at(shares.serving))).parameters
  const earlier = (await train(at(shares.earlier))).parameters
  options.onProgress?.(0.3)
  const { catalogue } = dataset
  const occasions = occasionsBetween(dataset, at(shares.serving), at(shares.replay))
  const demand = demandBefore(dataset, at(shares.serving))
  const { scales, planQualities } = measurePlans({
    world: {
      catalogue,
      demand,
      model: createOrderModel('serving', serving, catalogue, demand),
      scales: neutralScales,
      planQualities: [],
    },
    occasions,
    seed: options.seed,
    maxOccasions: measuredOccasions,
  })
  options.onProgress?.(0.4)
  return measureWorth(dataset, worthSides(planQualities, options.predictMs, catalogue.size), {
    from: at(shares.replay),
    maxOrders: options.maxOrders,
    seed: options.seed,
    scales,
    planQualities,
    bind: (lately) => createOrderModel('serving', serving, catalogue, lately),
    bindEarlier: (lately) => createOrderModel('earlier', earlier, catalogue, lately),
    truth: listTruth(dataset, city.truth),
    clockMs: options.clockMs,
    onProgress: (share) => options.onProgress?.(0.4 + 0.6 * share),
  })
}

/** No model, the deepest plan of each name by relevance alone, and every profile that ships with the plan it would get. */
export function worthSides(
  qualities: readonly PlanQuality[],
  predict: (plan: Plan) => number,
  restaurants: number,
): WorthSide[] {
  const accurate = shippedProfiles['ml-engineer']!
  const deepest = (name: Plan['name']) => plans.filter((plan) => plan.name === name).at(-1)!
  const planOf = (profile: ProfileSettings): Plan => {
    const budgetMs = profile.latencyBudgetMs
    const query = { profile, qualities, predict, budgetMs, leftMs: budgetMs, hasModel: true, restaurants }
    const { name, candidates } = choosePlan(query).chosen
    return { name, candidates }
  }
  return [
    { name: 'no model', settings: accurate, plan: deepest('popular'), hasModel: false },
    { name: 'plan fast', settings: accurate, plan: deepest('fast'), hasModel: true },
    { name: 'plan full', settings: accurate, plan: deepestPlan, hasModel: true },
    ...Object.entries(shippedProfiles).map(([name, settings]) => ({
      name,
      settings,
      plan: planOf(settings),
      hasModel: true,
    })),
  ]
}

function occasionsBetween(dataset: Dataset, from: number, to: number): MeasuredOccasion[] {
  const occasions: MeasuredOccasion[] = []
  replay(dataset, { from, to }, createDemand(dataset.catalogue), ({ chosen, user, query }) => {
    const { history, atMs, likedCuisines } = query
    occasions.push({
      history,
      atMs,
      restaurant: chosen,
      origins: dataset.users[user]!.origins,
      likedCuisines,
    })
  })
  return occasions
}

/**
 * Orders, fee and margin of the whole moment when the list is shown; NDCG@10 as it would be on average, of what would be ordered
 * without knowing the list (as `evaluate truth` has it).
 */
function listTruth({ catalogue }: Dataset, truth: Truth): ListTruth {
  let last: { readonly occasion: Occasion; readonly free: ReturnType<Truth['choice']> } | null = null
  return (userId, occasion, shown) => {
    const { atMs } = occasion.query
    const orders = ordersOf(occasion, catalogue.ids)
    if (last?.occasion !== occasion) last = { occasion, free: truth.choice({ userId, atMs, orders }) }
    const { restaurantIds, probability, none } = truth.choice({ userId, atMs, orders, shown })
    let [revenue, margin] = [0, 0]
    restaurantIds.forEach((id, j) => {
      const item = catalogue.indexOf.get(id)
      if (item === undefined || probability[j]! < 1e-9) return
      const fee = truth.expectedSpend(userId, id) * catalogue.feeRate[item]!
      revenue += probability[j]! * fee
      margin += probability[j]! * (fee - catalogue.costPerOrder[item]!)
    })
    const chance = new Map(last.free.restaurantIds.map((id, j) => [id, last!.free.probability[j]!]))
    const gained = shown.reduce((sum, id, n) => sum + (chance.get(id) ?? 0) * discount(n + 1), 0)
    const any = 1 - last.free.none
    return { orders: 1 - none, revenue, margin, ndcg: any > 0 ? gained / any : 0 }
  }
}

function ordersOf({ query: { history } }: Occasion, ids: readonly string[]) {
  const orders: { restaurantId: string; atMs: number }[] = []
  for (let n = 0; n < history.length; n++) {
    if (history.type[n] !== orderType) continue
    orders.push({ restaurantId: ids[history.restaurant[n]!]!, atMs: history.atMs[n]! })
  }
  return orders
}
