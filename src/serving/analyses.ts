import { type ComparisonReport, compareSteps, rankSides, type Side } from '../analysis/compare.ts'
import { createSampleComparison, type SampleReport } from '../analysis/compare-sample.ts'
import { type ShiftReport, shiftSteps } from '../analysis/shift.ts'
import { explainLogged, type WhyReport } from '../analysis/why.ts'
import { type WhyNotReport, whyNotSteps } from '../analysis/why-not.ts'
import { Problem } from '../problem/problems.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import { createAnalysisQueue, type OnProgress } from './analysis-queue.ts'
import { breathe } from './breathe.ts'
import { type EstimateQuery, estimateProfile, type ProfileEstimate } from './estimate-profile.ts'
import { type FairnessQuery, type LiveFairnessQuery, liveFairness, profileFairness } from './fairness.ts'
import type { LoggedRequest } from './logged-schema.ts'
import { createObjectiveAnalyses, type FrontierRequest, type SolveRequest } from './objective-analyses.ts'
import type { PastRequest, SampleQuery } from './past-requests.ts'
import { type PastQuery, samplePast } from './past-sample.ts'
import { budgetOf, prepareSide } from './prepare-side.ts'
import type { RecommendationLog } from './recommendation-log.ts'
import type { PreparedRequest, RecommendationRequest, RecommendationService } from './service.ts'
import {
  type SampledShift,
  type ShiftQuery,
  type ShiftSampleQuery,
  sampledShift,
  shiftInputOf,
} from './shift-analyses.ts'
import { priceOf } from './side-plans.ts'
import { type ProfileChoice, resolveSide, resolveSides, type SideChoice, type SideSpec } from './sides.ts'
import { type SampledWhyNot, sampleWhyNot, type WhyNotSampleQuery } from './why-not-sample.ts'
import { pastWorth, type WorthQuery } from './worth.ts'

export interface WhyNotQuery {
  readonly request: RecommendationRequest
  readonly restaurantId: string
  readonly profile: ProfileChoice
  /** absent: what the profile's channel serves; null: none */
  readonly modelVersion?: string | null
  readonly plan?: NonNullable<SideChoice['plan']>
}

export interface CompareQuery {
  readonly request: RecommendationRequest
  readonly sides: readonly SideChoice[]
  readonly k: number
}

export interface CompareSampleQuery extends PastQuery {
  readonly sides: readonly SideChoice[]
  readonly k: number
}

/** What an analysis of one request says besides its report. */
export interface Circumstances {
  readonly user: { readonly known: boolean }
  /** what was missing, as a recommendation would have said it */
  readonly degraded: readonly string[]
}

export interface SampledComparison extends SampleReport {
  readonly source: 'log' | 'orders'
}

export interface AnalysisDeps {
  readonly recommender: Pick<RecommendationService, 'prepare' | 'plans'>
  readonly profiles: Pick<ProfileStore, 'live' | 'get' | 'revision'>
  readonly log: Pick<RecommendationLog, 'get' | 'sample' | 'lists'>
  readonly sampleOrders: (query: SampleQuery) => Promise<PastRequest[]>
  /** times each ranking of a comparison; absent: none is timed */
  readonly clockMs?: () => number
  /** told of each request of a sample that is done */
  readonly onProgress?: (done: number, total: number) => void
}

export type AnalysisApi = ReturnType<typeof createAnalysisApi>

/**
 * What analysts ask of a running service: shift, compare and why. Few run at a time, and each lets other requests in between two
 * rankings. Each takes a signal: once it is aborted, what waits leaves the queue, and what runs ends at its next breath with the
 * signal's reason. An id, of the request, lets others ask how far it is.
 */
