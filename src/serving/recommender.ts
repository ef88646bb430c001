import type { Metrics } from '../monitoring/metrics.ts'
import { Problem } from '../problem/problems.ts'
import type { ProfileSettings } from '../profiles/schema.ts'
import type { RankingWorld } from '../ranking/types.ts'
import { assign } from './assign.ts'
import { decisionOf } from './decision.ts'
import type { DecisionLog } from './decision-log.ts'
import type { LastListQuery, LastLists } from './last-lists.ts'
import type { LivePlanner, PlanQuestion } from './live-planner.ts'
import type { Lookup, Lookups } from './lookups.ts'
import { noteOf } from './note.ts'
import { createRandomPool } from './random-pool.ts'
import { recommendationId } from './recommendation-id.ts'
import { resolveCandidates, resolveProfile, resolveRequest } from './resolve.ts'
import type { Recommendation, RecommendationRequest, RecommendationService } from './service.ts'
import { type Snapshot, worldOf } from './snapshot.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import { partsOf } from './span-parts.ts'
import type { StageTime } from './stage-clock.ts'
import { timedRank } from './timed-rank.ts'
import { ownVisit } from './visit.ts'

export interface RecommenderDeps {
  readonly snapshots: Pick<SnapshotStore, 'current' | 'worldWith'>
  readonly lookups: Pick<Lookups, 'find'>
  readonly lastLists: Pick<LastLists, 'find' | 'shown'>
  readonly decisions: Pick<DecisionLog, 'write'>
  readonly planner: LivePlanner
  readonly metrics: Pick<Metrics, 'observeRecommendation' | 'observeStage'>
  /** True: what the snapshot says may be out of date. */
  readonly isDatabaseAway: () => boolean
  readonly now: () => Date
  readonly randomBytes: (size: number) => Buffer
  /** Monotonic, ms. */
  readonly clockMs: () => number
  /** How long looking up who asks may take, of a budget, both ms; by default half of it, 300 at most. */
  readonly lookupDeadlineMs?: (budgetMs: number) => number
}

/** The share of the budget that looking up the user may take, and the most that it ever may, ms. */
const lookupShare = 0.5
const maxLookupMs = 300
const shareOf = (budgetMs: number) => Math.min(budgetMs * lookupShare, maxLookupMs)
/** Analyses are in no hurry, ms. */
const analysisLookupMs = 2000
const analysisSeed = 1

