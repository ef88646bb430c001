import type { Catalogue } from '../../../catalog/catalogue.ts'
import { openNowOf } from '../../../catalog/open-now.ts'
import { kmOfChord, nearestChord, pointsAt, pointsOf } from '../../../catalog/sphere.ts'
import { runSteps, type Steps } from '../../../numeric/steps.ts'
import type { Demand } from '../../demand.ts'
import type { ScoringDepth, UserQuery } from '../../model.ts'
import type { ItemOperator } from '../collaborative/operator.ts'
import { createSpendModel, type SpendModel } from '../spend/spend-model.ts'
import { createCollaborativeScores, type Seeds } from './collaborative-scores.ts'
import { createCuisineHours } from './cuisine-hours.ts'
import { column, featureCount, ownColumns } from './features.ts'
import { createMoments, hourFit } from './moment.ts'
import { type OrderTables, orderTableSteps } from './order-tables.ts'
import { describeOwnPlaces } from './own-features.ts'
import { gatherPast, type OwnPast } from './own-places.ts'
import type { OrderParameters } from './parameters.ts'
import { popularityAt } from './popularity.ts'
import { createPresence } from './presence.ts'
import { createReach, type Reach } from './reach.ts'
import { gatherTastes } from './tastes.ts'

/** Beyond this many km, further makes no difference. */
const farKm = 50
const logKm = (km: number) => Math.log((Math.min(km, farKm) + 0.5) / 2.5)

export interface FeatureExtractor {
  readonly spend: SpendModel
  /** numbered as the catalogue */
  readonly operator: ItemOperator
  begin(query: UserQuery): UserFeatures
  /** Sums ahead what the first user would wait for, with stops in between. */
  warmUpSteps(): Steps<void>
}

/** One user at one moment, ready to describe any restaurant. Training and serving both see restaurants through it. */
export interface UserFeatures {
  readonly past: OwnPast
  /** Whether the user ordered from this place before. */
  isOwn(item: number): boolean
  /** from the nearest origin; NaN: unknown */
  kmTo(item: number): number
  /** What delivers to the user apart from their own places; valid until the next call. */
  reach(): Reach
  readonly atMs: number
  /** out[offset … offset + featureCount − 1] = the features of `item`. */
  extract(item: number, distanceKm: number, depth: ScoringDepth, out: Float64Array, offset: number): void
  /** Of largest collaborative score, best first; none for a user without a past. */
  nearest(k: number, admits?: (item: number) => boolean): Int32Array
  readonly seeds: Seeds
  /** By cuisine: orders from its places, as habits count them. */
  cuisineHabits(): Float64Array
}

