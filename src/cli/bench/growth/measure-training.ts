import { buildCatalogue } from '../../../catalog/build-catalogue.ts'
import { marketsOf } from '../../../catalog/markets.ts'
import { columnCounts, type SparseRows } from '../../../numeric/sparse-rows.ts'
import type { Dataset } from '../../../relevance/dataset.ts'
import { fitByMarket } from '../../../relevance/fit-by-market.ts'
import { fitOperator } from '../../../relevance/fit-operator.ts'
import type { ItemOperator } from '../../../relevance/models/collaborative/operator.ts'
import { createItemRanker } from '../../../relevance/rank-items.ts'
import { userItemRows } from '../../../relevance/user-item-rows.ts'
import { endAtMs, restaurantsOf } from './cities.ts'
import { simulateOrders } from './simulate-orders.ts'
import type { GrowthTask, TrainingFigures } from './tasks.ts'

const ordersARestaurant = 50
const ordersAUser = 25
const listLength = 20
/** Users whose lists are looked at for recall. */
const judged = 2000

/** Orders of cities side by side, 50 a restaurant and 25 a user; with fewer orders than a city's, of one smaller city. */
export function dataOf(orders: number, perCity: number): Dataset {
  const restaurants = Math.max(1, Math.round(orders / ordersARestaurant))
  const inEach = Math.min(perCity, restaurants)
  const whole = Math.round(restaurants / inEach) * inEach
  const catalogue = buildCatalogue(restaurantsOf(whole, inEach))
  const users = Math.ceil(orders / ordersAUser)
  return simulateOrders({ catalogue, perCity: inEach, users, orders, seed: 1, endAtMs })
}

/** The collaborative part alone, from orders in memory to the item–item operator. */
export async function measureOperator({
  orders,
  perCity,
  byMarket,
}: Extract<GrowthTask, { kind: 'operator' }>): Promise<TrainingFigures> {
  const dataset = dataOf(orders, perCity)
  globalThis.gc?.()
  const dataMiB = process.memoryUsage.rss() / 2 ** 20
  const startMs = performance.now()
  const start = process.cpuUsage()
  const rows = userItemRows(dataset, dataset.length - Math.floor(dataset.length / 10))
  const markets = byMarket ? marketsOf(dataset.catalogue) : { count: 1, of: new Int32Array(rows.width) }
  const operator = await fitByMarket(rows, markets, fitOperator)
  return {
    ...figuresOf(dataset, process.cpuUsage(start), performance.now() - startMs),
    markets: markets.count,
    pairs: rows.columns.length,
    dataMiB,
    operatorEntries: operator.columns.length,
    recall: recallOf(dataset, rows, operator),
    stageSeconds: null,
    artefactMiB: null,
  }
}

export function figuresOf(dataset: Dataset, { user, system }: NodeJS.CpuUsage, wallMs: number) {
  return {
    orders: dataset.length,
    restaurants: dataset.catalogue.size,
    users: dataset.users.length,
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: wallMs / 1000,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    bytesPerOrder: bytesOf(dataset) / dataset.length,
  }
}

const bytesOf = ({ restaurant, user, type, atMs, amount, rating }: Dataset) =>
  [restaurant, user, type, atMs, amount, rating].reduce((sum, { byteLength }) => sum + byteLength, 0)

/** Of the last tenth's places that were new to their users, those among each user's 20 strongest. */
function recallOf(dataset: Dataset, rows: SparseRows, operator: ItemOperator): number {
  const ranker = createItemRanker(operator, rows, columnCounts(rows))
  const wanted = new Map<number, Set<number>>()
  for (let row = dataset.length - Math.floor(dataset.length / 10); row < dataset.length; row++) {
    const user = dataset.user[row]!
    const own = wanted.get(user) ?? new Set()
    if (wanted.size >= judged && !wanted.has(user)) continue
    if (!isOwn(rows, user, dataset.restaurant[row]!)) own.add(dataset.restaurant[row]!)
    wanted.set(user, own)
  }
  let [found, all] = [0, 0]
  for (const [user, items] of wanted) {
    const top = ranker.top(user, listLength)
    for (const item of top) if (items.has(item)) found++
    all += items.size
  }
  return found / all
}

function isOwn({ rowStart, columns }: SparseRows, user: number, item: number): boolean {
  for (let e = rowStart[user]!; e < rowStart[user + 1]!; e++) if (columns[e] === item) return true
  return false
}
