import { createRestaurantStore } from '../catalog/restaurant-store.ts'
import type { Database } from '../db/client.ts'
import type { Topic } from '../db/notifications.ts'
import type { Reads } from '../db/reads.ts'
import type { ExperimentStore } from '../experiments/experiment-store.ts'
import { createInteractionStore } from '../interactions/interaction-store.ts'
import type { Interaction } from '../interactions/schema.ts'
import type { KeyStore } from '../keys/key-store.ts'
import type { EventLoopMonitor } from '../monitoring/event-loop.ts'
import type { Metrics } from '../monitoring/metrics.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import { neutralScales } from '../ranking/objectives/objectives.ts'
import type { CostModel } from '../ranking/planner/cost-model.ts'
import type { Plan } from '../ranking/types.ts'
import { createDecisionLog, type DecisionLog } from '../serving/decision-log.ts'
import { createLastLists } from '../serving/last-lists.ts'
import { createLiveOrders } from '../serving/live-orders.ts'
import { createLivePlanner, type LivePlanner } from '../serving/live-planner.ts'
import { createLookups, type Lookups } from '../serving/lookups.ts'
import { createRecommender } from '../serving/recommender.ts'
import type { RecommendationService } from '../serving/service.ts'
import { openSnapshotLoader, type SnapshotLoader } from '../serving/snapshot-loader.ts'
import { createSnapshotStore, type SnapshotSources, type SnapshotStore } from '../serving/snapshot-store.ts'
import type { Closers } from './closers.ts'

export interface LiveServing {
  readonly recommender: RecommendationService
  readonly snapshots: SnapshotStore
  readonly loader: SnapshotLoader
  readonly lookups: Lookups
  readonly decisions: DecisionLog
  readonly planner: LivePlanner
  readonly costs: CostModel
  onIngested(rows: readonly Interaction[]): void
  onUserChanged(id: string): void
  onUserErased(id: string): void
}

export interface LiveServingDeps {
  readonly database: Database
  /** Absent: everything is read from `database`. */
  readonly reads?: Reads
  /** Users in one statement at most; absent: as look-ups choose. */
  readonly lookupMaxBatch?: number
  readonly keys: Pick<KeyStore, 'refresh'>
  readonly profiles: Pick<ProfileStore, 'live'>
  readonly experiments: Pick<ExperimentStore, 'running'>
  readonly models: Pick<SnapshotSources, 'channels' | 'model'>
  readonly metrics: Metrics
  readonly eventLoop: EventLoopMonitor
  readonly now: () => Date
  readonly randomBytes: (size: number) => Buffer
  readonly onError: (what: string, error: Error) => void
  /** See `LivePlannerOptions`. */
  readonly unplanned?: Plan
  /** What budgets are measured by, monotonic, ms; by default this process's clock. */
  readonly clockMs?: () => number
  /** See `RecommenderDeps`. */
  readonly lookupDeadlineMs?: (budgetMs: number) => number
}

const neutral = { scales: neutralScales, planQualities: [] }

/** All that answers a recommendation, loaded and kept in step with the database. */
export async function openLiveServing(deps: LiveServingDeps, closers: Closers): Promise<LiveServing> {
  const { database, metrics, now } = deps
  const restaurants = createRestaurantStore({ database })
  const interactions = createInteractionStore({ database })
  const snapshots = createSnapshotStore(
    {
      restaurants: (since) => restaurants.read(since),
      profiles: () => deps.profiles.live(),
      experiments: () => deps.experiments.running(),
      ...deps.models,
      onZonesMoved: () => orders.recountSoon(),
      neutral,
    },
    now,
  )
  const reading = {
    pool: database.pool,
    ...(deps.reads ? { reads: deps.reads } : {}),
    ...(deps.lookupMaxBatch === undefined ? {} : { maxBatch: deps.lookupMaxBatch }),
  }
  // One at a time goes one by one: then as many at once as make up for it, and leave connections to others.
  const lookups = createLookups({ ...reading, ...(deps.lookupMaxBatch === 1 ? { maxConcurrent: 6 } : {}) })
  const lastLists = createLastLists(reading)
  const orders = createLiveOrders({
    pool: database.pool,
    interactions,
    snapshots,
    wake: () => loader.changed('interactions'),
    clockMs: () => performance.now(),
  })
  closers.defer('live orders', () => orders.close())
  const handlers: Record<Topic, () => Promise<void>> = {
    catalogue: () => snapshots.reloadCatalogue(),
    profiles: () => snapshots.reloadProfiles(),
    models: () => snapshots.reloadModels(),
    experiments: () => snapshots.reloadExperiments(),
    keys: () => deps.keys.refresh(),
    users: async () => lookups.forgetAll(),
    interactions: async () => {
      const users = await orders.catchUp()
      if (users) lookups.expire(users)
      else lookups.expireAll()
    },
    erasures: async () => {
      lastLists.forgetAll()
      orders.recountSoon()
    },
  }
  const loader = await openSnapshotLoader({
    database,
    handlers,
    onLoaded(topic, error) {
      metrics.countReload(topic, error ? 'failed' : 'ok')
      if (error) deps.onError(`loading ${topic}`, error)
    },
    onError: deps.onError,
    onConnectionLost: () => snapshots.doubtCatalogue(),
    onUsersChanged: (ids) => lookups.forget(ids),
  })
  closers.defer('snapshot loader', () => loader.close())

  const decisions = createDecisionLog({
    database,
    maxQueued: 10_000,
    whenFull: 'drop-oldest',
    onError: (error) => deps.onError('writing the decision log', error),
    onDropped: (rows) => metrics.countDropped('decision-log', rows),
  })
  closers.defer('decision log', () => decisions.close())

  const clockMs = deps.clockMs ?? (() => performance.now())
  const planner = createLivePlanner({
    eventLoop: deps.eventLoop,
    clockMs,
    ...(deps.unplanned ? { unplanned: deps.unplanned } : {}),
  })
  const recommender = createRecommender({
    snapshots,
    lookups,
    lastLists,
    decisions,
    planner,
    metrics,
    isDatabaseAway: () => loader.isAway(),
    now,
    randomBytes: deps.randomBytes,
    clockMs,
    ...(deps.lookupDeadlineMs ? { lookupDeadlineMs: deps.lookupDeadlineMs } : {}),
  })
  return {
    recommender,
    snapshots,
    loader,
    lookups,
    decisions,
    planner,
    costs: planner.costs,
    onIngested(rows) {
      lookups.expire(rows.map(({ userId }) => userId))
      loader.changed('interactions')
    },
    onUserChanged: (id) => lookups.forget([id]),
    onUserErased(id) {
      lookups.forget([id])
      lastLists.forget([id])
      decisions.forget(id)
      loader.changed('erasures')
    },
  }
}
