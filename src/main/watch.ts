import type pg from 'pg'
import type { Reads } from '../db/reads.ts'
import type { EventLoopMonitor } from '../monitoring/event-loop.ts'
import type { Health } from '../monitoring/health.ts'
import type { Metrics } from '../monitoring/metrics.ts'
import type { PlanCalibration } from '../ranking/planner/calibration.ts'
import { type AdmissionReport, type LoadClass, loadClasses } from '../serving/admission.ts'
import type { LiveServing } from './live-serving.ts'
import type { WorkerLink } from './workers/link.ts'

export interface Watched {
  readonly serving: LiveServing
  readonly pool: pg.Pool
  readonly pendingInteractions: () => Promise<number>
  readonly eventLoop: EventLoopMonitor
  readonly now: () => Date
}

/** What the parts say of themselves when an orchestrator asks. */
export function registerHealth(health: Health, serving: LiveServing): void {
  const { loader, snapshots, decisions } = serving
  health.register('snapshot', true, () => {
    const failures = [...loader.failures].filter(([topic]) => topic !== 'models')
    if (failures.length === 0) return { ok: true }
    return {
      ok: true,
      detail: `not up to date: ${failures.map(([topic, why]) => `${topic} (${why})`).join(', ')}`,
    }
  })
  health.register('database', false, () =>
    loader.isAway() ? { ok: false, detail: 'away; answers come from what is in memory' } : { ok: true },
  )
  health.register('models', false, () => {
    const faults = [...snapshots.faults].map(([channel, why]) => `${channel}: ${why}`)
    return faults.length === 0 ? { ok: true } : { ok: false, detail: faults.join('; ') }
  })
  health.register('decision-log', false, () => ({
    ok: decisions.queued() < 5000,
    detail: `${decisions.queued()} waiting, ${decisions.dropped()} dropped`,
  }))
}

/** Fewer than there should be is no reason to send nothing here: who is gone is being replaced. */
export function registerWorkers(health: Health, worker: Pick<WorkerLink, 'serving' | 'wanted'>): void {
  health.register('workers', false, () => ({
    ok: worker.serving() >= worker.wanted,
    detail: `${worker.serving()} of ${worker.wanted} processes answer`,
  }))
}

/** Where reads go; a replica that is away is passed over. */
export function registerReads(health: Health, metrics: Metrics, reads: Pick<Reads, 'report'>): void {
  if (reads.report().replicas === 0) return
  health.register('read-replicas', false, () => {
    const { replicas, answering } = reads.report()
    return { ok: answering === replicas, detail: `${answering} of ${replicas} answer` }
  })
  metrics.gauge(
    'maitre_read_replicas_answering',
    'Replicas of PostgreSQL that are read from',
    () => reads.report().answering,
  )
  metrics.gauge(
    'maitre_read_replica_behind_bytes',
    'Log that the replica furthest behind has yet to replay',
    () => reads.report().behindBytes ?? Number.NaN,
  )
  metrics.gauges('maitre_user_reads', 'Users read since the start, by who was asked', ['server'], () => {
    const { onReplicas, onPrimary } = reads.report()
    return [
      { labels: { server: 'replica' }, value: onReplicas },
      { labels: { server: 'primary' }, value: onPrimary },
    ]
  })
}

