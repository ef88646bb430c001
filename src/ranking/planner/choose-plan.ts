import { type PlanName, type ProfileSettings, planNames } from '../../profiles/schema.ts'
import { latencyShare, objectiveWeights } from '../../profiles/weights.ts'
import type { Plan, PlanOption, PlanQuality } from '../types.ts'
import { plans, qualityOf } from './plans.ts'

export interface PlanQuery {
  readonly profile: Pick<ProfileSettings, 'weights' | 'minimumPlan' | 'maximumPlan'>
  readonly qualities: readonly PlanQuality[]
  /** p95 of what the plan has before it, ms */
  readonly predict: (plan: Plan) => number
  /** what the answer may take in all */
  readonly budgetMs: number
  /** what is left of it */
  readonly leftMs: number
  /** false: only `popular` can run */
  readonly hasModel: boolean
  /** size of the catalogue: no plan scores more */
  readonly restaurants: number
}

export interface PlanChoice {
  readonly chosen: PlanOption
  /** Nothing that the profile allows fits what is left, so the cheapest of all runs. */
  readonly degraded: boolean
  /** all plans that can run, allowed and fitting first, then best first; the deeper first where they are equal */
  readonly options: readonly PlanOption[]
}

/**
 * Maximises (1 − w) · quality − w · predicted / budget over the plans that the profile allows and whose predicted p95 fits in what is left,
 * where w is latency's share of all weight.
 */
export function choosePlan(query: PlanQuery): PlanChoice {
  const runnable = plans.filter(({ name }) => query.hasModel || name === 'popular')
  const scored = runnable.map((plan) => planOption(plan, query))
  const isFree = (option: PlanOption) => option.fits && option.allowed
  const options = scored.toSorted(
    (a, b) => Number(isFree(b)) - Number(isFree(a)) || b.utility - a.utility || depth(b) - depth(a),
  )
  const best = options[0]!
  if (isFree(best)) return { chosen: best, degraded: false, options }
  // Sorting is stable: of equally cheap ones the first of the ladder.
  const cheapest = scored.toSorted((a, b) => a.predictedMs - b.predictedMs)[0]!
  return { chosen: cheapest, degraded: true, options }
}

function planOption(plan: Plan, query: PlanQuery): PlanOption {
  const share = latencyShare(query.profile.weights)
  const quality = profileQuality(qualityOf(plan, query.qualities), query.profile.weights)
  const predictedMs = query.predict({ ...plan, candidates: Math.min(plan.candidates, query.restaurants) })
  return {
    ...plan,
    predictedMs,
    quality,
    utility: (1 - share) * quality - (share * predictedMs) / query.budgetMs,
    fits: predictedMs <= query.leftMs,
    allowed: isAllowed(plan.name, query),
  }
}

/**
 * Place on the ladder. Equal plans are told apart by it and not by what they cost: costs are learnt and move, and a profile that puts
 * no price on time shall get the same list twice.
 */
const depth = ({ name, candidates }: Plan) => planNames.indexOf(name) * 1e6 + candidates

/** NDCG kept for what the guest gets (relevance, wait), revenue kept for what the house earns (revenue, margin). */
function profileQuality({ ndcg, revenue }: PlanQuality, weights: ProfileSettings['weights']): number {
  const some = weights.relevance + weights.revenue + weights.margin + weights.wait > 0
  const share = objectiveWeights(some ? weights : { ...weights, relevance: 1 })
  return (share.relevance + share.wait) * ndcg + (share.revenue + share.margin) * revenue
}

/** Without a model the minimum cannot be asked for: `popular` is all there is. */
function isAllowed(name: PlanName, { profile, hasModel }: PlanQuery): boolean {
  const place = planNames.indexOf(name)
  const { minimumPlan, maximumPlan } = profile
  return !hasModel || (place >= planNames.indexOf(minimumPlan) && place <= planNames.indexOf(maximumPlan))
}
