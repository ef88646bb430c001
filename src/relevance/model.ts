import type { History } from '../interactions/history.ts'
import type { Steps } from '../numeric/steps.ts'
import type { Location } from '../schema/primitives.ts'

/**
 * What the ranking asks of relevance. A model is bound to one catalogue (restaurants it has not seen are cold, not errors), is
 * pure, and answers for one user and moment at a time. Demand (how often each place is ordered from, lately) is live state that
 * the model reads, so that an order counts at once without training.
 */
export interface RelevanceModel {
  readonly version: string
  /** Prepares all that depends on the user and the moment alone. */
  begin(query: UserQuery): UserScorer
  /** Works out ahead what the first to ask would wait for, with stops in between. Absent: nothing. */
  warmUpSteps?(): Steps<void>
}

export interface UserQuery {
  /** What the user did, bound to the same catalogue; interactions after `atMs` are ignored. */
  readonly history: History
  readonly atMs: number
  /** indices into `catalogue.cuisineNames` */
  readonly likedCuisines: readonly number[]
  /** 1 to 4; 0: any */
  readonly maxPriceLevel: number
  /** where the food may go; none: unknown. What else the user could order depends on it. */
  readonly origins?: readonly Origin[]
}

/** One of the places that a user may be at. */
export interface Origin extends Location {
  /** what the user calls it: home, work */
  readonly label?: string
}

/** `full` uses every feature; `fast` leaves out those that cost most (the collaborative score). */
export type ScoringDepth = 'fast' | 'full'

export interface UserScorer {
  /**
   * The model's nearest: at most `k` catalogue indices of those that `admits` lets in (default: all), best first, ties by index. Empty
   * when it knows nothing of the user.
   */
  nearest(k: number, admits?: (item: number) => boolean): Int32Array
  /**
   * For j < count: probability[j] = calibrated P(order | user, items[j], moment) in [0, 1]; spend[j] = E[amount of such an order].
   * @param items catalogue indices, length ≥ count
   * @param distanceKm NaN: unknown; length ≥ count
   */
  score(items: Int32Array, distanceKm: Float64Array, count: number, depth: ScoringDepth, out: Scores): void
  /**
   * What `score` would say of P(order) if the restaurant were rated so; what else the user could order stays as it is. Absent: the
   * model does not look at ratings.
   * @param rating 0 to 5
   */
  probabilityIfRated?(item: number, distanceKm: number, depth: ScoringDepth, rating: number): number
  /** The terms whose sum is the log-odds that `score` turned into this item's probability, before calibration. */
  explain(item: number, distanceKm: number, depth: ScoringDepth): Term[]
  /** The fact that a term of `explain` stands for, where there is one that can be said; some have to be looked for. Absent: none has. */
  factOf?(item: number, distanceKm: number, feature: string): Fact | undefined
}

export interface Scores {
  /** length ≥ count, overwritten */
  readonly probability: Float64Array
  /** length ≥ count, overwritten; money, always finite */
  readonly spend: Float64Array
}

/** One additive part of the log-odds. */
export interface Term {
  readonly feature: string
  readonly logOdds: number
}

/** Facts about this user and restaurant that can be said in plain words. */
export type Fact =
  | { readonly kind: 'ordered-before'; readonly orders: number; readonly lastAtMs: number }
  | { readonly kind: 'similar-to'; readonly restaurant: number }
  | { readonly kind: 'popular'; readonly ordersLately: number }
  | { readonly kind: 'cuisine'; readonly cuisine: number }
  | { readonly kind: 'price'; readonly priceLevel: number }
  | { readonly kind: 'near'; readonly distanceKm: number }
  | { readonly kind: 'time-of-day' }
  | { readonly kind: 'rated'; readonly rating: number }
  | { readonly kind: 'new' }
