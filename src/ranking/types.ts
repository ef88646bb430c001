import type { Catalogue } from '../catalog/catalogue.ts'
import type { History } from '../interactions/history.ts'
import type { ObjectiveKey, PlanName, ProfileSettings } from '../profiles/schema.ts'
import type { Demand } from '../relevance/demand.ts'
import type { Fact, Origin, RelevanceModel, Term } from '../relevance/model.ts'
import type { FloorOutcome } from './rerank/floors/needs.ts'

/** All that a ranking reads and never changes: plain data, swapped as a whole. */
export interface RankingWorld {
  readonly catalogue: Catalogue
  readonly demand: Demand
  /** null: none trained yet, or the profile's channel is empty; plans other than `popular` then fall back to it. */
  readonly model: RelevanceModel | null
  readonly scales: Scales
  readonly planQualities: readonly PlanQuality[]
}

/** σ_k: the mean of |o_k| over top candidates at training time; always positive. */
export type Scales = Readonly<Record<ObjectiveKey, number>>

/** A way to do the work: which sources run, how many candidates are scored, by which ranker. */
export interface Plan {
  readonly name: PlanName
  /** Candidates scored at most. */
  readonly candidates: number
}

/** A plan as the planner sees it for one request. */
export interface PlanOption extends Plan {
  /** p95 of the whole remaining work, queueing included */
  readonly predictedMs: number
  /** 0 to about 1: what is kept of the full plan's result, by the profile's weights */
  readonly quality: number
  readonly utility: number
  /** in what is left of the budget */
  readonly fits: boolean
  /** between the profile's minimum and maximum plan */
  readonly allowed: boolean
}

/** Measured at training time on later data, relative to the full plan at full depth. */
export interface PlanQuality extends Plan {
  /** NDCG@10 over that of the full plan at full depth */
  readonly ndcg: number
  /** expected revenue of the top 10, likewise */
  readonly revenue: number
}

/** One request, understood: defaults filled in, ids resolved, nothing left to validate. */
export interface RankingRequest {
  readonly history: History
  readonly likedCuisines: readonly number[]
  readonly maxPriceLevelLiked: number
  /** Where the food may go: the context's location, or every place of the user's. Empty: unknown; distances are then unknown. */
  readonly origins: readonly Origin[]
  readonly atMs: number
  readonly radiusKm: number | null
  readonly filters: RankingFilters
  readonly limit: number
  readonly profile: ProfileSettings
  readonly plan: Plan
  /** Only these catalogue indices are candidates (POST /v1/rank); null: the plan's sources find them. */
  readonly candidates: Int32Array | null
  /** catalogue indices of the last list that the user was shown in a like context, from the top; −1: gone; absent, null: none, or none matters */
  readonly lastShown?: Int32Array | null
  /** Seeds exploration; the same request with the same seed gives the same list. */
  readonly seed: number
}

export interface RankingFilters {
  /** indices into `catalogue.cuisineNames`; null: any; empty: none matches */
  readonly cuisines: readonly number[] | null
  /** 0: any */
  readonly maxPriceLevel: number
  readonly openNow: boolean
  /** catalogue indices */
  readonly exclude: ReadonlySet<number>
}

export interface RankedItem {
  /** catalogue index */
  readonly item: number
  /** 1 is the top */
  readonly rank: number
  /** the sum, in this order, of `objectives[*].contribution` and `adjustments[*].contribution` */
  readonly score: number
  /** probability with which exploration put this item at this place, given those above it; 1 without exploration */
  readonly propensity: number
  /** NaN: unknown */
  readonly distanceKm: number
  readonly probability: number
  readonly spend: number
  readonly sources: readonly string[]
  readonly objectives: readonly ObjectiveContribution[]
  /** what rules and diversity added */
  readonly adjustments: readonly Adjustment[]
}

export interface ObjectiveContribution {
  readonly key: ObjectiveKey
  readonly value: number
  readonly unit: string
  /** normalised: the profile's weights sum to 1, after guardrails */
  readonly weight: number
  readonly scale: number
  /** weight · value / scale */
  readonly contribution: number
}

export interface Adjustment {
  /** `rule:<id>` of a boost or bury; `diversity`; `pin:<rule id>`, `floor:<group>`, `guardrail` and `drift` moved the item without touching its score */
  readonly by: string
  readonly contribution: number
}

export interface Ranking {
  readonly items: readonly RankedItem[]
  /** eligible candidates that were scored */
  readonly scored: number
  /** why places that were looked at were left out, with counts: `closed`, `not-open-now`, `out-of-range`, `filtered`, `excluded`, `dismissed`, `rule` */
  readonly leftOut: Readonly<Record<string, number>>
  /** the share of the non-guarded weights that the guardrails left standing, 0 to 1; 1: nothing had to give */
  readonly guardrailShare: number
  /** what the profile's exposure floors asked for and what the list gives, in their order; empty: it has none */
  readonly floors: readonly FloorOutcome[]
  /** reasons in plain words for the item at `position` (0-based); computed on demand because it costs */
  reasons(position: number): Reason[]
}

export interface Reason {
  readonly text: string
  readonly fact: Fact | null
}

/** The additive parts of one item's relevance, for `why`. */
export interface RelevanceTerms {
  readonly item: number
  readonly terms: readonly Term[]
}

/**
 * Told after each stage how many things it handled; the shell attaches the clock. Where the sources find the candidates, those who may be
 * shown around the origins are found first (`eligibility`), then the sources propose from among them (`candidates`).
 */
export type StageListener = (
  stage: 'candidates' | 'eligibility' | 'relevance' | 'blend' | 'rerank',
  count: number,
) => void
