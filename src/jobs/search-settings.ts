import { createRandom } from '../numeric/random.ts'
import { type Dataset, datasetBefore } from '../relevance/dataset.ts'
import { evaluateOrders } from '../relevance/evaluate-orders.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import {
  defaultOrderSettings,
  type OrderSettings,
  orderSettingsSpace,
  trainOptionsOf,
} from '../relevance/order-settings.ts'
import { trainingRows, trainOrderModel } from '../relevance/train-order-model.ts'
import type { SearchReport } from './train-report.ts'

export interface SearchQuery {
  readonly seed: number
  readonly budgetSeconds: number
  /** first row of the test part, which the search does not see */
  readonly testFrom: number
  readonly clockMs: () => number
  readonly onProgress?: (share: number) => void
  readonly space?: readonly OrderSettings[]
}

/** Where the past is cut: learn before, test on the orders up to the next cut. */
const origins = [0.6, 0.8]
/** Test orders of an origin, at most. */
const testedOrders = 300
/** Settings that are not better than the default by as much stay untaken: the search looks at noise many times. */
const leastGain = 0.002

/**
 * Tries settings on rolling origins of the part before the test orders (Tashman, 2000), until all are tried or the budget is spent; what
 * has begun is finished. The default is tried first, and stays unless others are clearly better.
 */
export async function searchSettings(dataset: Dataset, query: SearchQuery): Promise<SearchReport> {
  const { budgetSeconds, clockMs, onProgress, space = orderSettingsSpace } = query
  const startMs = clockMs()
  const tookSeconds = () => (clockMs() - startMs) / 1000
  const past = datasetBefore(dataset, query.testFrom)
  const tried: { settings: OrderSettings; ndcg: number }[] = []
  for (const settings of space) {
    // What the slowest took so far is what the next may take.
    const expected = tried.length > 0 ? tookSeconds() / tried.length : 0
    if (tried.length > 0 && tookSeconds() + expected > budgetSeconds) break
    const tell = (share: number) =>
      onProgress?.(
        Math.min(1, Math.max((tried.length + share) / space.length, tookSeconds() / budgetSeconds)),
      )
    tried.push({ settings, ndcg: await tryOn(past, settings, query.seed, tell) })
  }
  const byDefault = tried[0]!
  const best = tried.reduce((a, b) => (b.ndcg > a.ndcg ? b : a))
  const chosen = best.ndcg >= byDefault.ndcg + leastGain ? best.settings : byDefault.settings
  return {
    budgetSeconds,
    tookSeconds: tookSeconds(),
    tried,
    untried: space.length - tried.length,
    best: tried.length > 0 ? chosen : defaultOrderSettings,
  }
}

/** Mean NDCG@10 over all test orders of the origins. */
async function tryOn(
  past: Dataset,
  settings: OrderSettings,
  seed: number,
  onProgress: (share: number) => void,
): Promise<number> {
  const rows = trainingRows(past)
  const cuts = [...origins.map((share) => rows[Math.floor(share * rows.length)]!), past.length]
  let sum = 0
  let orders = 0
  for (const [n, from] of cuts.slice(0, -1).entries()) {
    const { parameters } = await trainOrderModel(datasetBefore(past, from), {
      random: createRandom(seed),
      ...trainOptionsOf(settings),
      onProgress: (share) => onProgress((n + 0.7 * share) / origins.length),
    })
    const evaluated = evaluateOrders(datasetBefore(past, cuts[n + 1]!), {
      from,
      seed,
      maxOrders: testedOrders,
      bind: (demand) => createOrderModel('tried', parameters, past.catalogue, demand),
    })
    if (evaluated.orders === 0) continue
    sum += evaluated.all.model['ndcg@10'].mean * evaluated.orders
    orders += evaluated.orders
  }
  return orders > 0 ? sum / orders : 0
}
