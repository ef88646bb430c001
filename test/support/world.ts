import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import type { Catalogue } from '../../src/catalog/catalogue.ts'
import { type Restaurant, restaurantSchema } from '../../src/catalog/schema.ts'
import { bindHistory } from '../../src/interactions/bind-history.ts'
import { emptyHistory, type History } from '../../src/interactions/history.ts'
import type { InteractionType } from '../../src/interactions/schema.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { type ProfileSettings, profileSettingsSchema } from '../../src/profiles/schema.ts'
import type { RankingRequest, RankingWorld } from '../../src/ranking/types.ts'
import type { Demand } from '../../src/relevance/demand.ts'
import type { RelevanceModel, Term, UserQuery, UserScorer } from '../../src/relevance/model.ts'

/** A Friday, 19:00 in UTC. */
export const dinnerMs = Date.UTC(2026, 2, 6, 19)
export const centre = { lat: 48.85, lon: 2.35 }
const dayMs = 86_400_000
const cuisines = ['Italian', 'Thai', 'Indian', 'French', 'Mexican', 'Sushi', 'Burgers', 'Vegan']

export interface TestWorldOptions {
  restaurants: number
  seed?: number
  /** Orders that demand starts with; default 10 a restaurant. */
  orders?: number
  /** false: a world without a model */
  model?: boolean
  /** Changes made to restaurant number i. */
  restaurant?: (i: number) => Partial<Restaurant>
}

/** A small city around `centre`, always open, with a fake model whose terms are additive; the same options give the same world. */
export function testWorld(options: TestWorldOptions): RankingWorld {
  const random = createRandom(options.seed ?? 1)
  const catalogue = buildCatalogue(
    Array.from({ length: options.restaurants }, (_, i) => testRestaurant(i, random, options.restaurant?.(i))),
  )
  const demand = fakeDemand(catalogue)
  const orders = random.fork('orders')
  for (let n = options.orders ?? options.restaurants * 10; n > 0 && catalogue.size > 0; n--) {
    const item = Math.floor(catalogue.size * orders.next() ** 2)
    demand.observe(item, dinnerMs - orders.next() * 90 * dayMs, 10 + 20 * orders.next())
  }
  return {
    catalogue,
    demand,
    model: options.model === false ? null : fakeModel(catalogue, options.seed ?? 1),
    scales: { relevance: 0.1, revenue: 0.25, margin: 0.2, wait: 30, discovery: 0.02 },
    planQualities: [],
  }
}

function testRestaurant(
  i: number,
  random: ReturnType<typeof createRandom>,
  changes?: Partial<Restaurant>,
): Restaurant {
  const priceLevel = 1 + random.int(4)
  return restaurantSchema.parse({
    id: `r${String(i).padStart(5, '0')}`,
    name: `Restaurant ${i}`,
    cuisines: [cuisines[random.int(cuisines.length)], cuisines[random.int(cuisines.length)]],
    priceLevel,
    averageSpend: priceLevel * (8 + 8 * random.next()),
    costPerOrder: random.next() * 2,
    preparationMinutes: 10 + random.int(30),
    location: {
      lat: centre.lat + 0.03 * random.normal(),
      lon: centre.lon + 0.04 * random.normal(),
    },
    rating: Math.min(5, 3 + 2 * random.next()),
    ratingCount: random.int(500),
    listedAt: new Date(dinnerMs - random.next() * 900 * dayMs).toISOString(),
    updatedAt: new Date(dinnerMs).toISOString(),
    ...changes,
  })
}

/** Exact decayed counts, kept as a list of orders: slow and plain. */
export function fakeDemand(catalogue: Catalogue, decayDays = 30): Demand {
  const times: number[][] = Array.from({ length: catalogue.size }, () => [])
  const amounts: number[][] = Array.from({ length: catalogue.size }, () => [])
  let revision = 0
  const orders = (item: number, atMs: number) =>
    times[item]!.reduce((sum, time) => sum + Math.exp((time - atMs) / (decayDays * dayMs)), 0)
  return {
    observe(item, atMs, amount) {
      revision++
      times[item]!.push(atMs)
      if (!Number.isNaN(amount)) amounts[item]!.push(amount)
    },
    orders,
    total: (atMs) => times.reduce((sum, _, item) => sum + orders(item, atMs), 0),
    count: (item) => times[item]!.length,
    meanAmount: (item) => amounts[item]!.reduce((sum, amount) => sum + amount, 0) / amounts[item]!.length,
    logOrders: (_, item, atMs) => Math.log(orders(item, atMs)),
    logTotal: (_, atMs) => Math.log(times.reduce((sum, _times, item) => sum + orders(item, atMs), 0)),
    hourOfDay: new Float32Array(catalogue.size * 24),
    get revision() {
      return revision
    },
  }
}

