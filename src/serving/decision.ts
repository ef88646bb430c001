import type { RankingRequest } from '../ranking/types.ts'
import type { Decision } from './decision-rows.ts'
import { loggedItem, weighingOf } from './logged-items.ts'
import type { Recommendation, RecommendationRequest } from './service.ts'

/** The log's row of one answer: the request as it was understood, and all that is needed to take the list apart later. */
export function decisionOf(
  request: RecommendationRequest,
  resolved: RankingRequest,
  recommendation: Recommendation,
  atMs: number,
): Decision {
  const { ids } = recommendation.world.catalogue
  return {
    id: recommendation.recommendationId,
    atMs,
    userId: request.userId,
    profileKey: recommendation.profile.key,
    profileRevision: recommendation.profile.revision,
    modelVersion: recommendation.modelVersion,
    request: { ...request, atMs: resolved.atMs, profile: recommendation.profile.key, seed: resolved.seed },
    plan: { ...recommendation.plan, weighing: weighingOf(recommendation.items) },
    items: recommendation.items.map((item) => loggedItem(item, ids)),
    tookMs: recommendation.tookMs,
    degraded: recommendation.degraded,
    experiment: recommendation.experiment,
  }
}