export function createAnalysisApi(deps: AnalysisDeps) {
  const { recommender, profiles, log } = deps
  const queue = createAnalysisQueue({ running: 1, waiting: 20 })
  // Somebody moves a slider and waits for the list: what is of one request must not stand behind an analysis of minutes.
  const quick = createAnalysisQueue({ running: 1, waiting: 40 })

  /** What an analysis of a sample works with: it tells how far it is, and ends when nobody waits any more. */
  const watched = (onProgress: OnProgress, signal?: AbortSignal) => ({
    ...deps,
    signal,
    onProgress(done: number, total: number) {
      deps.onProgress?.(done, total)
      onProgress(done, total)
    },
  })

  /** @throws Problem profile-not-found, revision-not-found, draft-not-found, model-not-found, unavailable */
  const shift = (
    query: ShiftQuery,
    signal?: AbortSignal,
    id?: string,
  ): Promise<ShiftReport & Circumstances> =>
    quick.run({ kind: 'shift', id }, signal, async () => {
      const spec = await resolveSide(profiles, query, '')
      const prepared = await prepare(query.request, spec)
      const report = await breathe(
        shiftSteps(shiftInputOf(recommender, prepared, query.request, query)),
        signal,
      )
      return { ...report, ...circumstances([prepared]) }
    })

  /** The same over past requests, with intervals, and what one per cent more of each objective costs. @throws as `shift` */
  const shiftSample = (query: ShiftSampleQuery, signal?: AbortSignal, id?: string): Promise<SampledShift> =>
    queue.run({ kind: 'shift', id }, signal, (told) => sampledShift(watched(told, signal), query))

  /** @throws as `shift` */
  const compare = (
    query: CompareQuery,
    signal?: AbortSignal,
    id?: string,
  ): Promise<ComparisonReport & Circumstances> =>
    quick.run({ kind: 'compare', id }, signal, async () => {
      const specs = await resolveSides(profiles, query.sides)
      const prepared = await prepareAll(query.request, specs)
      const report = await breathe(
        compareSteps(sidesOf(query.request, specs, prepared), query.k, deps.clockMs),
        signal,
      )
      return { ...report, ...circumstances(prepared) }
    })

  /** The same over past requests, with intervals. @throws as `shift` */
  const compareSample = (
    query: CompareSampleQuery,
    signal?: AbortSignal,
    id?: string,
  ): Promise<SampledComparison> =>
    queue.run({ kind: 'compare', id }, signal, async (told) => {
      const { onProgress } = watched(told)
      const specs = await resolveSides(profiles, query.sides)
      const { source, requests } = await samplePast(deps, query)
      const names = specs.map(({ name }) => name)
      const comparison = createSampleComparison(names, query.k)
      for (const [index, { user, request }] of requests.entries()) {
        const sides = sidesOf(request, specs, await prepareAll(request, specs))
        comparison.add(user, await breathe(rankSides(sides), signal))
        onProgress(index + 1, requests.length)
      }
      return { source, ...(await breathe(comparison.reportSteps(query.seed), signal)) }
    })

  /** Takes a logged recommendation apart and asks the same question again. @throws Problem recommendation-not-found */
  const why = (id: string, signal?: AbortSignal): Promise<WhyReport<LoggedRequest>> =>
    quick.run({ kind: 'why' }, signal, async () => {
      const logged = await log.get(id)
      const { key, revision } = logged.profile
      const { settings } = await profiles.revision(key, revision)
      const again = await recommender
        .prepare(logged.request, {
          settings: { key, revision, settings },
          modelVersion: logged.modelVersion,
          plan: { name: logged.plan.name, candidates: logged.plan.candidates },
          ...(logged.request.seed === null ? {} : { seed: logged.request.seed }),
        })
        .catch(orNull('model-not-found'))
      const { catalogue } =
        again?.world ?? (await recommender.prepare(logged.request, { modelVersion: null })).world
      const nameOf = (restaurantId: string) => catalogue.names[catalogue.indexOf.get(restaurantId) ?? -1]
      return explainLogged({ logged, settings, nameOf, again })
    })

  /** What a profile would have brought, from logged lists and the orders that name them. @throws as `shift` */
  const estimate = (query: EstimateQuery, signal?: AbortSignal, id?: string): Promise<ProfileEstimate> =>
    queue.run({ kind: 'estimate', id }, signal, (told) => estimateProfile(watched(told, signal), query))

  /** Whom a profile would show, on past requests. @throws as `shift` */
  const fairnessOf = (query: FairnessQuery, signal?: AbortSignal, id?: string) =>
    queue.run({ kind: 'fairness', id }, signal, (told) => profileFairness(watched(told, signal), query))

  /** Whom the lists showed that were served. */
  const fairnessOfLog = (query: LiveFairnessQuery, signal?: AbortSignal, id?: string) =>
    queue.run({ kind: 'fairness', id }, signal, (told) => liveFairness(watched(told, signal), query))

  /** What no model, each plan and each profile bring and cost, on past requests. @throws as `shift` */
  const worth = (query: WorthQuery, signal?: AbortSignal, id?: string) =>
    queue.run({ kind: 'worth', id }, signal, (told) => pastWorth(watched(told, signal), query))

  /** What it would take for a restaurant to enter the list. @throws as `shift`, restaurant-not-found */
  const whyNot = (
    query: WhyNotQuery,
    signal?: AbortSignal,
    id?: string,
  ): Promise<WhyNotReport & Circumstances> =>
    quick.run({ kind: 'why-not', id }, signal, async () => {
      const prepared = await prepare(query.request, await resolveSide(profiles, query, ''))
      const item = prepared.world.catalogue.indexOf.get(query.restaurantId)
      if (item === undefined) throw new Problem('restaurant-not-found')
      const report = await breathe(whyNotSteps({ ...prepared, item }), signal)
      return { ...report, ...circumstances([prepared]) }
    })

  /** The same over past requests, with intervals. @throws as `whyNot`, nothing-to-analyse */
  const whyNotSample = (
    query: WhyNotSampleQuery,
    signal?: AbortSignal,
    id?: string,
  ): Promise<SampledWhyNot> =>
    queue.run({ kind: 'why-not', id }, signal, (told) => sampleWhyNot(watched(told, signal), query))

  /** The best that profiles can reach in two or three objectives at once. @throws as `shift`, nothing-to-analyse */
  const frontier = (query: FrontierRequest, signal?: AbortSignal, id?: string) =>
    queue.run({ kind: 'frontier', id }, signal, (told) =>
      createObjectiveAnalyses(watched(told, signal)).frontier(query),
    )

  /** Weights for the most of one objective within guardrails. @throws as `frontier` */
  const solve = (query: SolveRequest, signal?: AbortSignal, id?: string) =>
    queue.run({ kind: 'solve', id }, signal, (told) =>
      createObjectiveAnalyses(watched(told, signal)).solve(query),
    )

  /** What somebody waits for now, of this process. */
  const underWay = () => [...quick.underWay(), ...queue.underWay()]

  const prepare = (request: RecommendationRequest, spec: SideSpec) => prepareSide(recommender, request, spec)

  /** All sides at once, so that they see one snapshot and one look-up serves them all. */
  const prepareAll = (request: RecommendationRequest, specs: readonly SideSpec[]) =>
    Promise.all(specs.map((spec) => prepare(request, spec)))

  const sidesOf = (
    request: RecommendationRequest,
    specs: readonly SideSpec[],
    prepared: readonly PreparedRequest[],
  ): Side[] =>
    prepared.map((each, index) => {
      const { name, key, revision, isPublished } = specs[index]!
      return {
        name,
        profile: isPublished ? { key, revision } : null,
        modelVersion: each.modelVersion,
        world: each.world,
        request: each.request,
        predictedMs: priceOf(recommender.plans(each, budgetOf(each, request)), each.request.plan),
      }
    })

  return {
    shift,
    shiftSample,
    compare,
    compareSample,
    why,
    estimate,
    fairnessOf,
    fairnessOfLog,
    frontier,
    solve,
    whyNot,
    whyNotSample,
    worth,
    underWay,
  }
}

function circumstances(prepared: readonly PreparedRequest[]): Circumstances {
  return {
    user: { known: prepared.some(({ userKnown }) => userKnown) },
    degraded: [...new Set(prepared.flatMap(({ degraded }) => degraded))],
  }
}

const orNull = (code: Problem['code']) => (error: unknown) => {
  if (error instanceof Problem && error.code === code) return null
  throw error
}