/** log-odds = −3 + a taste drawn by seed + 0.8 · log(1 + own orders) + 0.7 if the cuisine is liked − 0.1 · km. */
export function fakeModel(catalogue: Catalogue, seed = 1): RelevanceModel {
  const random = createRandom(seed).fork('model')
  const taste = Float64Array.from({ length: catalogue.size }, () => random.normal())
  return {
    version: `fake-${seed}`,
    begin(query) {
      const ownOrders = countOrders(query, catalogue.size)
      const likes = (item: number) =>
        catalogue.cuisines
          .subarray(catalogue.cuisineStart[item]!, catalogue.cuisineStart[item + 1]!)
          .find((cuisine) => query.likedCuisines.includes(cuisine))
      const terms = (item: number, km: number, depth: string): Term[] => [
        { feature: 'bias', logOdds: -3 },
        { feature: 'taste', logOdds: depth === 'full' ? taste[item]! : 0 },
        { feature: 'orders', logOdds: 0.8 * Math.log1p(ownOrders.count[item]!) },
        { feature: 'cuisine', logOdds: likes(item) === undefined ? 0 : 0.7 },
        { feature: 'distance', logOdds: Number.isNaN(km) ? -0.3 : -0.1 * km },
      ]
      const factOf: UserScorer['factOf'] = (item, _km, feature) => {
        const orders = ownOrders.count[item]!
        const cuisine = likes(item)
        if (feature === 'orders' && orders > 0)
          return { kind: 'ordered-before', orders, lastAtMs: ownOrders.lastAtMs[item]! }
        return feature === 'cuisine' && cuisine !== undefined ? { kind: 'cuisine', cuisine } : undefined
      }
      const probability = (item: number, km: number, depth: string) =>
        1 / (1 + Math.exp(-terms(item, km, depth).reduce((sum, term) => sum + term.logOdds, 0)))
      return {
        nearest(k, admits = () => true) {
          if (query.history.length === 0) return new Int32Array(0)
          const order = Int32Array.from({ length: catalogue.size }, (_, i) => i)
          return order
            .sort((a, b) => taste[b]! - taste[a]! || a - b)
            .filter((item) => admits(item))
            .slice(0, k)
        },
        score(items, distanceKm, count, depth, out) {
          for (let j = 0; j < count; j++) {
            out.probability[j] = probability(items[j]!, distanceKm[j]!, depth)
            out.spend[j] = catalogue.averageSpend[items[j]!] || 15
          }
        },
        explain: terms,
        factOf,
      }
    },
  }
}

function countOrders(query: UserQuery, size: number) {
  const count = new Int32Array(size)
  const lastAtMs = new Float64Array(size)
  const { history } = query
  for (let n = 0; n < history.length; n++) {
    if (history.type[n] !== 2 || history.atMs[n]! > query.atMs) continue
    count[history.restaurant[n]!]!++
    lastAtMs[history.restaurant[n]!] = history.atMs[n]!
  }
  return { count, lastAtMs }
}

/** Interactions as `[type, catalogue index, days before dinner]`, in any order. */
export function testHistory(
  world: RankingWorld,
  rows: readonly (readonly [InteractionType, number, number])[],
): History {
  if (rows.length === 0) return emptyHistory
  const sorted = [...rows].sort((a, b) => b[2] - a[2])
  return bindHistory(
    sorted.map(([type, item, daysAgo], n) => ({
      id: `i${n}`,
      type,
      userId: 'u',
      restaurantId: world.catalogue.ids[item]!,
      at: new Date(dinnerMs - daysAgo * dayMs).toISOString(),
      atMs: dinnerMs - daysAgo * dayMs,
    })),
    world.catalogue,
  )
}

type ProfileChanges = Partial<Omit<ProfileSettings, 'weights'>> & {
  weights?: Partial<ProfileSettings['weights']>
}

/** Relevance alone, unless told otherwise. */
export function testProfile(changes: ProfileChanges = {}): ProfileSettings {
  return profileSettingsSchema.parse({
    stakeholder: 'Tests',
    description: 'A profile for tests.',
    latencyBudgetMs: 100,
    ...changes,
    weights: changes.weights ?? { relevance: 1 },
  })
}

/** A stranger's request for ten places at dinner time in the centre, by the full plan. */
export function testRequest(changes: Partial<RankingRequest> = {}): RankingRequest {
  return {
    history: emptyHistory,
    likedCuisines: [],
    maxPriceLevelLiked: 0,
    origins: [centre],
    atMs: dinnerMs,
    radiusKm: null,
    filters: { cuisines: null, maxPriceLevel: 0, openNow: true, exclude: new Set() },
    limit: 10,
    profile: testProfile(),
    plan: { name: 'full', candidates: 200 },
    candidates: null,
    seed: 1,
    ...changes,
  }
}
