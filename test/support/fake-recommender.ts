import { Problem } from '../../src/problem/problems.ts'
import type { RankedItem, RankingWorld } from '../../src/ranking/types.ts'
import type {
  Recommendation,
  RecommendationRequest,
  RecommendationService,
} from '../../src/serving/service.ts'

export interface FakeRecommender extends RecommendationService {
  /** What it was asked, oldest first. */
  readonly asked: RecommendationRequest[]
}

/**
 * Answers with the first places of `world`, so that tests of the HTTP shell depend on nothing else. It knows one profile,
 * `product`; the user `breaks` makes it throw, and `stranger` is nobody it knows.
 */
export function fakeRecommender(world: RankingWorld): FakeRecommender {
  const asked: RecommendationRequest[] = []
  return {
    asked,
    async recommend(request) {
      asked.push(request)
      if (request.profile !== null && request.profile !== 'product') throw new Problem('profile-not-found')
      if (request.userId === 'breaks') throw new TypeError('a secret detail of the inside')
      return answer(world, request, asked.length)
    },
    // Analyses have tests of their own, on a real recommender.
    prepare: () => Promise.reject(new Problem('unavailable')),
    plans: () => [],
  }
}

function answer(world: RankingWorld, request: RecommendationRequest, number: number): Recommendation {
  const { catalogue } = world
  const known = (request.candidateIds ?? catalogue.ids).filter((id) => catalogue.indexOf.has(id))
  const shown = known.filter((id) => !request.excludeIds.includes(id)).slice(0, request.limit)
  const items = shown.map((id, index) => rankedItem(catalogue.indexOf.get(id) ?? 0, index + 1))
  return {
    recommendationId: `rec-${number}`,
    profile: { key: 'product', revision: 1 },
    experiment: null,
    modelVersion: null,
    plan: { name: 'popular', candidates: 50, predictedMs: 1, budgetMs: 100 },
    tookMs: 0.5,
    degraded: [],
    note: items.length === 0 ? 'No restaurant is known yet.' : null,
    userKnown: request.userId !== null && request.userId !== 'stranger',
    unknownIds: (request.candidateIds ?? []).filter((id) => !catalogue.indexOf.has(id)),
    world,
    items,
    ranking: {
      items,
      scored: items.length,
      leftOut: { closed: 1 },
      guardrailShare: 1,
      floors: [],
      reasons: () => [],
    },
    reasons: items.map(() => [{ text: 'Often ordered lately', fact: null }]),
  }
}

function rankedItem(item: number, rank: number): RankedItem {
  const contribution = 1 / rank
  return {
    item,
    rank,
    score: contribution,
    propensity: 1,
    distanceKm: Number.NaN,
    probability: 0.1,
    spend: 20,
    sources: ['popular'],
    objectives: [
      { key: 'relevance', value: 0.1, unit: 'probability', weight: 1, scale: 0.1 * rank, contribution },
    ],
    adjustments: [],
  }
}
