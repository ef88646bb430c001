import type { PreparedRequest, RecommendationRequest, RecommendationService } from './service.ts'
import type { SideSpec } from './sides.ts'

/** A request under one side's settings, model and plan. @throws Problem model-not-found */
export function prepareSide(
  recommender: Pick<RecommendationService, 'prepare'>,
  request: RecommendationRequest,
  { settings, key, revision, ...spec }: SideSpec,
): Promise<PreparedRequest> {
  return recommender.prepare(request, {
    settings: { key, revision, settings },
    ...(spec.modelVersion === undefined ? {} : { modelVersion: spec.modelVersion }),
    ...(spec.plan ? { plan: spec.plan } : {}),
  })
}

/** What an answer may take, ms. */
export function budgetOf({ request }: PreparedRequest, { latencyBudgetMs }: RecommendationRequest): number {
  return Math.min(request.profile.latencyBudgetMs, latencyBudgetMs ?? Number.POSITIVE_INFINITY)
}
