import { buildCatalogue } from '../../../catalog/build-catalogue.ts'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Restaurant } from '../../../catalog/schema.ts'
import type { History } from '../../../interactions/history.ts'
import { createRandom } from '../../../numeric/random.ts'
import { defaultProfileKey, shippedProfiles } from '../../../profiles/shipped.ts'
import { neutralScales } from '../../../ranking/objectives/objectives.ts'
import { rank } from '../../../ranking/pipeline.ts'
import { plans } from '../../../ranking/planner/plans.ts'
import type { RankingRequest, RankingWorld } from '../../../ranking/types.ts'
import { createHistories, type Dataset } from '../../../relevance/dataset.ts'
import { createDemand, type Demand } from '../../../relevance/demand.ts'
import { fitOperator } from '../../../relevance/fit-operator.ts'
import { createOrderModel } from '../../../relevance/models/order/order-model.ts'
import type { OrderParameters } from '../../../relevance/models/order/parameters.ts'
import { trainOrderModel } from '../../../relevance/train-order-model.ts'
import { mainThreadCpuMs } from '../cpu.ts'
import { inTurns, spreadOf } from '../measure.ts'
import { endAtMs, inCity, restaurantsOf } from './cities.ts'
import { simulateOrders } from './simulate-orders.ts'
import type { CatalogueFigures, GrowthTask } from './tasks.ts'

const ordersEach = 20
const ordersAUser = 25
const requests = 60
/** Sunday evening, when most are open. */
const askedAtMs = endAtMs - 4 * 3_600_000

/** What a restaurant costs in memory and a request in time, in a catalogue of this size; in memory alone. */
export async function measureCatalogue({
  restaurants,
  perCity,
  hasUnknownRanges,
  rounds,
}: Extract<GrowthTask, { kind: 'catalogue' }>): Promise<CatalogueFigures> {
  const empty = usedBytes()
  const { catalogue, layOutMs } = layOut(() => restaurantsOf(restaurants, perCity, hasUnknownRanges))
  const bytes = usedBytes() - empty
  const city = await learnOneCity(Math.min(restaurants, perCity))
  const cities = Math.max(1, Math.round(restaurants / perCity))
  const beforeDemand = usedBytes()
  const demand = demandOf(catalogue, city.dataset, cities)
  const beforeModel = usedBytes()
  const model = createOrderModel('repeated', repeated(city.parameters, catalogue, cities), catalogue, demand)
  const modelBytes = usedBytes() - beforeModel
  const world: RankingWorld = { catalogue, demand, model, scales: neutralScales, planQualities: [] }
  const asked = requestsOf(city.dataset, cities, perCity)
  const beforeFirst = usedBytes()
  const firstMs = cpuMsOf(() => rankAll(world, asked.slice(0, 1)))
  const results = await inTurns(plans, rounds, (plan) => {
    const some = asked.map((request) => ({ ...request, plan }))
    return (1000 * cpuMsOf(() => rankAll(world, some))) / some.length
  })
  const kept = usedBytes() - beforeFirst
  return {
    restaurants,
    cities,
    layOutMs,
    bytesEach: (bytes + (beforeModel - beforeDemand) + kept) / restaurants,
    modelBytesEach: modelBytes / restaurants,
    firstMs,
    resortMs: resortMs(world, asked[0]!),
    rankUs: plans.map(({ name, candidates }, k) => ({
      plan: `${name}@${candidates}`,
      us: spreadOf(results[k]!),
    })),
  }
}

/** The rows are gone when it returns; what the catalogue took over of them is not. */
function layOut(makeRows: () => Restaurant[]) {
  const rows = makeRows()
  const startMs = mainThreadCpuMs()
  const catalogue = buildCatalogue(rows)
  return { catalogue, layOutMs: mainThreadCpuMs() - startMs }
}

async function learnOneCity(restaurants: number) {
  const catalogue = buildCatalogue(restaurantsOf(restaurants, restaurants))
  const orders = restaurants * ordersEach
  const users = Math.ceil(orders / ordersAUser)
  const dataset = simulateOrders({ catalogue, perCity: restaurants, users, orders, seed: 1, endAtMs })
  const { parameters } = await trainOrderModel(dataset, {
    random: createRandom(1),
    fitOperator,
    stages: 1,
    maxOccasions: 300,
  })
  return { dataset, parameters }
}

/** Every city is ordered from as the one that was learnt from. */
function demandOf(catalogue: Catalogue, dataset: Dataset, cities: number): Demand {
  const demand = createDemand(catalogue)
  const perCity = dataset.catalogue.size
  for (let row = 0; row < dataset.length; row++) {
    for (let city = 0; city < cities; city++) {
      demand.observe(city * perCity + dataset.restaurant[row]!, dataset.atMs[row]!, dataset.amount[row]!)
    }
  }
  return demand
}

/** What was learnt of one city, of each: its restaurants have the same company. */
function repeated(parameters: OrderParameters, catalogue: Catalogue, cities: number): OrderParameters {
  const { items, rowStart, columns, values } = parameters.operator
  const entries = columns.length
  const operator = {
    items: items * cities,
    rowStart: new Int32Array(items * cities + 1),
    columns: new Int32Array(entries * cities),
    values: new Float32Array(entries * cities),
  }
  for (let city = 0; city < cities; city++) {
    for (let i = 0; i < items; i++)
      operator.rowStart[city * items + i + 1] = city * entries + rowStart[i + 1]!
    for (let e = 0; e < entries; e++) operator.columns[city * entries + e] = city * items + columns[e]!
    operator.values.set(values, city * entries)
  }
  return { ...parameters, operator, operatorIds: catalogue.ids }
}

function requestsOf(dataset: Dataset, cities: number, perCity: number): RankingRequest[] {
  const random = createRandom(2)
  const histories = createHistories(dataset)
  return Array.from({ length: requests }, (_, seed) => {
    const user = random.int(dataset.users.length)
    const city = random.int(cities)
    const { restaurant, ...history } = histories.before(user, dataset.length)
    const { origins } = dataset.users[user]!
    return {
      history: { ...history, restaurant: restaurant.map((item) => item + city * perCity) } satisfies History,
      likedCuisines: [],
      maxPriceLevelLiked: 0,
      origins: origins.map((origin) => inCity(origin, city)),
      atMs: askedAtMs,
      radiusKm: null,
      filters: { cuisines: null, maxPriceLevel: 0, openNow: true, exclude: new Set<number>() },
      limit: 10,
      profile: shippedProfiles[defaultProfileKey]!,
      plan: plans[0]!,
      candidates: null,
      seed,
    }
  })
}

/** @returns what was scored, so that nothing of the work can be left out */
function rankAll(world: RankingWorld, asked: readonly RankingRequest[]): number {
  let scored = 0
  for (const request of asked) scored += rank(world, request).scored
  return scored
}

/** Orders are taken up until the popular ones are sorted anew, which the next ranking does. */
function resortMs(world: RankingWorld, request: RankingRequest): number {
  const { catalogue, demand } = world
  for (let n = 0; n <= catalogue.size / 256 + 1; n++) demand.observe(n % catalogue.size, askedAtMs, 20)
  return cpuMsOf(() => rankAll(world, [request]))
}

function cpuMsOf(work: () => unknown): number {
  const startMs = mainThreadCpuMs()
  work()
  return mainThreadCpuMs() - startMs
}

function usedBytes(): number {
  if (!globalThis.gc) throw new Error('Memory is measured after a collection: run node with --expose-gc.')
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
