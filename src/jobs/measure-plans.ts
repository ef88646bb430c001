import type { History } from '../interactions/history.ts'
import { createRandom } from '../numeric/random.ts'
import {
  type ObjectiveKey,
  objectiveKeys,
  type ProfileSettings,
  profileSettingsSchema,
} from '../profiles/schema.ts'
import { neutralScales } from '../ranking/objectives/objectives.ts'
import { rank } from '../ranking/pipeline.ts'
import { deepestPlan, plans } from '../ranking/planner/plans.ts'
import type { Plan, PlanQuality, Ranking, RankingRequest, RankingWorld, Scales } from '../ranking/types.ts'
import type { UserScorer } from '../relevance/model.ts'
import type { Location } from '../schema/primitives.ts'

/** An order to come, as it looked just before. */
export interface Occasion {
  /** what the user had done until then */
  readonly history: History
  readonly atMs: number
  /** catalogue index of what was ordered from */
  readonly restaurant: number
  readonly origins: readonly Location[]
  readonly likedCuisines: readonly number[]
}

export interface MeasureQuery {
  /** as of before the occasions; its model is what is measured */
  readonly world: RankingWorld
  readonly occasions: readonly Occasion[]
  readonly seed: number
  /** a random sample of so many is enough; default 200 */
  readonly maxOccasions?: number
}

export interface PlanMeasures {
  readonly scales: Scales
  readonly planQualities: readonly PlanQuality[]
}

const listLength = 10
/** An objective that is 0 everywhere says nothing of its scale. */
const leastScale = 1e-9

/**
 * Ranks by relevance with every plan on occasions that the model has not seen. σ_k = mean of |o_k| over the full lists' items. A plan's
 * quality is the mean NDCG@10 of the restaurant that was ordered from, and the mean discounted revenue that the full model expects
 * of its ten, both over those of the full plan at full depth. Without a model or occasions: neutral scales, no qualities.
 */
export function measurePlans({ world, occasions, seed, maxOccasions = 200 }: MeasureQuery): PlanMeasures {
  const { model } = world
  if (!model || occasions.length === 0) return { scales: neutralScales, planQualities: [] }
  const sample = createRandom(seed)
    .shuffle([...occasions])
    .slice(0, maxOccasions)
  const totals = plans.map(() => ({ ndcg: 0, revenue: 0 }))
  const scales = createScaleMeter()
  for (const occasion of sample) {
    const scorer = model.begin({ ...occasion, maxPriceLevel: 0 })
    // What depends on the user alone is worked out once for all plans.
    const prepared = { ...world, model: { version: model.version, begin: () => scorer } }
    plans.forEach((plan, p) => {
      const ranking = rank(prepared, requestFor(occasion, plan))
      if (plan === deepestPlan) scales.add(ranking)
      totals[p]!.ndcg += gain(ranking, occasion.restaurant)
      totals[p]!.revenue += expectedRevenue(world, scorer, ranking)
    })
  }
  const best = totals[plans.indexOf(deepestPlan)]!
  const planQualities = plans.map((plan, p) => ({
    ...plan,
    ndcg: ratio(totals[p]!.ndcg, best.ndcg),
    revenue: ratio(totals[p]!.revenue, best.revenue),
  }))
  return { scales: scales.read(), planQualities }
}

/** Where the best is nothing, nothing is lost. */
const ratio = (value: number, best: number) => (best > 0 ? value / best : 1)

/** 1 / log2(1 + rank): the NDCG of a list with one right answer; 0 when it is not on it. */
function gain(ranking: Ranking, restaurant: number): number {
  const found = ranking.items.find(({ item }) => item === restaurant)
  return found ? 1 / Math.log2(1 + found.rank) : 0
}

/** Σ p · v · f / log2(1 + rank), whatever ranked the list, by the full model. */
function expectedRevenue({ catalogue }: RankingWorld, scorer: UserScorer, { items }: Ranking): number {
  const count = items.length
  const out = { probability: new Float64Array(count), spend: new Float64Array(count) }
  const indices = Int32Array.from(items, ({ item }) => item)
  const distances = Float64Array.from(items, ({ distanceKm }) => distanceKm)
  scorer.score(indices, distances, count, 'full', out)
  return items.reduce((sum, { item }, n) => {
    const fee = out.probability[n]! * out.spend[n]! * catalogue.feeRate[item]!
    return sum + fee / Math.log2(n + 2)
  }, 0)
}

function createScaleMeter() {
  const sums: Record<ObjectiveKey, number> = { relevance: 0, revenue: 0, margin: 0, wait: 0, discovery: 0 }
  let count = 0
  return {
    add({ items }: Ranking) {
      count += items.length
      for (const { objectives } of items)
        for (const { key, value } of objectives) sums[key] += Math.abs(value)
    },
    read(): Scales {
      const scales = { ...neutralScales }
      for (const key of objectiveKeys) if (sums[key] / count > leastScale) scales[key] = sums[key] / count
      return scales
    },
  }
}

const relevanceAlone: ProfileSettings = profileSettingsSchema.parse({
  stakeholder: 'Planner',
  description: 'What plans are measured with.',
  weights: { relevance: 1 },
  latencyBudgetMs: 10_000,
  modelChannel: 'latest',
})

function requestFor(occasion: Occasion, plan: Plan): RankingRequest {
  return {
    history: occasion.history,
    likedCuisines: occasion.likedCuisines,
    maxPriceLevelLiked: 0,
    origins: occasion.origins,
    atMs: occasion.atMs,
    radiusKm: null,
    filters: { cuisines: null, maxPriceLevel: 0, openNow: true, exclude: new Set() },
    limit: listLength,
    profile: relevanceAlone,
    plan,
    candidates: null,
    seed: 0,
  }
}
