import type { Assignment } from '../experiments/schema.ts'
import type { ProfileSettings } from '../profiles/schema.ts'
import type {
  Plan,
  PlanOption,
  RankedItem,
  Ranking,
  RankingRequest,
  RankingWorld,
  Reason,
} from '../ranking/types.ts'
import type { Location } from '../schema/primitives.ts'
import type { PriceList } from './live-planner.ts'
import type { Visit } from './visit.ts'

/** A validated recommendation request, in the words of the API (see http/routes/recommendations/schema.ts). */
export interface RecommendationRequest {
  readonly userId: string | null
  readonly location: Location | null
  /** null: now */
  readonly atMs: number | null
  readonly radiusKm: number | null
  /** names; unknown ones match nothing */
  readonly cuisines: readonly string[] | null
  readonly maxPriceLevel: number | null
  readonly openNow: boolean
  readonly excludeIds: readonly string[]
  /** POST /v1/rank: only these; null: the plan's sources find candidates */
  readonly candidateIds: readonly string[] | null
  readonly limit: number
  /** null: the default profile */
  readonly profile: string | null
  readonly latencyBudgetMs: number | null
  readonly explain: boolean
  /**
   * Restaurant ids of the list that this one must not drift from by more than the profile allows, from the top; absent, null: none, or
   * the service finds out.
   */
  readonly lastShownIds?: readonly string[] | null
}

/** What was asked beyond a live profile: analysts try drafts, other models and forced plans. */
export interface RecommendationOverrides {
  readonly settings?: { key: string; revision: number; settings: ProfileSettings }
  readonly modelVersion?: string | null
  readonly plan?: Plan
  readonly seed?: number
}

/** A request resolved against the snapshot of this moment, ready to be ranked as often as an analysis wants. */
export interface PreparedRequest {
  readonly world: RankingWorld
  /** what plans cost at the moment of preparing: all that is said of this request is said by one state of the planner */
  readonly prices: PriceList
  readonly request: RankingRequest
  readonly profile: { readonly key: string; readonly revision: number }
  readonly modelVersion: string | null
  readonly userKnown: boolean
  readonly degraded: readonly string[]
  readonly unknownIds: readonly string[]
}

export interface Recommendation {
  readonly recommendationId: string
  readonly profile: { readonly key: string; readonly revision: number }
  /** null: the request is in no experiment */
  readonly experiment: Assignment | null
  readonly modelVersion: string | null
  readonly plan: Plan & { readonly predictedMs: number; readonly budgetMs: number }
  readonly tookMs: number
  readonly degraded: readonly string[]
  /** words for an empty or short list, and a cold start; null: nothing to say */
  readonly note: string | null
  readonly userKnown: boolean
  /** Restaurant ids of POST /v1/rank that are not in the catalogue. */
  readonly unknownIds: readonly string[]
  readonly world: RankingWorld
  readonly items: readonly RankedItem[]
  readonly ranking: Ranking
  readonly reasons: readonly (readonly Reason[])[]
}

/** The stateful shell around `ranking/`. */
export interface RecommendationService {
  /**
   * Answers one request and logs the decision off the request path.
   * @param visit who asks; absent: somebody in this process
   * @throws Problem profile-not-found; overloaded when others took the time that it had; client-gone
   */
  recommend(request: RecommendationRequest, visit?: Visit): Promise<Recommendation>
  /** Resolves a request without ranking or logging it; what analyses build on. @throws Problem profile-not-found, model-not-found */
  prepare(request: RecommendationRequest, overrides?: RecommendationOverrides): Promise<PreparedRequest>
  /** Plans that the planner would choose from for this request, with predicted p95 and utility, best first. */
  plans(prepared: PreparedRequest, budgetMs: number): readonly PlanOption[]
}
