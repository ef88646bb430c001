import { createRandom } from '../../numeric/random.ts'
import { shippedProfiles } from '../../profiles/shipped.ts'
import { neutralScales } from '../../ranking/objectives/objectives.ts'
import { deepestPlan, plans } from '../../ranking/planner/plans.ts'
import type { Plan } from '../../ranking/types.ts'
import { type Dataset, datasetBefore, trainingRows } from '../../relevance/dataset.ts'
import { createDemand } from '../../relevance/demand.ts'
import { fitOperator } from '../../relevance/fit-operator.ts'
import { createOrderModel } from '../../relevance/models/order/order-model.ts'
import { demandBefore, replay } from '../../relevance/replay.ts'
import { trainOrderModel } from '../../relevance/train-order-model.ts'
import { type Occasion as MeasuredOccasion, measurePlans } from '../measure-plans.ts'
import { type ListTruth, measureWorth, type WorthReport, type WorthSide } from './measure-worth.ts'
import { type PlanCircumstances, planOf } from './plan-of.ts'

export interface ReplayWorthOptions {
  readonly seed: number
  /** orders replayed, at most */
  readonly maxOrders: number
  readonly openNow: boolean
  /** null: not known, as of any real data */
  readonly truth: ListTruth | null
  /** default: those that ship */
  readonly profiles?: WorthProfiles
  /** p95 of a plan, ms, that the planner goes by */
  readonly predictMs: (plan: Plan) => number
  readonly clockMs: () => number
  readonly onProgress?: (share: number) => void
}

/** By key. */
export type WorthProfiles = typeof shippedProfiles

/** Of all orders: what the earlier version learnt from, what the serving one did, and where the replay begins after plans are measured. */
const shares = { earlier: 0.6, serving: 0.75, replay: 0.82 }
const measuredOccasions = 100

/** What ML is worth on these data: learnt from the earlier orders, measured on the later ones. There must be a hundred orders or so. */
export async function replayWorth(dataset: Dataset, options: ReplayWorthOptions): Promise<WorthReport> {
  const rows = trainingRows(dataset)
  const at = (share: number) => rows[Math.floor(rows.length * share)]!
  const train = (before: number) =>
    trainOrderModel(datasetBefore(dataset, before), { random: createRandom(options.seed), fitOperator })
  const serving = (await train(at(shares.serving))).parameters
  options.onProgress?.(0.2)
  const earlier = (await train(at(shares.earlier))).parameters
  options.onProgress?.(0.35)
  const { catalogue } = dataset
  const demand = demandBefore(dataset, at(shares.serving))
  const { scales, planQualities } = measurePlans({
    world: {
      catalogue,
      demand,
      model: createOrderModel('serving', serving, catalogue, demand),
      scales: neutralScales,
      planQualities: [],
    },
    occasions: occasionsBetween(dataset, at(shares.serving), at(shares.replay)),
    seed: options.seed,
    maxOccasions: measuredOccasions,
  })
  options.onProgress?.(0.4)
  const circumstances = {
    qualities: planQualities,
    predict: options.predictMs,
    restaurants: catalogue.size,
  }
  return measureWorth(dataset, worthSides(options.profiles ?? shippedProfiles, circumstances), {
    from: at(shares.replay),
    maxOrders: options.maxOrders,
    seed: options.seed,
    openNow: options.openNow,
    scales,
    planQualities,
    bind: (lately) => createOrderModel('serving', serving, catalogue, lately),
    bindEarlier: (lately) => createOrderModel('earlier', earlier, catalogue, lately),
    truth: options.truth,
    clockMs: options.clockMs,
    onProgress: (share) => options.onProgress?.(0.4 + 0.6 * share),
  })
}

/** No model, the deepest plan of each name by relevance alone, and every profile with the plan it would get. */
function worthSides(profiles: WorthProfiles, circumstances: PlanCircumstances): WorthSide[] {
  const accurate = shippedProfiles['ml-engineer']!
  const deepest = (name: Plan['name']) => plans.filter((plan) => plan.name === name).at(-1)!
  return [
    { name: 'no model', settings: accurate, plan: deepest('popular'), hasModel: false },
    { name: 'plan fast', settings: accurate, plan: deepest('fast'), hasModel: true },
    { name: 'plan full', settings: accurate, plan: deepestPlan, hasModel: true },
    ...Object.entries(profiles).map(([name, settings]) => ({
      name,
      settings,
      plan: planOf(settings, circumstances),
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
