import { createRandom } from '../numeric/random.ts'
import { neutralScales } from '../ranking/objectives/objectives.ts'
import { encodeArtefact } from '../relevance/artefact.ts'
import type { Dataset } from '../relevance/dataset.ts'
import { createDemand } from '../relevance/demand.ts'
import { evaluateOrders } from '../relevance/evaluate-orders.ts'
import { fitOperator } from '../relevance/fit-operator.ts'
import { orderFeatures } from '../relevance/models/order/features.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import type { OrderParameters } from '../relevance/models/order/parameters.ts'
import { demandBefore, replay } from '../relevance/replay.ts'
import { trainingRows, trainOrderModel } from '../relevance/train-order-model.ts'
import { measurePlans, type Occasion } from './measure-plans.ts'
import { type ModelMetrics, toStored } from './model-metrics.ts'
import type { TrainedModel, TrainStep } from './train-protocol.ts'

/** Fewer than these teach nothing, and leave nothing to test on. */
const least = { orders: 30, users: 2, restaurants: 2 }
/** The latest orders are what the model is tested on before it learns from them too: a share of all, and so many at most. */
const testShare = 0.2
const testedOrders = 1000
const measuredOccasions = 100

export interface TrainOnDatasetOptions {
  readonly seed: number
  readonly clockMs: () => number
  readonly onProgress?: (step: TrainStep, share: number) => void
}

/** Why these data are too few for a model, in words; null: they are not. */
export function tooLittle(dataset: Dataset): string | null {
  const rows = trainingRows(dataset)
  const users = new Set(Array.from(rows, (row) => dataset.user[row]!)).size
  const restaurants = new Set(Array.from(rows, (row) => dataset.restaurant[row]!)).size
  const found = { orders: rows.length, users, restaurants }
  const missing = (Object.keys(least) as (keyof typeof least)[]).filter((what) => found[what] < least[what])
  if (missing.length === 0) return null
  const told = missing.map((what) => `${found[what]} of at least ${least[what]} ${what}`).join(', ')
  return `There is too little to learn from: ${told} (of users who have not opted out).`
}

/** Learns on the earlier orders, is tested and measured on the later ones, then learns from all. The data must not be too little. */
export async function trainOnDataset(
  dataset: Dataset,
  options: TrainOnDatasetOptions,
): Promise<TrainedModel> {
  const { seed, clockMs, onProgress } = options
  const timings: Record<string, number> = {}
  const timed = async <T>(step: TrainStep, work: () => T | Promise<T>): Promise<T> => {
    const startMs = clockMs()
    onProgress?.(step, 0)
    const result = await work()
    timings[`${step.replace(' ', '-')}-ms`] = Math.round(clockMs() - startMs)
    return result
  }
  const rows = trainingRows(dataset)
  const from = rows[Math.ceil(Math.max(rows.length * (1 - testShare), rows.length - testedOrders))]!
  const { parameters, early, l2, occasions } = await timed('learning', () =>
    trainOrderModel(dataset, {
      random: createRandom(seed),
      fitOperator,
      holdOutFrom: from,
      onProgress: (share) => onProgress?.('learning', share),
    }),
  )
  const tested = early ?? parameters
  const evaluation = await timed('testing', () =>
    evaluateOrders(dataset, {
      from,
      seed,
      bind: (demand) => createOrderModel('tested', tested, dataset.catalogue, demand),
      onProgress: (share) => onProgress?.('testing', share),
    }),
  )
  const plans = await timed('measuring plans', () => measure(dataset, from, tested, seed))
  const metrics: ModelMetrics = {
    evaluation: toStored(evaluation),
    ...plans,
    weights: Object.fromEntries(orderFeatures.map(({ key }, f) => [key, parameters.weights[f]!])),
    timings,
  }
  return {
    artefact: encodeArtefact(parameters),
    metrics,
    settings: {
      seed,
      l2,
      occasions,
      restaurants: dataset.catalogue.size,
      users: dataset.users.length,
      interactions: dataset.length,
    },
    dataFromMs: dataset.length > 0 ? dataset.atMs[0]! : null,
    dataToMs: dataset.length > 0 ? dataset.atMs[dataset.length - 1]! : null,
    dataHash: dataset.hash,
  }
}

/** Scales and plan qualities on later occasions, with demand as of before them. */
function measure(dataset: Dataset, from: number, parameters: OrderParameters, seed: number) {
  const { catalogue } = dataset
  const occasions: Occasion[] = []
  replay(dataset, { from, to: dataset.length }, createDemand(catalogue), ({ chosen, user, query }) => {
    const { history, atMs, likedCuisines } = query
    const { origins } = dataset.users[user]!
    occasions.push({ history, atMs, restaurant: chosen, origins, likedCuisines })
  })
  const demand = demandBefore(dataset, from)
  const model = createOrderModel('tested', parameters, catalogue, demand)
  const world = { catalogue, demand, model, scales: neutralScales, planQualities: [] }
  const { scales, planQualities } = measurePlans({ world, occasions, seed, maxOccasions: measuredOccasions })
  return { scales: { ...scales }, planQualities: planQualities.map((quality) => ({ ...quality })) }
}
