import type { EventLoopMonitor } from '../monitoring/event-loop.ts'
import type { Metrics } from '../monitoring/metrics.ts'
import type { ProfileSettings } from '../profiles/schema.ts'
import { choosePlan, type PlanChoice } from '../ranking/planner/choose-plan.ts'
import type { CostModel } from '../ranking/planner/cost-model.ts'
import type { RankingWorld } from '../ranking/types.ts'
import { assign } from './assign.ts'
import { decisionOf } from './decision.ts'
import type { DecisionLog } from './decision-log.ts'
import type { Lookup, Lookups } from './lookups.ts'
import { noteOf } from './note.ts'
import { recommendationId } from './recommendation-id.ts'
import { resolveCandidates, resolveProfile, resolveRequest } from './resolve.ts'
import type { Recommendation, RecommendationRequest, RecommendationService } from './service.ts'
import { type Snapshot, worldOf } from './snapshot.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import type { StageTime } from './stage-clock.ts'
import { timedRank } from './timed-rank.ts'

export interface RecommenderDeps {
  readonly snapshots: Pick<SnapshotStore, 'current' | 'worldWith'>
  readonly lookups: Pick<Lookups, 'find'>
  readonly decisions: Pick<DecisionLog, 'write'>
  readonly costs: CostModel
  readonly eventLoop: Pick<EventLoopMonitor, 'delayMs'>
  readonly metrics: Pick<Metrics, 'observeRecommendation' | 'observeStage'>
  /** True: what the snapshot says may be out of date. */
  readonly isDatabaseAway: () => boolean
  readonly now: () => Date
  readonly randomBytes: (size: number) => Buffer
  /** Monotonic, ms. */
  readonly clockMs: () => number
}

/** The share of the budget that looking up the user may take, and the most that it ever may, ms. */
const lookupShare = 0.5
const maxLookupMs = 300
/** Analyses are in no hurry, ms. */
const analysisLookupMs = 2000
const analysisSeed = 1

/** See `RecommendationService`. Holds no state of its own; a request sees one snapshot from its first line to its last. */
export function createRecommender(deps: RecommenderDeps): RecommendationService {
  const { snapshots, clockMs } = deps

  const lookUp = async (
    { catalogue }: Snapshot,
    { userId, atMs }: RecommendationRequest,
    deadlineMs: number,
  ): Promise<Lookup | null> => {
    if (userId === null) return null
    const isPast = atMs !== null && atMs < deps.now().getTime()
    return await deps.lookups.find({ userId, untilMs: isPast ? atMs : null, catalogue, deadlineMs })
  }

  const choose = (
    world: RankingWorld,
    settings: ProfileSettings,
    candidates: Int32Array | null,
    budgetMs: number,
    leftMs: number,
  ): PlanChoice => {
    const load = { lookUpMs: 0, eventLoopDelayMs: deps.eventLoop.delayMs() }
    return choosePlan({
      profile: settings,
      qualities: world.planQualities,
      predict: (plan) =>
        deps.costs.predict(candidates ? { ...plan, candidates: candidates.length } : plan, load).p95Ms,
      budgetMs,
      leftMs,
      hasModel: world.model !== null,
      restaurants: world.catalogue.size,
    })
  }

  const faults = (lookup: Lookup | null, world: RankingWorld, settings: ProfileSettings): string[] => {
    const reasons: string[] = []
    if (lookup?.state === 'unavailable') reasons.push('user-history-unavailable')
    if (lookup?.state === 'stale') reasons.push('user-history-stale')
    if (deps.isDatabaseAway()) reasons.push('database-unavailable')
    if (!world.model && settings.maximumPlan !== 'popular') reasons.push('no-model')
    return reasons
  }

  const report = (recommendation: Recommendation, lookupMs: number, stages: readonly StageTime[]) => {
    const { profile, plan, tookMs, degraded, userKnown } = recommendation
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
    async recommend(request) {
      const startMs = clockMs()
      const nowMs = deps.now().getTime()
      const snapshot = snapshots.current()
      const assigned = assign(snapshot.experiments, request, nowMs)
      const { key, revision, settings } = assigned?.profile ?? resolveProfile(snapshot, request.profile)
      const budgetMs = budgetOf(request, settings)
      const lookup = await lookUp(snapshot, request, Math.min(budgetMs * lookupShare, maxLookupMs))
      const lookupMs = clockMs() - startMs

      const world = assigned?.world ?? worldOf(snapshot, settings.modelChannel)
      const { candidates, unknownIds } = resolveCandidates(world.catalogue, request.candidateIds)
      const choice = choose(world, settings, candidates, budgetMs, budgetMs - lookupMs)
      const plan = { name: choice.chosen.name, candidates: choice.chosen.candidates }
      const random = deps.randomBytes(14)
      const resolved = resolveRequest({
        request,
        catalogue: world.catalogue,
        settings,
        user: lookup?.user ?? null,
        candidates,
        plan,
        atMs: request.atMs ?? nowMs,
        seed: random.readUInt32LE(10),
      })
      const { ranking, stages } = timedRank(world, resolved, deps.costs, clockMs)
      const reasons = ranking.items.map((_, position) => ranking.reasons(position))
      const degraded = faults(lookup, world, settings)
      if (choice.degraded) degraded.push('latency-budget')

      const recommendation: Recommendation = {
        recommendationId: recommendationId(nowMs, random),
        profile: { key, revision },
        experiment: assigned && { key: assigned.key, variant: assigned.variant },
        modelVersion: world.model?.version ?? null,
        plan: { ...plan, predictedMs: lookupMs + choice.chosen.predictedMs, budgetMs },
        tookMs: clockMs() - startMs,
        degraded,
        note: noteOf(request, lookup, ranking, world.catalogue.size, nowMs),
        userKnown: isKnown(lookup),
        unknownIds,
        world,
        items: ranking.items,
        ranking,
        reasons,
      }
      deps.decisions.write(request.userId, () => decisionOf(request, resolved, recommendation, nowMs))
      report(recommendation, lookupMs, stages)
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
      const plan = overrides.plan ?? choose(world, settings, candidates, budgetMs, budgetMs).chosen
      return {
        world,
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

    plans({ world, request }, budgetMs) {
      return choose(world, request.profile, request.candidates, budgetMs, budgetMs).options
    },
  }
}

function budgetOf(request: RecommendationRequest, settings: ProfileSettings): number {
  return Math.min(settings.latencyBudgetMs, request.latencyBudgetMs ?? Number.POSITIVE_INFINITY)
}

const isKnown = (lookup: Lookup | null) => lookup !== null && lookup.user !== null
