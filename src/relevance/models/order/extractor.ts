import type { Catalogue } from '../../../catalog/catalogue.ts'
import { isOpenAt } from '../../../catalog/opening-hours.ts'
import type { Demand } from '../../demand.ts'
import type { ScoringDepth, UserQuery } from '../../model.ts'
import { type ItemOperator, scoreHistory } from '../collaborative/operator.ts'
import { createSpendModel, type SpendModel } from '../spend/spend-model.ts'
import { column, featureCount, ownColumns } from './features.ts'
import { bindOperator, buildItemTable, type ItemTable } from './item-table.ts'
import { createMoments, hourFit } from './moment.ts'
import { gatherPast, type OwnPast } from './own-places.ts'
import type { OrderParameters } from './parameters.ts'

const dayMs = 86_400_000
/** Beyond this many km, further makes no difference. */
const farKm = 50

export interface FeatureExtractor {
  readonly spend: SpendModel
  /** numbered as the catalogue */
  readonly operator: ItemOperator
  begin(query: UserQuery): UserFeatures
}

/** One user at one moment, ready to describe any restaurant. Training and serving both see restaurants through it. */
export interface UserFeatures {
  readonly past: OwnPast
  /** log of how often the user tries new places, against every other time */
  readonly exploration: number
  readonly atMs: number
  /** out[offset … offset + featureCount − 1] = the features of `item`. */
  extract(item: number, distanceKm: number, depth: ScoringDepth, out: Float64Array, offset: number): void
  /** Collaborative score of every restaurant, before the logarithm; all 0 for a user without a past. */
  collaborative(): Float64Array
  /** The places that speak for the user's taste. */
  readonly seeds: { readonly items: Int32Array; readonly weights: Float64Array }
}

/** Binds what was learnt to a catalogue and its live demand. */
export function createExtractor(
  parameters: Omit<OrderParameters, 'weights' | 'newMass' | 'calibration'>,
  catalogue: Catalogue,
  demand: Demand,
): FeatureExtractor {
  const table = buildItemTable(catalogue)
  const operator = bindOperator(parameters.operator, parameters.operatorIds, catalogue)
  const spend = createSpendModel(parameters.spend, catalogue, demand)
  const allHours = createHourTotals(demand, catalogue.size)

  const begin = (query: UserQuery): UserFeatures => {
    const momentOf = createMoments(catalogue, allHours(), query.atMs)
    const past = gatherPast(query, (item) => momentOf(item).offsetMs, spend)
    const own = describeOwnPlaces(past, query.atMs)
    const tastes = gatherTastes(past, query, catalogue, table)
    const levels = popularityLevels(demand, catalogue.size, query.atMs)
    const seeds = seedsOf(past)
    const priceTrust = past.amounts.n / (past.amounts.n + 2)
    const meanLog = past.amounts.n > 0 ? past.amounts.logs / past.amounts.n : 0
    const exploration = Math.log((past.ordered.length + 1) / (past.orders + 2)) - Math.log(0.5)
    let scores: Float64Array | undefined
    const collaborative = () => {
      if (!scores) {
        scores = new Float64Array(catalogue.size)
        scoreHistory(operator, seeds.items, seeds.weights, scores)
      }
      return scores
    }
    const hasSeeds = seeds.items.some((item) => operator.rowStart[item]! < operator.rowStart[item + 1]!)

    const extract: UserFeatures['extract'] = (item, km, depth, out, at) => {
      out.fill(0, at, at + featureCount)
      const place = past.places.get(item)
      const isOwn = place !== undefined && place.orders > 0
      const similar =
        depth === 'full' && hasSeeds
          ? Math.log1p(collaborative()[item]! / parameters.collaborativeScale) - parameters.collaborativeMean
          : 0
      if (place) {
        if (!Number.isNaN(place.rating)) out[at + column['own-rating']] = place.rating - 4
        out[at + column.clicks] = Math.log1p(place.clicks)
        out[at + column.dismissed] = place.dismissed
      }
      const moment = momentOf(item)
      const hour = hourFit(demand, item, moment)
      const week = Math.log((Math.exp(demand.logOrders('recently', item, query.atMs)) + 0.5) / levels.week)
      const month = Math.log((Math.exp(demand.logOrders('lately', item, query.atMs)) + 0.5) / levels.month)
      const ever = Math.log((demand.count(item) + 0.5) / levels.ever)
      const isUnknown = Number.isNaN(km)
      const distance = isUnknown ? 0 : Math.log((Math.min(km, farKm) + 0.5) / 2.5)
      out[at + column['popular-week']] = week
      out[at + column['popular-month']] = month
      out[at + column['popular-ever']] = ever
      out[at + column['never-ordered']] = demand.count(item) === 0 ? 1 : 0
      out[at + column.hour] = hour
      out[at + column.closed] = isOpenAt(catalogue, item, moment.minuteOfWeek) ? 0 : 1
      out[at + column.distance] = distance
      out[at + column['distance-unknown']] = isUnknown ? 1 : 0
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
      out[at + column['new-exploration']] = exploration
      out[at + column['new-collaborative']] = similar
      tastes.describe(item, out, at)
      const gap = priceTrust > 0 ? priceTrust * (Math.log(spend.ofItem(item)) - meanLog) : 0
      out[at + column['new-price-gap']] = gap
      out[at + column['new-price-gap-squared']] = gap * gap
      out[at + column['new-too-dear']] =
        query.maxPriceLevel > 0 && catalogue.priceLevel[item]! > query.maxPriceLevel ? 1 : 0
      out[at + column['new-distance']] = distance
      out[at + column['new-rating']] = table.rating[item]!
      out[at + column['new-rating-count']] = table.ratingCount[item]!
    }
    return { past, exploration, atMs: query.atMs, extract, collaborative, seeds }
  }
  return { spend, operator, begin }
}

