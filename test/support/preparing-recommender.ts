import { Problem } from '../../src/problem/problems.ts'
import type { ProfileSettings } from '../../src/profiles/schema.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import { choosePlan } from '../../src/ranking/planner/choose-plan.ts'
import type { Plan, RankingWorld } from '../../src/ranking/types.ts'
import { decisionOf } from '../../src/serving/decision.ts'
import type { Decision } from '../../src/serving/decision-rows.ts'
import type { PriceList } from '../../src/serving/live-planner.ts'
import { plainRequest } from '../../src/serving/past-requests.ts'
import { resolveCandidates, resolveRequest } from '../../src/serving/resolve.ts'
import type { RecommendationRequest, RecommendationService } from '../../src/serving/service.ts'
import { dinnerMs, testHistory } from './world.ts'

/** p95 by plan, ms, as if it had been measured. */
export const priceMs = ({ name, candidates }: Plan): number =>
  ({ popular: 1, fast: 2, full: 4 })[name] + candidates / 100

/**
 * Prepares requests over a test world, for what is built on `prepare` and `plans`: user `u<n>` ordered from place n. It serves the
 * world's own model as a version; others are not found.
 */
export function preparingRecommender(world: RankingWorld, defaults: ProfileSettings) {
  const modelVersion = world.model?.version ?? null
  const recommender: Pick<RecommendationService, 'prepare' | 'plans'> = {
    async prepare(request, overrides = {}) {
      const version = overrides.modelVersion === undefined ? modelVersion : overrides.modelVersion
      if (version !== null && version !== modelVersion) throw new Problem('model-not-found')
      const used = version === null ? { ...world, model: null } : world
      const { key, revision, settings } = overrides.settings ?? {
        key: 'default',
        revision: 1,
        settings: defaults,
      }
      const { candidates, unknownIds } = resolveCandidates(world.catalogue, request.candidateIds)
      const plan = overrides.plan ?? planOf(used, settings).chosen
      return {
        world: used,
        prices,
        request: resolveRequest({
          request,
          catalogue: world.catalogue,
          settings,
          user: userOf(world, request),
          candidates,
          plan: { name: plan.name, candidates: plan.candidates },
          atMs: request.atMs ?? dinnerMs,
          seed: overrides.seed ?? 1,
        }),
        profile: { key, revision },
        modelVersion: version,
        userKnown: request.userId !== null,
        degraded: [],
        unknownIds,
      }
    },
    plans({ world, request }, budgetMs) {
      const [leftMs, settings, candidates] = [budgetMs, request.profile, request.candidates?.length ?? null]
      return prices({ world, settings, candidates, budgetMs, leftMs }).options
    },
  }

  /** A decision as the service would have logged it. */
  const decide = async (
    id: string,
    profile: { key: string; revision: number; settings: ProfileSettings },
    changes: Partial<RecommendationRequest> = {},
    seed = 42,
  ): Promise<Decision> => {
    const request = plainRequest({ userId: 'u3', location: null, atMs: dinnerMs, ...changes })
    const prepared = await recommender.prepare(request, { settings: profile, seed })
    const ranking = rank(prepared.world, prepared.request)
    return decisionOf(
      request,
      prepared.request,
      {
        recommendationId: id,
        experiment: null,
        profile: { key: profile.key, revision: profile.revision },
        modelVersion: prepared.modelVersion,
        plan: { ...prepared.request.plan, predictedMs: priceMs(prepared.request.plan), budgetMs: 100 },
        tookMs: 1,
        degraded: [],
        note: null,
        userKnown: true,
        unknownIds: [],
        world: prepared.world,
        items: ranking.items,
        ranking,
        reasons: [],
      },
      dinnerMs,
    )
  }

  return { ...recommender, decide }
}

const prices: PriceList = ({ world, settings, budgetMs }) => planOf(world, settings, budgetMs)

function planOf(world: RankingWorld, settings: ProfileSettings, budgetMs = settings.latencyBudgetMs) {
  return choosePlan({
    profile: settings,
    qualities: world.planQualities,
    predict: priceMs,
    budgetMs,
    leftMs: budgetMs,
    hasModel: world.model !== null,
    restaurants: world.catalogue.size,
  })
}

function userOf(world: RankingWorld, { userId }: RecommendationRequest) {
  const number = Number(/^u(\d+)$/.exec(userId ?? '')?.[1] ?? Number.NaN)
  if (Number.isNaN(number)) return null
  const history = testHistory(world, [['order', number % world.catalogue.size, 5]])
  return { locations: [], cuisines: [], maxPriceLevel: null, optOut: false, history }
}
