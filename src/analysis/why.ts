import type { Assignment } from '../experiments/schema.ts'
import type { ProfileSettings } from '../profiles/schema.ts'
import { normaliseWeights, type WeightKey } from '../profiles/weights.ts'
import { rank } from '../ranking/pipeline.ts'
import type {
  Adjustment,
  ObjectiveContribution,
  Plan,
  RankedItem,
  RankingRequest,
  RankingWorld,
} from '../ranking/types.ts'
import { type Agreement, agreementOf } from './agreement.ts'
import {
  type Contributions,
  contributionsOf,
  type NamedMove,
  type NamedRestaurant,
  namedMoves,
} from './lists.ts'

/** One place of a logged list, as it was decided then. */
export interface LoggedItem {
  readonly restaurantId: string
  readonly score: number
  readonly propensity: number
  readonly probability: number
  readonly spend: number
  /** null: unknown */
  readonly distanceKm: number | null
  readonly sources: readonly string[]
  readonly objectives: readonly ObjectiveContribution[]
  readonly adjustments: readonly Adjustment[]
  /** rules that touched it, such as `pin:new-year` */
  readonly rules: readonly string[]
}

export interface LoggedRecommendation<Request = unknown> {
  readonly id: string
  /** ISO 8601 */
  readonly at: string
  readonly userId: string | null
  readonly profile: { readonly key: string; readonly revision: number }
  /** absent: it was in none */
  readonly experiment?: Assignment
  readonly modelVersion: string | null
  readonly request: Request
  readonly plan: Plan & { readonly predictedMs: number; readonly budgetMs: number }
  readonly items: readonly LoggedItem[]
  readonly tookMs: number
  readonly degraded: readonly string[]
}

export interface WhyInput<Request> {
  readonly logged: LoggedRecommendation<Request>
  /** of the revision that decided */
  readonly settings: ProfileSettings
  /** names by id; absent: the restaurant is gone */
  readonly nameOf: (restaurantId: string) => string | undefined
  /** the same request as of then, by the same revision, model, plan and seed, in the world of now; null: cannot be ranked again */
  readonly again: { readonly world: RankingWorld; readonly request: RankingRequest } | null
}

/** One additive part of the log-odds that the model gives the place now. */
export interface ShownTerm {
  readonly feature: string
  readonly logOdds: number
}

export interface WhyItem extends Omit<LoggedItem, 'restaurantId' | 'objectives'> {
  /** 1 is the top */
  readonly rank: number
  readonly restaurant: NamedRestaurant
  readonly objectives: Contributions
  /** what the contributions leave of the score unexplained; 0, as they add up to it */
  readonly unexplained: number
  /** its place when ranked again; null: not in that list */
  readonly rankAgain: number | null
  /** what its relevance is made of, by the same model today; empty without a model */
  readonly terms: readonly ShownTerm[]
}

export interface WhyReport<Request> extends Omit<LoggedRecommendation<Request>, 'items'> {
  readonly settings: ProfileSettings
  readonly weights: Readonly<Record<WeightKey, number>>
  /** the probability with which exploration drew this very list: the product of the places' propensities */
  readonly listPropensity: number
  readonly items: readonly WhyItem[]
  /**
   * The same question asked now: as of then for the user, the hours and the plan, but with the restaurants of today and all orders
   * counted since.
   */
  readonly again: {
    readonly same: boolean
    readonly agreement: Agreement
    readonly moves: readonly NamedMove[]
  } | null
}

/** Takes a logged recommendation apart. */
export function explainLogged<Request>(input: WhyInput<Request>): WhyReport<Request> {
  const { logged, settings, again } = input
  const nameOf = (id: string) => ({ id, name: input.nameOf(id) ?? null })
  const { items, ...decision } = logged
  const before = items.map(({ restaurantId }) => restaurantId)
  const rankedAgain = again && rank(again.world, again.request).items
  const after = again && rankedAgain ? rankedAgain.map(({ item }) => again.world.catalogue.ids[item]!) : null
  const terms = again ? termsIn(again.world, again.request) : () => []
  return {
    ...decision,
    settings,
    weights: normaliseWeights(settings.weights),
    listPropensity: items.reduce((product, { propensity }) => product * propensity, 1),
    items: items.map((item, index) => {
      const { restaurantId, objectives, ...rest } = item
      return {
        ...rest,
        rank: index + 1,
        restaurant: nameOf(restaurantId),
        objectives: contributionsOf(objectives),
        unexplained: item.score - contributed(item),
        rankAgain: after?.includes(restaurantId) ? after.indexOf(restaurantId) + 1 : null,
        terms: terms(item),
      }
    }),
    again: after && {
      same: after.length === before.length && after.every((id, index) => id === before[index]),
      agreement: agreementOf(before, after, Math.max(1, Math.min(10, before.length))),
      moves: namedMoves(before, after, nameOf),
    },
  }
}

/** In the order in which the score was added up, so that nothing is left over by rounding. */
function contributed({ objectives, adjustments }: Pick<RankedItem, 'objectives' | 'adjustments'>): number {
  return [...objectives, ...adjustments].reduce((sum, { contribution }) => sum + contribution, 0)
}

/** The model's terms for logged items; the user's side of it is prepared once. */
function termsIn({ catalogue, model }: RankingWorld, request: RankingRequest) {
  if (!model || request.plan.name === 'popular') return () => []
  const scorer = model.begin({
    history: request.history,
    atMs: request.atMs,
    likedCuisines: request.likedCuisines,
    maxPriceLevel: request.maxPriceLevelLiked,
  })
  const depth = request.plan.name === 'fast' ? 'fast' : 'full'
  return ({ restaurantId, distanceKm }: LoggedItem): ShownTerm[] => {
    const item = catalogue.indexOf.get(restaurantId)
    if (item === undefined) return []
    const terms = scorer.explain(item, distanceKm ?? Number.NaN, depth)
    return terms.map(({ feature, logOdds }) => ({ feature, logOdds }))
  }
}
