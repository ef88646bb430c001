import { objectiveKeys, type PlanName, type ProfileSettings, planNames } from '../../profiles/schema.ts'
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
  /** how long the plan keeps the process busy on average, ms; absent: nobody else waits */
  readonly occupies?: (plan: Plan) => number
  /** how long the process may be kept busy, so that those who wait are in time as well; absent: as long as it takes */
  readonly shareMs?: number
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
 * Maximises (1 − w) · quality − w · predicted / budget over the plans that the profile allows, whose predicted p95 fits in what is left,
 * and which leave those who wait their share, where w is latency's share of all weight. Where none leaves them that, the one of the others that occupies the
 * process least: the profile's bounds and the request's own budget come before the queue.
 * Time has a price because users notice slow answers and click less (Arapakis, Bai and Cambazoglu, SIGIR 2014).
 */
export function choosePlan(query: PlanQuery): PlanChoice {
  const { occupies, shareMs = Number.POSITIVE_INFINITY } = query
  const runnable = plans.filter(({ name }) => query.hasModel || name === 'popular')
  const { weights } = query.profile
  const prices: Prices = { latency: latencyShare(weights), quality: qualityWeights(weights) }
  const scored = runnable.map((plan) => planOption(plan, query, prices))
  const isFree = (option: PlanOption) => option.fits && option.allowed
  const busyMs = new Map(scored.map((option) => [option, occupies?.(atMost(option, query)) ?? 0]))
  const leavesRoom = (option: PlanOption) => isFree(option) && busyMs.get(option)! <= shareMs
  const options = scored.toSorted(
    (a, b) =>
      Number(leavesRoom(b)) - Number(leavesRoom(a)) ||
      Number(isFree(b)) - Number(isFree(a)) ||
      b.utility - a.utility ||
      depth(b) - depth(a),
  )
  const best = options[0]!
  if (leavesRoom(best)) return { chosen: best, degraded: false, options }
  const least = (among: readonly PlanOption[], cost: (option: PlanOption) => number) =>
    // Sorting is stable: of equally cheap ones the first of the ladder.
    among.toSorted((a, b) => cost(a) - cost(b))[0]
  const modest = least(scored.filter(isFree), (option) => busyMs.get(option)!)
  if (modest) return { chosen: modest, degraded: false, options }
  return { chosen: least(scored, ({ predictedMs }) => predictedMs)!, degraded: true, options }
}

/** No plan scores more than there is. */
const atMost = ({ name, candidates }: Plan, { restaurants }: PlanQuery): Plan => ({
  name,
  candidates: Math.min(candidates, restaurants),
})

/** What a profile gives for time and for quality, whatever the plan. */
interface Prices {
  /** latency's share of all weight */
  readonly latency: number
  readonly quality: Pick<PlanQuality, 'ndcg' | 'revenue'>
}

function planOption(plan: Plan, query: PlanQuery, prices: Prices): PlanOption {
  const share = prices.latency
  const { ndcg, revenue } = qualityOf(plan, query.qualities)
  const quality = prices.quality.ndcg * ndcg + prices.quality.revenue * revenue
  const predictedMs = query.predict(atMost(plan, query))
  return {
    name: plan.name,
    candidates: plan.candidates,
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

/** NDCG kept for what the guest gets (relevance, wait, discovery), revenue kept for what the house earns (revenue, margin). */
function qualityWeights(weights: ProfileSettings['weights']): Prices['quality'] {
  const some = objectiveKeys.some((key) => weights[key] > 0)
  const share = objectiveWeights(some ? weights : { ...weights, relevance: 1 })
  return { ndcg: share.relevance + share.wait + share.discovery, revenue: share.revenue + share.margin }
}

/** Without a model the minimum cannot be asked for: `popular` is all there is. */
function isAllowed(name: PlanName, { profile, hasModel }: PlanQuery): boolean {
  const place = planNames.indexOf(name)
  const { minimumPlan, maximumPlan } = profile
  return !hasModel || (place >= planNames.indexOf(minimumPlan) && place <= planNames.indexOf(maximumPlan))
}