/** Predicted against actual, what is let in, what is refused. */
function registerPlannerGauges(metrics: Metrics, { planner }: LiveServing): void {
  const plans = (pick: (plan: PlanCalibration) => number | null) =>
    planner.report().plans.flatMap((plan) => {
      const value = pick(plan)
      const labels = { plan: plan.name, candidates: String(plan.candidates) }
      return value === null ? [] : [{ labels, value }]
    })
  const perPlan = (name: string, help: string, pick: (plan: PlanCalibration) => number | null) =>
    metrics.gauges(name, help, ['plan', 'candidates'], () => plans(pick))
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000)
  perPlan('maitre_planner_plan_share', 'Share of a plan in the answers of late', ({ share }) => share)
  perPlan('maitre_planner_predicted_p95_seconds', 'Mean of the p95 that was predicted, of late', (plan) =>
    seconds(plan.predictedP95Ms),
  )
  perPlan('maitre_planner_actual_p95_seconds', 'p95 of the time it took, of late', (plan) =>
    seconds(plan.p95Ms),
  )
  perPlan(
    'maitre_planner_coverage',
    'Answers that took no longer than predicted, of late',
    (plan) => plan.coverage,
  )
  perPlan('maitre_planner_within_budget', 'Answers inside their budget, of late', (plan) => plan.withinBudget)

  const admission = () => planner.admission.report()
  const classes = (pick: (report: AdmissionReport) => Readonly<Record<LoadClass, number>>) => () =>
    loadClasses.map((kind) => ({ labels: { class: kind }, value: pick(admission())[kind] }))
  metrics.gauges(
    'maitre_requests_in_flight',
    'Requests that were let in and are not over',
    ['class'],
    classes(({ inFlight }) => inFlight),
  )
  metrics.gauges(
    'maitre_requests_refused',
    'Requests refused for load since the start',
    ['class'],
    classes(({ refused }) => refused),
  )
  metrics.gauges(
    'maitre_requests_admitted',
    'Requests let in since the start',
    ['class'],
    classes(({ admitted }) => admitted),
  )
  metrics.gauge(
    'maitre_admission_expected_wait_seconds',
    'What a newcomer would wait for its turn',
    () => admission().expectedWaitMs / 1000,
  )
  metrics.gauge(
    'maitre_admission_most_wait_seconds',
    'With more than this, recommendations are refused',
    () => admission().mostWaitMs / 1000,
  )
  metrics.gauge('maitre_rankings_waiting', 'Rankings that wait for their turn', () => planner.turns.waiting)
}

/** The same for Prometheus, as numbers. */
export function registerGauges(metrics: Metrics, watched: Watched): void {
  const { pool, eventLoop, now } = watched
  const { loader, snapshots, decisions, lookups } = watched.serving
  const snapshot = () => snapshots.current()
  metrics.gauge(
    'maitre_snapshot_age_seconds',
    'Time since a part of the snapshot changed',
    () => (now().getTime() - snapshot().loadedAtMs) / 1000,
  )
  metrics.gauge('maitre_restaurants', 'Restaurants in the snapshot', () => snapshot().catalogue.size)
  metrics.gauge(
    'maitre_experiments_running',
    'Experiments that split users in this process',
    () => snapshot().experiments.size,
  )
  metrics.gauge('maitre_database_up', '1: PostgreSQL answers', () => (loader.isAway() ? 0 : 1))
  metrics.gauge('maitre_database_waiting', 'Statements that wait for a connection', () => pool.waitingCount)
  metrics.gauge('maitre_database_connections', 'Open connections of the pool', () => pool.totalCount)
  metrics.gauge(
    'maitre_event_loop_delay_p95_seconds',
    'How late timers fire',
    () => eventLoop.delayMs() / 1000,
  )
  metrics.gauge('maitre_decision_log_queued', 'Decisions that wait to be written', () => decisions.queued())
  metrics.gauge('maitre_lookups_waiting', 'Users that wait to be looked up', () => lookups.stats.waiting)
  metrics.gauge('maitre_lookups_cached_users', 'Users in the cache', () => lookups.stats.cachedUsers)
  metrics.gauge('maitre_lookups_asked', 'Users looked up since the start', () => lookups.stats.asked)
  metrics.gauge('maitre_lookups_hits', 'Of those, found in the cache', () => lookups.stats.hits)
  metrics.gauge('maitre_lookup_queries', 'Look-up statements since the start', () => lookups.stats.queries)
  metrics.gauge(
    'maitre_pending_interactions',
    'Interactions that wait for a restaurant nobody has told us of',
    watched.pendingInteractions,
  )
  registerPlannerGauges(metrics, watched.serving)
  metrics.modelInfo(() =>
    [...snapshot().worlds].flatMap(([channel, { model }]) =>
      model ? [{ channel, version: model.version }] : [],
    ),
  )
}
