import { createRandom } from '../numeric/random.ts'
import { neutralScales } from '../ranking/objectives/objectives.ts'
import { encodeArtefact } from '../relevance/artefact.ts'
import { type Dataset, datasetBefore, trainingRows } from '../relevance/dataset.ts'
import { createDemand, type Demand } from '../relevance/demand.ts'
import { orderFeatures } from '../relevance/models/order/features.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import type { OrderParameters } from '../relevance/models/order/parameters.ts'
import { defaultOrderSettings, type OrderSettings, trainOptionsOf } from '../relevance/order-settings.ts'
import { demandBefore, replay } from '../relevance/replay.ts'
import { trainOrderModel } from '../relevance/train-order-model.ts'
import type { DataReport } from './data-report.ts'
import { evaluateCandidate } from './evaluate-candidate.ts'
import { decide } from './gate.ts'
import type { InService } from './in-service.ts'
import { measurePlans, type Occasion } from './measure-plans.ts'
import { type ModelMetrics, toStored } from './model-metrics.ts'
import { orderMixOf } from './order-mix.ts'
import { chooseRival, notCompared } from './rival.ts'
import { searchSettings } from './search-settings.ts'
import type { TrainedModel, TrainTask } from './train-protocol.ts'
import type { TrainReport } from './train-report.ts'
import type { Stage } from './train-stages.ts'

/** The latest orders are what the model is tested on before it learns from them too: a share of all, and so many at most. */
const testShare = 0.2
const testedOrders = 1000
const measuredOccasions = 100

export interface TrainOnDatasetOptions {
  readonly seed: number
  readonly clockMs: () => number
  /** null: nothing is served */
  readonly inService: InService | null
  readonly force: TrainTask['force']
  readonly searchSeconds: number
  readonly onProgress?: (stage: Stage, share: number) => void
}

/** Of a run that got no further than the data. */
export const emptyReport = (data: DataReport): TrainReport => ({
  data,
  split: null,
  search: null,
  gains: null,
  inService: null,
  groups: [],
  exposure: null,
  exposureChange: null,
  expectedOverObserved: null,
  plans: [],
  gate: null,
})

/** Learns on the earlier orders, is tested and measured on the later ones, then learns from all. The data must not be too little. */
export async function trainOnDataset(
  dataset: Dataset,
  data: DataReport,
  options: TrainOnDatasetOptions,
): Promise<{ model: TrainedModel; report: TrainReport }> {
  const { seed, inService, searchSeconds, clockMs } = options
  const timings: Record<string, number> = {}
  const timed = async <T>(
    stage: Stage,
    work: (tell: (share: number) => void) => T | Promise<T>,
  ): Promise<T> => {
    const startMs = clockMs()
    options.onProgress?.(stage, 0)
    const result = await work((share) => options.onProgress?.(stage, share))
    timings[`${stage}-ms`] = Math.round(clockMs() - startMs)
    return result
  }

  const { from, split } = await timed('split', () => splitByTime(dataset))
  const search =
    searchSeconds > 0
      ? await timed('search', (onProgress) =>
          searchSettings(dataset, {
            seed,
            budgetSeconds: searchSeconds,
            testFrom: from,
            clockMs,
            onProgress,
          }),
        )
      : null
  // What a search found once holds until the next one.
  const settings = search?.best ?? inService?.settings ?? defaultOrderSettings
  const { parameters, early, l2, occasions } = await timed('train', (onProgress) =>
    trainOrderModel(dataset, {
      random: createRandom(seed),
      ...trainOptionsOf(settings),
      holdOutFrom: from,
      onProgress,
    }),
  )
  const tested = early ?? parameters
  const evaluated = await timed('evaluate', async (onProgress) => {
    const refit = (other: OrderSettings) => refitBefore(dataset, from, other, seed)
    const rival = await chooseRival(dataset, from, settings, inService, refit)
    const candidate = (demand: Demand) => createOrderModel('tested', tested, dataset.catalogue, demand)
    const found = evaluateCandidate(dataset, { from, seed, candidate, rival, onProgress })
    return { ...found, inService: found.inService ?? notCompared(inService, dataset, from) }
  })
  options.onProgress?.('fairness', 1)
  const { scales, planQualities } = await timed('plans', () => measure(dataset, from, tested, seed))
  options.onProgress?.('gate', 0)

  const evaluation = toStored(evaluated.evaluation)
  const found: TrainReport = {
    ...emptyReport(data),
    split,
    search,
    gains: evaluated.gains,
    inService: evaluated.inService,
    groups: evaluated.groups,
    exposure: evaluated.exposure,
    exposureChange: evaluated.exposureChange,
    expectedOverObserved: evaluation.reliability.expectedOverObserved,
    plans: planQualities.map((plan) => ({ ...plan, inServiceNdcg: qualityOf(plan, inService) })),
  }
  const metrics: ModelMetrics = {
    evaluation,
    scales,
    planQualities,
    weights: Object.fromEntries(orderFeatures.map(({ key }, f) => [key, parameters.weights[f]!])),
    timings,
    orderMix: orderMixOf(dataset),
  }
  return {
    model: {
      artefact: encodeArtefact(parameters),
      metrics,
      settings: {
        seed,
        l2,
        occasions,
        restaurants: dataset.catalogue.size,
        users: dataset.users.length,
        interactions: dataset.length,
        orders: data.orders,
        order: settings,
      },
      dataFromMs: dataset.length > 0 ? dataset.atMs[0]! : null,
      dataToMs: dataset.length > 0 ? dataset.atMs[dataset.length - 1]! : null,
      dataHash: dataset.hash,
    },
    report: { ...found, gate: decide({ report: found, force: options.force }) },
  }
}

function splitByTime(dataset: Dataset): { from: number; split: NonNullable<TrainReport['split']> } {
  const rows = trainingRows(dataset)
  const trainingOrders = Math.ceil(Math.max(rows.length * (1 - testShare), rows.length - testedOrders))
  const from = rows[trainingOrders]!
  const testFrom = new Date(dataset.atMs[from]!).toISOString()
  return { from, split: { trainingOrders, testOrders: rows.length - trainingOrders, testFrom } }
}

async function refitBefore(
  dataset: Dataset,
  from: number,
  settings: OrderSettings,
  seed: number,
): Promise<OrderParameters> {
  const random = createRandom(seed)
  const past = datasetBefore(dataset, from)
  return (await trainOrderModel(past, { random, ...trainOptionsOf(settings) })).parameters
}

const qualityOf = (plan: { name: string; candidates: number }, inService: InService | null) =>
  inService?.planQualities.find(
    ({ name, candidates }) => name === plan.name && candidates === plan.candidates,
  )?.ndcg ?? null

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