/** See `RecommendationService`. Holds no state of its own; a request sees one snapshot from its first line to its last. */
export function createRecommender(deps: RecommenderDeps): RecommendationService {
  const { snapshots, planner, clockMs, lookupDeadlineMs = shareOf } = deps
  const takeRandom = createRandomPool(deps.randomBytes)

  const lookUp = async (
    { catalogue }: Snapshot,
    { userId, atMs }: RecommendationRequest,
    deadlineMs: number,
  ): Promise<Lookup | null> => {
    if (userId === null) return null
    const isPast = atMs !== null && atMs < deps.now().getTime()
    return await deps.lookups.find({ userId, untilMs: isPast ? atMs : null, catalogue, deadlineMs })
  }

  const question = (
    world: RankingWorld,
    settings: ProfileSettings,
    candidates: Int32Array | null,
    budgetMs: number,
    leftMs = budgetMs,
  ): PlanQuestion => ({ world, settings, candidates: candidates?.length ?? null, budgetMs, leftMs })

  const faults = (lookup: Lookup | null, world: RankingWorld, settings: ProfileSettings): string[] => {
    const reasons: string[] = []
    if (lookup?.state === 'unavailable') reasons.push('user-history-unavailable')
    if (lookup?.state === 'stale') reasons.push('user-history-stale')
    if (deps.isDatabaseAway()) reasons.push('database-unavailable')
    if (!world.model && settings.maximumPlan !== 'popular') reasons.push('no-model')
    return reasons
  }

  const report = (
    { profile, plan, degraded, userKnown }: Recommendation,
    tookMs: number,
    lookupMs: number,
    stages: readonly StageTime[],
  ) => {
    deps.metrics.observeStage('lookup', lookupMs / 1000)
    for (const { stage, ms } of stages) deps.metrics.observeStage(stage, ms / 1000)
    const { budgetMs, predictedMs } = plan
    deps.metrics.observeRecommendation({
      profile: profile.key,
      plan: plan.name,
      tookMs,
      budgetMs,
      predictedMs,
      degraded,
      userKnown,
    })
  }

  return {
    async recommend(request, visit = ownVisit(clockMs())) {
      const startMs = clockMs()
      const { arrivedMs } = visit
      const nowMs = deps.now().getTime()
      const snapshot = snapshots.current()
      const assigned = assign(snapshot.experiments, request, nowMs)
      const { key, revision, settings } = assigned?.profile ?? resolveProfile(snapshot, request.profile)
      const budgetMs = budgetOf(request, settings)
      const deadlineMs = lookupDeadlineMs(budgetMs)
      const atMs = request.atMs ?? nowMs
      const steady = steadyQuery(request, key, settings, atMs, deadlineMs)
      const [lookup, lastShownIds] = await Promise.all([
        lookUp(snapshot, request, deadlineMs),
        steady && deps.lastLists.find(steady),
      ])
      const lookupMs = clockMs() - startMs

      const world = assigned?.world ?? worldOf(snapshot, settings.modelChannel)
      const { candidates, unknownIds } = resolveCandidates(world.catalogue, request.candidateIds)
      const turn = planner.turns.take(arrivedMs + budgetMs * visit.patience)
      const isQueued = turn !== undefined
      await turn
      visit.served()
      if (visit.isGone()) throw new Problem('client-gone')
      const elapsedMs = clockMs() - arrivedMs
      const waitedMs = elapsedMs - lookupMs
      const choice = planner.choose(question(world, settings, candidates, budgetMs, budgetMs - elapsedMs))
      const { predictedMs } = choice.chosen
      const isLate = predictedMs > budgetMs - elapsedMs && predictedMs <= budgetMs - lookupMs
      // With PostgreSQL away every request is answered: that costs time, and is not the doing of those who came.
      if (choice.degraded && isLate && isQueued && visit.mayRefuse && !isWithoutDatabase(lookup)) {
        // Nobody is helped by an answer that comes too late, and those behind would be late as well.
        planner.admission.missed()
        throw new Problem('overloaded', { retryAfterSeconds: 1 })
      }
      const plan = { name: choice.chosen.name, candidates: choice.chosen.candidates }
      const random = takeRandom(14)
      // Who opted out of personalisation is held to nothing that was stored of them.
      const asked = lastShownIds && !lookup?.user?.optOut ? { ...request, lastShownIds } : request
      const resolved = resolveRequest({
        request: asked,
        catalogue: world.catalogue,
        settings,
        user: lookup?.user ?? null,
        candidates,
        plan,
        atMs,
        seed: random.readUInt32LE(10),
      })
      const { ranking, stages } = timedRank(world, resolved, planner.costs, clockMs)
      const rankedMs = clockMs()
      const reasons = ranking.items.map((_, position) => ranking.reasons(position))
      const degraded = faults(lookup, world, settings)
      if (choice.degraded) degraded.push('latency-budget')

      const recommendation: Recommendation = {
        recommendationId: recommendationId(nowMs, random),
        profile: { key, revision },
        experiment: assigned && { key: assigned.key, variant: assigned.variant },
        modelVersion: world.model?.version ?? null,
        plan: { ...plan, predictedMs: elapsedMs + choice.chosen.predictedMs, budgetMs },
        tookMs: clockMs() - arrivedMs,
        degraded,
        note: noteOf(request, lookup, ranking, world.catalogue.size, nowMs),
        userKnown: isKnown(lookup),
        unknownIds,
        world,
        items: ranking.items,
        ranking,
        reasons,
      }
      deps.decisions.write(request.userId, () => decisionOf(asked, resolved, recommendation, nowMs))
      if (steady) {
        const ids = ranking.items.map(({ item }) => world.catalogue.ids[item]!)
        deps.lastLists.shown(steady, ids)
      }
      visit.onFinished(() => {
        const endMs = clockMs()
        const times = { tookMs: endMs - arrivedMs, waitedMs, lookUpMs: lookupMs, answerMs: endMs - rankedMs }
        planner.observe({ ...recommendation.plan, ...times })
        report(recommendation, times.tookMs, lookupMs, stages)
        visit.parts?.(partsOf({ startMs, lookupMs, rankedMs, endMs, stages, recommendation }))
      })
      return recommendation
    },

    async prepare(request, overrides = {}) {
      const snapshot = snapshots.current()
      const { key, revision, settings } = overrides.settings ?? resolveProfile(snapshot, request.profile)
      const lookup = await lookUp(snapshot, request, analysisLookupMs)
      const world =
        overrides.modelVersion === undefined
          ? worldOf(snapshot, settings.modelChannel)
          : await snapshots.worldWith(overrides.modelVersion, snapshot)
      const { candidates, unknownIds } = resolveCandidates(world.catalogue, request.candidateIds)
      const budgetMs = budgetOf(request, settings)
      const prices = planner.prices()
      const plan = overrides.plan ?? prices(question(world, settings, candidates, budgetMs)).chosen
      return {
        world,
        prices,
        request: resolveRequest({
          request,
          catalogue: world.catalogue,
          settings,
          user: lookup?.user ?? null,
          candidates,
          plan: { name: plan.name, candidates: plan.candidates },
          atMs: request.atMs ?? deps.now().getTime(),
          seed: overrides.seed ?? analysisSeed,
        }),
        profile: { key, revision },
        modelVersion: world.model?.version ?? null,
        userKnown: isKnown(lookup),
        degraded: faults(lookup, world, settings),
        unknownIds,
      }
    },

    plans({ world, request, prices }, budgetMs) {
      return prices(question(world, request.profile, request.candidates, budgetMs)).options
    },
  }
}

function budgetOf(request: RecommendationRequest, settings: ProfileSettings): number {
  return Math.min(settings.latencyBudgetMs, request.latencyBudgetMs ?? Number.POSITIVE_INFINITY)
}

/** The question for the last list; null: the profile does not cap drift, or nobody in particular asks. */
function steadyQuery(
  request: RecommendationRequest,
  profile: string,
  { maxDrift }: ProfileSettings,
  atMs: number,
  deadlineMs: number,
): LastListQuery | null {
  const { userId } = request
  return userId === null || maxDrift === 1 ? null : { userId, profile, request, atMs, deadlineMs }
}

const isWithoutDatabase = (lookup: Lookup | null) =>
  lookup?.state === 'unavailable' || lookup?.state === 'stale'

const isKnown = (lookup: Lookup | null) => lookup !== null && lookup.user !== null
