import { createRandom } from '../numeric/random.ts'
import { type Dataset, datasetBefore, trainingRows } from '../relevance/dataset.ts'
import { evaluateOrders } from '../relevance/evaluate-orders.ts'
import { bootstrapMean, ndcgAt10 } from '../relevance/metrics.ts'
import { createOrderModel } from '../relevance/models/order/order-model.ts'
import { type OrderSettings, orderSettingsSpace, trainOptionsOf } from '../relevance/order-settings.ts'
import { trainOrderModel } from '../relevance/train-order-model.ts'
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
const testedOrders = 500

/**
 * Tries settings on rolling origins of the part before the test orders (Tashman, 2000), until all are tried or the budget is spent; what
 * has begun is finished. The default is tried first, and stays unless others are better beyond noise: the whole 95 % interval of the
 * difference on the same orders above zero.
 */
export async function searchSettings(dataset: Dataset, query: SearchQuery): Promise<SearchReport> {
  const { budgetSeconds, clockMs, onProgress, space = orderSettingsSpace } = query
  const startMs = clockMs()
  const tookSeconds = () => (clockMs() - startMs) / 1000
  const past = datasetBefore(dataset, query.testFrom)
  const tried: SearchReport['tried'][number][] = []
  let byDefault: Tried | undefined
  for (const settings of space) {
    // What the slowest took so far is what the next may take.
    const expected = tried.length > 0 ? tookSeconds() / tried.length : 0
    if (tried.length > 0 && tookSeconds() + expected > budgetSeconds) break
    const tell = (share: number) =>
      onProgress?.(
        Math.min(1, Math.max((tried.length + share) / space.length, tookSeconds() / budgetSeconds)),
      )
    const found = await tryOn(past, settings, query.seed, tell)
    byDefault ??= found
    const first = byDefault
    const differences = found.ndcg.map((value, n) => value - first.ndcg[n]!)
    tried.push({
      settings,
      ndcg: found.ndcg.reduce((sum, value) => sum + value, 0) / Math.max(1, found.ndcg.length),
      gainOverDefault: tried.length > 0 ? bootstrapMean(differences, found.users, query.seed) : null,
    })
  }
  const better = tried.filter(({ gainOverDefault }) => gainOverDefault !== null && gainOverDefault.low > 0)
  const best = better.reduce((a, b) => (b.ndcg > a.ndcg ? b : a), tried[0]!)
  return {
    budgetSeconds,
    tookSeconds: tookSeconds(),
    tried,
    untried: space.length - tried.length,
    best: best.settings,
  }
}

/** The test orders of all origins, in time order. */
interface Tried {
  readonly ndcg: number[]
  readonly users: number[]
}

async function tryOn(
  past: Dataset,
  settings: OrderSettings,
  seed: number,
  onProgress: (share: number) => void,
): Promise<Tried> {
  const rows = trainingRows(past)
  const cuts = [...origins.map((share) => rows[Math.floor(share * rows.length)]!), past.length]
  const tried: Tried = { ndcg: [], users: [] }
  for (const [n, from] of cuts.slice(0, -1).entries()) {
    const { parameters } = await trainOrderModel(datasetBefore(past, from), {
      random: createRandom(seed),
      ...trainOptionsOf(settings),
      onProgress: (share) => onProgress((n + 0.7 * share) / origins.length),
    })
    evaluateOrders(datasetBefore(past, cuts[n + 1]!), {
      from,
      seed,
      maxOrders: testedOrders,
      bind: (demand) => createOrderModel('tried', parameters, past.catalogue, demand),
      onOrder({ occasion, ranks }) {
        tried.ndcg.push(ndcgAt10(ranks.model))
        tried.users.push(occasion.user)
      },
    })
  }
  return tried
}
