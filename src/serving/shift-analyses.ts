import { termWeights } from '../analysis/columns.ts'
import { type MarginalPrice, marginalPricesSteps } from '../analysis/marginal-prices.ts'
import { type ShiftInput, shiftSteps } from '../analysis/shift.ts'
import { createShiftSample, type ShiftSampleReport } from '../analysis/shift-sample.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import { objectiveWeights } from '../profiles/weights.ts'
import { breathe } from './breathe.ts'
import { type PastQuery, samplePast } from './past-sample.ts'
import { budgetOf } from './prepare-side.ts'
import { columnsOf, prepareRequests, type SampleDeps } from './prepared-sample.ts'
import type { PreparedRequest, RecommendationRequest, RecommendationService } from './service.ts'
import { chosenPlan, priceOf } from './side-plans.ts'
import { resolveSide, type SideChoice } from './sides.ts'

type ShiftChoice = Pick<SideChoice, 'profile' | 'modelVersion' | 'plan'> & Pick<ShiftInput, 'k' | 'points'>

export interface ShiftQuery extends ShiftChoice {
  readonly request: RecommendationRequest
}

export interface ShiftSampleQuery extends ShiftChoice, PastQuery {}

export interface SampledShift extends ShiftSampleReport {
  readonly source: 'log' | 'orders'
  /** as it was named, or what it was found to be */
  readonly profile: string
  /** at the profile's own weights, without its guardrails, rules and diversity; none where no request has a list */
  readonly prices: readonly MarginalPrice[]
}

type Recommender = Pick<RecommendationService, 'prepare' | 'plans'>

/** What `shift` needs of a prepared request; where latency moves, the planner of now is asked. */
export function shiftInputOf(
  recommender: Recommender,
  prepared: PreparedRequest,
  asked: RecommendationRequest,
  { k, points }: Pick<ShiftInput, 'k' | 'points'>,
): ShiftInput {
  const { world, request } = prepared
  const budgetMs = budgetOf(prepared, asked)
  return {
    world,
    request,
    predictedMs: priceOf(recommender.plans(prepared, budgetMs), request.plan),
    k,
    points,
    planFor(weights) {
      const moved = { ...prepared, request: { ...request, profile: { ...request.profile, weights } } }
      return chosenPlan(recommender.plans(moved, budgetMs))
    },
  }
}

export interface ShiftSampleDeps extends SampleDeps {
  readonly recommender: Recommender
  readonly profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>
}

/** @throws Problem profile-not-found, revision-not-found, draft-not-found, model-not-found */
export async function sampledShift(deps: ShiftSampleDeps, query: ShiftSampleQuery): Promise<SampledShift> {
  const spec = await resolveSide(deps.profiles, query, '')
  const { weights } = spec.settings
  const collected = createShiftSample({ weights, k: query.k, points: query.points })
  const past = await samplePast(deps, query)
  const sample = await prepareRequests(deps, past, spec, async ({ user, request }, prepared) => {
    const input = shiftInputOf(deps.recommender, prepared, request, query)
    collected.add(user, await breathe(shiftSteps(input), deps.signal))
  })
  const report = await breathe(collected.reportSteps(query.seed), deps.signal)
  const prices =
    sample.prepared.length === 0
      ? []
      : await breathe(
          marginalPricesSteps(columnsOf(sample, sample.prepared), termWeights(objectiveWeights(weights))),
          deps.signal,
        )
  return { source: sample.source, profile: spec.name, ...report, prices }
}