/** Orders of all restaurants by local hour, summed again when orders have come in that could change it visibly. */
function createHourTotals(demand: Demand, size: number): () => Float64Array {
  const totals = new Float64Array(24)
  let revision = -1
  return () => {
    if (revision >= 0 && demand.revision - revision <= demand.revision / 256) return totals
    revision = demand.revision
    totals.fill(0)
    for (let n = 0; n < size * 24; n++) totals[n % 24]! += demand.hourOfDay[n]!
    return totals
  }
}

/** Mean decayed orders of a restaurant, with the half order that every one is given. */
function popularityLevels(demand: Demand, size: number, atMs: number) {
  return {
    week: Math.exp(demand.logTotal('recently', atMs)) / size + 0.5,
    month: Math.exp(demand.logTotal('lately', atMs)) / size + 0.5,
    ever: demand.revision / size + 0.5,
  }
}

/** Row n: the `own…` features, without distance and company, of the place of rank n + 1. */
function describeOwnPlaces(past: OwnPast, atMs: number): Float64Array {
  const out = new Float64Array(past.ordered.length * ownColumns)
  const experience = Math.log1p(past.orders)
  past.ordered.forEach((place, n) => {
    const row = n * ownColumns
    const days = (atMs - place.lastAtMs) / dayMs
    out[row + column.own] = 1
    out[row + column['own-week']] = Math.log1p(place.week * 10)
    out[row + column['own-month']] = Math.log1p(place.month * 10)
    out[row + column['own-season']] = Math.log1p(place.season * 10)
    out[row + column['own-count']] = Math.log1p(place.orders)
    out[row + column['own-experience']] = experience
    out[row + column['own-last']] = place.rank === 1 ? 1 : 0
    out[row + column['own-rank']] = 1 / place.rank
    out[row + column['own-since']] = Math.log(days + 0.02)
    out[row + column['own-gap']] = Math.log((days + 0.1) / (past.gapDays + 0.5))
    out[row + column['own-hour']] = Math.log((place.habitHour + 0.09) / (place.habit + 0.3))
  })
  return out
}

/** The places that speak for a user's taste, with weights of which the sum is below 1. */
function seedsOf(past: OwnPast) {
  const speaking = [...past.places.values()].filter((place) => place.orders > 0 || place.clicks > 0.05)
  const raw = speaking.map((place) => Math.min(2, place.habit + 0.2 * place.clicks))
  const sum = raw.reduce((total, weight) => total + weight, 0)
  return {
    items: Int32Array.from(speaking, (place) => place.item),
    weights: Float64Array.from(raw, (weight) => weight / (sum + 0.5)),
  }
}

/** Cuisines and brands of the user's orders (half-life 60 days), and the cuisines that the user says they like. */
function gatherTastes(past: OwnPast, query: UserQuery, catalogue: Catalogue, table: ItemTable) {
  const { cuisines, cuisineStart } = catalogue
  const profile = new Float64Array(catalogue.cuisineNames.length)
  const brands = new Map<number, number>()
  let sum = 0
  for (const { habit } of past.ordered) sum += habit
  for (const { item, habit } of past.ordered) {
    const share = habit / (sum + 0.5)
    for (let c = cuisineStart[item]!; c < cuisineStart[item + 1]!; c++) {
      profile[cuisines[c]!]! += share * table.cuisineWeight[c]!
    }
    const brand = table.brand[item]!
    if (brand >= 0) brands.set(brand, (brands.get(brand) ?? 0) + share)
  }
  const stated = new Uint8Array(catalogue.cuisineNames.length)
  for (const cuisine of query.likedCuisines) stated[cuisine] = 1
  return {
    describe(item: number, out: Float64Array, at: number): void {
      let affinity = 0
      let isStated = 0
      for (let c = cuisineStart[item]!; c < cuisineStart[item + 1]!; c++) {
        affinity += profile[cuisines[c]!]! * table.cuisineWeight[c]!
        isStated |= stated[cuisines[c]!]!
      }
      out[at + column['new-cuisine']] = affinity
      out[at + column['new-stated-cuisine']] = isStated
      out[at + column['new-brand']] = brands.get(table.brand[item]!) ?? 0
    },
  }
}
