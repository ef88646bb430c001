import { z } from 'zod'
import { addDays, dayOf } from '../analysis/drift/days.ts'
import type { Database } from '../db/client.ts'
import { Problem } from '../problem/problems.ts'
import { createModelRegistry, type ModelRegistry } from '../relevance/registry.ts'
import { modelMetricsSchema } from './model-metrics.ts'
import { createReportStore } from './monitoring/report-store.ts'
import { type Drift, measureDrift } from './order-mix.ts'
import { type RetrainFacts, type RetrainRules, retrainReason } from './retrain-reason.ts'
import type { Trainer } from './trainer.ts'
import type { TrainingRun } from './training-runs.ts'

export interface RetrainWatchOptions {
  readonly database: Pick<Database, 'pool'>
  readonly trainer: Pick<Trainer, 'start' | 'runs'>
  readonly now: () => Date
  readonly rules: RetrainRules
  /** `stable` follows `latest` when that stood so long; 0: by hand only */
  readonly stableAfterDays: number
  readonly onStarted: (trigger: string, reason: string) => void
  readonly onError: (error: Error) => void
}

export interface RetrainWatch {
  /** Looks once; never rejects. */
  check(): Promise<void>
  close(): Promise<void>
}

const dayMs = 86_400_000
/** Latest runs of which it is counted how many in a row came to nothing. */
const runsLookedAt = 6
/** Among so many: there may be runs of markets between. */
const runsListed = 100
const countsSchema = z.object({ orders: z.int() })
const mixSchema = modelMetricsSchema.pick({ orderMix: true })

/**
 * Asks again and again whether a model should be trained, or `stable` should follow. Several processes may ask: only the one that
 * gets the training lock trains, and the others find the run done.
 * @param everyMs between two looks
 */
export function openRetrainWatch(options: RetrainWatchOptions, everyMs: number): RetrainWatch {
  const watch = createRetrainWatch(options)
  let checking = Promise.resolve()
  const timer = setInterval(() => {
    checking = checking.then(() => watch.check())
  }, everyMs)
  timer.unref()
  return {
    check: watch.check,
    async close() {
      clearInterval(timer)
      await checking
    },
  }
}

export function createRetrainWatch(options: RetrainWatchOptions): Pick<RetrainWatch, 'check'> {
  const { database, trainer, now, rules, stableAfterDays, onStarted, onError } = options
  const registry = createModelRegistry({ database, now })

  const due = async () => retrainReason(await readFacts(database, registry, trainer, now, rules), rules)

  const look = async () => {
    if (stableAfterDays > 0) await letStableFollow(registry, stableAfterDays, now())
    const found = await due()
    if (!found) return
    // Another process may have trained between the question and the lock.
    const stillWanted = async () => (await due()) !== null
    const run = await trainer.start({ actor: 'system', ...found, stillWanted })
    if (run) onStarted(found.trigger, found.reason)
  }

  return {
    async check() {
      try {
        await look()
      } catch (error) {
        if (error instanceof Problem && error.code === 'training-under-way') return
        onError(error instanceof Error ? error : new Error(String(error)))
      }
    },
  }
}

async function readFacts(
  database: Pick<Database, 'pool'>,
  registry: ModelRegistry,
  trainer: Pick<Trainer, 'runs'>,
  now: () => Date,
  rules: RetrainRules,
): Promise<RetrainFacts> {
  const [page, model] = await Promise.all([
    trainer.runs.list({ limit: runsListed, cursor: null }),
    registry.newest(),
  ])
  // Those of markets go by their own rules.
  const runs = page.items.filter(({ market }) => market === null).slice(0, runsLookedAt)
  const latest = runs[0]
  const sinceMs = model ? Date.parse(model.createdAt) : 0
  const newOrders = await ordersReceivedAfter(database, sinceMs)
  const refusedMs = latest && wasRefused(latest) ? Date.parse(latest.startedAt) : null
  const sameAsRefused = refusedMs !== null && (await ordersReceivedAfter(database, refusedMs)) === 0
  const firstFruitful = runs.findIndex((run) => run.status !== 'failed' && !wasRefused(run))
  const mix = mixSchema.safeParse(model?.metrics).data?.orderMix
  let drift: Drift | null = null
  if (rules.driftIndex > 0 && mix && model?.dataTo && newOrders > 0) {
    drift = await measureDrift(database, mix, Date.parse(model.dataTo))
  }
  return {
    nowMs: now().getTime(),
    lastRunMs: latest ? Date.parse(latest.startedAt) : null,
    isRunning: latest?.finishedAt === null,
    fruitless: firstFruitful < 0 ? runs.length : firstFruitful,
    sameAsRefused,
    newest: model
      ? { createdMs: sinceMs, orders: countsSchema.safeParse(model.settings).data?.orders ?? null }
      : null,
    newOrders,
    drift,
    raised: rules.driftIndex > 0 && model?.dataTo ? await raisedSince(database, now, model.dataTo) : [],
  }
}

/** What the latest report raised, unless the model learnt from half of that week already; what is a week old is no news. */
async function raisedSince(
  database: Pick<Database, 'pool'>,
  now: () => Date,
  dataTo: string,
): Promise<readonly string[]> {
  const kept = await createReportStore({ database, now }).drift(addDays(dayOf(now().getTime()), -7))
  const report = kept.at(-1)?.report
  if (!report || dayOf(Date.parse(dataTo)) >= addDays(report.window.from, 3)) return []
  return report.raised
}

/** Its data were, before there was a model. */
const wasRefused = ({ status, modelVersion }: TrainingRun) => status === 'rejected' && modelVersion === null

async function ordersReceivedAfter({ pool }: Pick<Database, 'pool'>, sinceMs: number): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM interactions WHERE type = 'order' AND received_at > $1`,
    [new Date(sinceMs)],
  )
  return rows[0]?.count ?? 0
}

/** A version that `latest` served for so long without being replaced has proved itself. */
async function letStableFollow(registry: ModelRegistry, days: number, now: Date): Promise<void> {
  const served = await registry.channels()
  const latest = served.find(({ channel }) => channel === 'latest')
  const stable = served.find(({ channel }) => channel === 'stable')
  if (!latest || stable?.pinned || stable?.version === latest.version) return
  const stoodDays = (now.getTime() - Date.parse(latest.changedAt)) / dayMs
  if (stoodDays < days) return
  const reason = `latest served it for ${Math.floor(stoodDays)} days`
  await registry.promote({ channel: 'stable', version: latest.version, actor: 'system', reason })
}
