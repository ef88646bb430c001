import type { Catalogue } from '../../../catalog/catalogue.ts'
import { cuisinesOf } from '../../../catalog/cuisines-of.ts'
import type { ObjectiveContribution, RankedItem, Reason } from '../../../ranking/types.ts'
import type { Recommendation, RecommendationRequest } from '../../../serving/service.ts'
import type { RankBody, RecommendationAnswer, RecommendationBody } from './schema.ts'

/** The words of the API as the service understands them. */
export function toRequest(body: RecommendationBody | RankBody): RecommendationRequest {
  const candidateIds = 'candidateIds' in body ? [...new Set(body.candidateIds)] : null
  return {
    userId: body.userId ?? null,
    location: body.context.location ?? null,
    atMs: body.context.at === undefined ? null : Date.parse(body.context.at),
    radiusKm: body.context.radiusKm ?? null,
    cuisines: body.filters.cuisines ?? null,
    maxPriceLevel: body.filters.maxPriceLevel ?? null,
    openNow: body.filters.openNow,
    excludeIds: body.filters.excludeIds,
    candidateIds,
    limit: body.limit ?? candidateIds?.length ?? 10,
    profile: body.profile ?? null,
    latencyBudgetMs: body.latencyBudgetMs ?? null,
    explain: body.explain,
  }
}

/** The service's answer in the words of the API. */
export function toAnswer(
  recommendation: Recommendation,
  request: RecommendationRequest,
): RecommendationAnswer {
  const { catalogue } = recommendation.world
  const { name, candidates, predictedMs, budgetMs } = recommendation.plan
  return {
    recommendationId: recommendation.recommendationId,
    profile: { key: recommendation.profile.key, revision: recommendation.profile.revision },
    ...(recommendation.experiment ? { experiment: { ...recommendation.experiment } } : {}),
    model: recommendation.modelVersion === null ? null : { version: recommendation.modelVersion },
    plan: { name, candidates, predictedMs, budgetMs },
    tookMs: recommendation.tookMs,
    degraded: { any: recommendation.degraded.length > 0, reasons: [...recommendation.degraded] },
    user: { known: recommendation.userKnown },
    items: recommendation.items.map((item, index) =>
      toItem(catalogue, item, recommendation.reasons[index] ?? [], request.explain),
    ),
    leftOut: { ...recommendation.ranking.leftOut },
    ...(recommendation.ranking.floors.length > 0
      ? { floors: recommendation.ranking.floors.map((floor) => ({ ...floor })) }
      : {}),
    ...(request.candidateIds ? { unknownIds: [...recommendation.unknownIds] } : {}),
    note: recommendation.note,
  }
}

type Item = RecommendationAnswer['items'][number]

/** Written out field by field: spreads and rests cost more here than all else together. */
function toItem(
  catalogue: Catalogue,
  ranked: RankedItem,
  reasons: readonly Reason[],
  explain: boolean,
): Item {
  const { item } = ranked
  const answer: Item = {
    rank: ranked.rank,
    restaurant: {
      id: catalogue.ids[item]!,
      name: catalogue.names[item]!,
      cuisines: cuisinesOf(catalogue, item),
      priceLevel: catalogue.priceLevel[item] || null,
      location: locationOf(catalogue, item),
      distanceKm: Number.isFinite(ranked.distanceKm) ? ranked.distanceKm : null,
    },
    score: ranked.score,
    propensity: ranked.propensity,
    reasons: reasons.map(({ text }) => text),
    sources: [...ranked.sources],
  }
  if (explain) {
    answer.objectives = byKey(ranked.objectives)
    answer.adjustments = [...ranked.adjustments]
  }
  return answer
}

function byKey(objectives: readonly ObjectiveContribution[]): NonNullable<Item['objectives']> {
  const record: Item['objectives'] = {}
  for (const { key, value, unit, weight, scale, contribution } of objectives) {
    record[key] = { value, unit, weight, scale, contribution }
  }
  return record
}

function locationOf(catalogue: Catalogue, item: number) {
  const lat = catalogue.latitude[item]!
  return Number.isNaN(lat) ? null : { lat, lon: catalogue.longitude[item]! }
}