/** Binds what was learnt to a catalogue and its live demand. */
export function createExtractor(
  parameters: Omit<OrderParameters, 'weights' | 'calibration'>,
  catalogue: Catalogue,
  demand: Demand,
  tables: OrderTables = runSteps(orderTableSteps(parameters, catalogue)),
): FeatureExtractor {
  const { items: table, operator, kinship } = tables
  const spend = createSpendModel(parameters.spend, catalogue, demand)
  const collaborative = createCollaborativeScores(operator)
  const reachOf = createReach(catalogue)
  const points = pointsOf(catalogue)
  const isOpen = openNowOf(catalogue)
  const allHours = createHourTotals(demand, catalogue.size)
  const cuisineHours = createCuisineHours(catalogue, demand)

  const begin = (query: UserQuery): UserFeatures => {
    const momentOf = createMoments(catalogue, allHours(), query.atMs)
    const past = gatherPast(query, (item) => momentOf(item).offsetMs, spend, parameters.habitDays)
    const own = describeOwnPlaces(past, query.atMs)
    const tastes = gatherTastes(past, query, catalogue, table, kinship)
    const popularity = popularityAt(demand, catalogue, query.atMs)
    const cuisineHour = cuisineHours.at(momentOf)
    const seeds = seedsOf(past)
    let cuisineHabits: Float64Array | undefined
    const priceTrust = past.amounts.n / (past.amounts.n + 2)
    const meanLog = past.amounts.n > 0 ? past.amounts.logs / past.amounts.n : 0
    // How often the user tries new places, against every other time.
    const exploration = Math.log((past.ordered.length + 1) / (past.orders + 2)) - Math.log(0.5)
    const hasSeeds = seeds.items.some((item) => operator.rowStart[item]! < operator.rowStart[item + 1]!)

    const presenceOf = createPresence(parameters.whereabouts, catalogue, query, momentOf)

    const extract: UserFeatures['extract'] = (item, km, depth, out, at) => {
      out.fill(0, at, at + featureCount)
      const place = past.places.get(item)
      const isOwn = place !== undefined && place.orders > 0
      const similar =
        depth === 'full' && hasSeeds
          ? Math.log1p(collaborative.of(seeds)[item]! / parameters.collaborativeScale) -
            parameters.collaborativeMean
          : 0
      if (place) {
        if (!Number.isNaN(place.rating)) out[at + column['own-rating']] = place.rating - 4
        out[at + column.clicks] = Math.log1p(place.clicks)
        out[at + column.dismissed] = place.dismissed
      }
      const moment = momentOf(item)
      const hour = hourFit(demand, item, moment)
      const week = popularity.lately('recently', item)
      const month = popularity.lately('lately', item)
      const ever = popularity.ever(item)
      const presence = presenceOf(item, km)
      const isUnknown = Number.isNaN(km)
      const distance = isUnknown ? 0 : logKm(km)
      out[at + column['popular-week']] = week
      out[at + column['popular-month']] = month
      out[at + column['popular-ever']] = ever
      out[at + column['never-ordered']] = demand.count(item) === 0 ? 1 : 0
      out[at + column.hour] = hour
      out[at + column['cuisine-hour']] = cuisineHour(item)
      out[at + column.closed] = isOpen(item, moment.minuteOfWeek) ? 0 : 1
      out[at + column.distance] = distance
      out[at + column['distance-km']] = isUnknown ? 0 : Math.min(km, 15) / 5
      out[at + column['distance-unknown']] = isUnknown ? 1 : 0
      out[at + column.whereabouts] = presence.logReach
      out[at + column['distance-likely']] = isUnknown ? 0 : logKm(presence.km) - distance
      if (isOwn) {
        const row = (place.rank - 1) * ownColumns
        for (let f = 0; f < ownColumns; f++) if (own[row + f] !== 0) out[at + f] = own[row + f]!
        out[at + column['own-collaborative']] = similar
        return
      }
      out[at + column['new-popular-week']] = week
      out[at + column['new-popular-month']] = month
      out[at + column['new-popular-ever']] = ever
      out[at + column['new-hour']] = hour
      out[at + column['new-young']] = popularity.young(item)
      out[at + column['new-exploration']] = exploration
      out[at + column['new-collaborative']] = similar
      tastes.describe(item, out, at)
      const gap = priceTrust > 0 ? priceTrust * (Math.log(spend.ofItem(item)) - meanLog) : 0
      out[at + column['new-price-gap']] = gap
      out[at + column['new-price-above']] = Math.max(0, gap)
      out[at + column['new-price-gap-squared']] = gap * gap
      out[at + column['new-too-dear']] =
        query.maxPriceLevel > 0 && catalogue.priceLevel[item]! > query.maxPriceLevel ? 1 : 0
      out[at + column['new-distance']] = distance
      out[at + column['new-distance-km']] = out[at + column['distance-km']]!
      out[at + column['new-rating']] = table.rating[item]!
      out[at + column['new-rating-count']] = table.ratingCount[item]!
    }
    const origins = query.origins ?? []
    const from = pointsAt(origins)
    const isOwn = (item: number) => (past.places.get(item)?.rank ?? 0) > 0
    return {
      past,
      isOwn,
      kmTo: (item) => kmOfChord(nearestChord(points, item, from)),
      reach: () => reachOf(origins, (item) => momentOf(item).minuteOfWeek, isOwn),
      atMs: query.atMs,
      extract,
      nearest: (k, admits) => collaborative.nearest(seeds, k, admits),
      seeds,
      cuisineHabits: () => (cuisineHabits ??= sumByCuisine(past, catalogue)),
    }
  }
  function* warmUpSteps(): Steps<void> {
    allHours()
    yield
    yield* cuisineHours.refreshSteps()
  }
  return { spend, operator, begin, warmUpSteps }
}

/** Orders of all restaurants by local hour, summed again when orders have come in that could change it visibly. */
function createHourTotals(demand: Demand, size: number): () => Float64Array {
  const totals = new Float64Array(24)
  let revision = -1
  return () => {
    if (revision >= 0 && demand.revision - revision <= demand.revision / 256) return totals
    revision = demand.revision
    totals.fill(0)
    const { hourOfDay } = demand
    for (let row = 0; row < size * 24; row += 24) {
      for (let h = 0; h < 24; h++) totals[h]! += hourOfDay[row + h]!
    }
    return totals
  }
}

function sumByCuisine(
  { ordered }: OwnPast,
  { cuisines, cuisineStart, cuisineNames }: Catalogue,
): Float64Array {
  const sums = new Float64Array(cuisineNames.length)
  for (const { item, habit } of ordered) {
    for (let c = cuisineStart[item]!; c < cuisineStart[item + 1]!; c++) sums[cuisines[c]!]! += habit
  }
  return sums
}

/** More would say little: they are the oldest habits of those who order a lot. */
const mostSeeds = 64

/** The places that speak most for a user's taste, with weights of which the sum is below 1. */
function seedsOf(past: OwnPast): Seeds {
  const strengths = new Map<number, number>()
  let sum = 0
  for (const { item, orders, clicks, habit } of past.places.values()) {
    if (orders === 0 && clicks <= 0.05) continue
    const strength = Math.min(2, habit + 0.2 * clicks)
    strengths.set(item, strength)
    sum += strength
  }
  const strongest = [...strengths].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostSeeds)
  return {
    items: Int32Array.from(strongest, ([item]) => item),
    weights: Float64Array.from(strongest, ([, strength]) => strength / (sum + 0.5)),
  }
}
