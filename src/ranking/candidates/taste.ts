import type { Catalogue } from '../../catalog/catalogue.ts'
import { ordersOf } from '../own-orders.ts'
import type { RankingRequest } from '../types.ts'
import { byPopularity } from './popularity.ts'
import { type CandidateSource, nothing, type SourceContext } from './source.ts'
import { takeAdmitted } from './take-admitted.ts'

/** What a stated cuisine counts for, in orders. */
const statedWeight = 3
const maxCuisines = 6

/**
 * Of cuisines that the user says they like or orders often, dear ones counting half where the user wants none: best match first,
 * then most popular.
 */
export const taste: CandidateSource = {
  key: 'taste',
  share: 0.2,
  propose(context, k) {
    const { world, request } = context
    const weights = cuisineWeights(world.catalogue, request)
    if (weights.size === 0) return nothing
    const places = placesToScore(context, weights, k)
    const scores = new Float64Array(places.length)
    const weightOf = new Float64Array(world.catalogue.cuisineNames.length)
    for (const [cuisine, weight] of weights) weightOf[cuisine] = weight
    let matches = 0
    for (let n = 0; n < places.length; n++) {
      scores[n] = match(world.catalogue, places[n]!, weightOf, request.maxPriceLevelLiked)
      if (scores[n]! > 0) matches++
    }
    return bestFirst(scores, Math.min(k, matches)).map((n) => places[n]!)
  },
}

/** The area's members, or, where there is no bound, the most popular that may be shown of each cuisine; by popularity. */
function placesToScore(
  { area, popularity, admits }: SourceContext,
  weights: ReadonlyMap<number, number>,
  k: number,
): Int32Array {
  if (area.members) return area.members
  const places = new Set<number>()
  for (const cuisine of weights.keys()) {
    const [start, end] = [popularity.cuisineStart[cuisine]!, popularity.cuisineStart[cuisine + 1]!]
    for (const item of takeAdmitted(popularity.cuisineItems.subarray(start, end), k, admits)) places.add(item)
  }
  return byPopularity(Int32Array.from(places), popularity)
}

/** The user's strongest cuisines, by orders. */
function cuisineWeights(catalogue: Catalogue, request: RankingRequest): ReadonlyMap<number, number> {
  const weights = new Map<number, number>()
  const add = (cuisine: number, weight: number) => weights.set(cuisine, (weights.get(cuisine) ?? 0) + weight)
  for (const cuisine of request.likedCuisines) add(cuisine, statedWeight)
  for (const [item, { orders }] of ordersOf(request.history, request.atMs)) {
    for (let n = catalogue.cuisineStart[item]!; n < catalogue.cuisineStart[item + 1]!; n++) {
      add(catalogue.cuisines[n]!, orders)
    }
  }
  return new Map([...weights].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, maxCuisines))
}

function match(
  { cuisineStart, cuisines, priceLevel }: Catalogue,
  item: number,
  weightOf: Float64Array,
  maxPriceLevelLiked: number,
): number {
  let sum = 0
  const end = cuisineStart[item + 1]!
  for (let n = cuisineStart[item]!; n < end; n++) sum += weightOf[cuisines[n]!]!
  const tooDear = maxPriceLevelLiked > 0 && priceLevel[item]! > maxPriceLevelLiked
  return tooDear ? sum / 2 : sum
}

/** The positions of the k largest, largest first, ties by position. Matches take few values, and whole groups of them are taken at once. */
function bestFirst(scores: Float64Array, k: number): Int32Array {
  const counts = new Map<number, number>()
  for (const score of scores) counts.set(score, (counts.get(score) ?? 0) + 1)
  const placeOf = new Map<number, number>()
  let filled = 0
  for (const score of [...counts.keys()].sort((a, b) => b - a)) {
    if (filled >= k) break
    placeOf.set(score, filled)
    filled += counts.get(score)!
  }
  const positions = new Int32Array(filled)
  for (let n = 0; n < scores.length; n++) {
    const place = placeOf.get(scores[n]!)
    if (place === undefined) continue
    positions[place] = n
    placeOf.set(scores[n]!, place + 1)
  }
  return positions.subarray(0, k)
}
