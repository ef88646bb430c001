import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createRestaurantStore } from './catalog/restaurant-store.ts'
import type { Config } from './config.ts'
import type { Database } from './db/client.ts'
import { createExperiments } from './experiments/experiments.ts'
import { createApp } from './http/app.ts'
import { defaultLimits } from './http/deps.ts'
import { openApiDocument } from './http/openapi/document.ts'
import { routes } from './http/routes/index.ts'
import { importNdjson } from './import/ndjson.ts'
import { createInteractionStore } from './interactions/interaction-store.ts'
import { createReportStore } from './jobs/monitoring/report-store.ts'
import { ensureFirstKeys, type KeyFile } from './keys/key-file.ts'
import { createKeyStore } from './keys/key-store.ts'
import { type Closers, createClosers } from './main/closers.ts'
import { watchExperiments } from './main/experiments.ts'
import { fillEmpty, oneAtATime, recentUsers, type Step, trainFirst } from './main/first-start.ts'
import { openFront } from './main/front.ts'
import { type LiveServing, openLiveServing } from './main/live-serving.ts'
import { servingMarket } from './main/market.ts'
import { createModelSource } from './main/models.ts'
import { openMonitoring } from './main/monitoring.ts'
import { openMigratedDatabase } from './main/open-database.ts'
import { openReads } from './main/open-reads.ts'
import { keepCountingOrders } from './main/order-counts.ts'
import { openRetention } from './main/retention.ts'
import { maybeTracing } from './main/tracing.ts'
import { openTraining } from './main/training.ts'
import { registerGauges, registerHealth, registerReads, registerWorkers } from './main/watch.ts'
import { watchIngestion } from './main/watch-ingestion.ts'
import { registerReportGauges } from './main/watch-reports.ts'
import type { WorkerLink } from './main/workers/link.ts'
import { createAuditReader } from './monitoring/audit-reader.ts'
import { createDataQuality } from './monitoring/data-quality.ts'
import { createEventLoopMonitor } from './monitoring/event-loop.ts'
import { createHealth } from './monitoring/health.ts'
import { createMetrics } from './monitoring/metrics.ts'
import { createProfileStore } from './profiles/profile-store.ts'
import type { Plan } from './ranking/types.ts'
import { createArtefactFiles } from './relevance/artefact-files.ts'
import { createMarketModels } from './relevance/market-models.ts'
import { createModelRegistry } from './relevance/registry.ts'
import { createAnalysisApi } from './serving/analyses.ts'
import { sampleOrders } from './serving/past-requests.ts'
import { createRecommendationLog } from './serving/recommendation-log.ts'
import { warmUp } from './serving/warm-up.ts'
import { createUserStore } from './users/user-store.ts'

export interface RunningService {
  /** Where it listens, for a browser. */
  readonly url: string
  readonly host: string
  readonly port: number
  /** The keys that this start made; null: there were keys. */
  readonly firstKeys: KeyFile | null
  readonly serving: LiveServing
  readonly database: Database
  /**
   * Ends requests under way, stores what is queued, closes everything.
   * @param drainMs says for so long that it is not ready, while it goes on answering, before it stops accepting; default 0
   */
  close(drainMs?: number): Promise<void>
}

export interface BuildOptions {
  readonly logger: Logger
  readonly version: string
  /** Told what the start is doing, with counts where it counts; `total` null: unknown. */
  readonly onProgress?: Step
  /** Gives the start up; what is open by then is closed. */
  readonly signal?: AbortSignal
  /** One of several processes that answer on one port; absent: it answers alone. */
  readonly worker?: WorkerLink
  /** To measure what planning is good for: this plan always, and nobody is refused. */
  readonly unplanned?: Plan
}

/**
 * The composition root: opens everything in the order in which it is needed, each with its close beside it, and resolves when
 * requests are answered.
 * @throws StartError for what the person who starts it can mend; whatever is thrown, nothing stays open
 */
export async function build(config: Config, options: BuildOptions): Promise<RunningService> {
  const { logger } = options
  const closers = createClosers((name, error) => logger.error({ err: error }, `closing ${name} failed`))
  try {
    return await open(config, options, closers)
  } catch (error) {
    await closers.close()
    throw error
  }
}

async function open(config: Config, options: BuildOptions, closers: Closers): Promise<RunningService> {
  const { logger, worker } = options
  const now = () => new Date()
  const onError = (what: string, error: Error) => logger.warn({ err: error }, `${what} failed`)

  const front = await openFront(config.host, config.port, worker?.listensAtOnce)
  const closeFront = () => front.close(config.shutdownGraceMs)
  closers.defer('HTTP server', closeFront)
  const progress: Step = (step, done, total) => {
    options.signal?.throwIfAborted()
    front.say(step)
    options.onProgress?.(step, done, total)
  }

  progress('Starting the database')
  const database = await openMigratedDatabase(
    config,
    closers,
    (error) => onError('a database connection', error),
    { onAway: (why) => progress(`Waiting: ${why}`), signal: options.signal },
  )
  const keys = createKeyStore({ database, randomBytes })
  const profiles = createProfileStore({ database, now })
  const models = createModelRegistry({ database, now })
  const experiments = createExperiments({ database, now })
  const firstKeys = await oneAtATime(database, progress, async () => {
    const made = await ensureFirstKeys(keys, config.dataDir)
    await profiles.ensureShipped()
    await fillEmpty(config, database, progress, options.signal)
    await trainFirst(database, models, options, progress)
    return made
  })

  progress('Loading')
  const modelSource = createModelSource({
    registry: servingMarket(models, createMarketModels(database), config.market),
    files: createArtefactFiles({ folder: join(config.dataDir, 'models') }),
    onError,
  })
  modelSource.prefetch()
  const metrics = createMetrics(worker && { worker: String(worker.slot) })
  worker?.rendersWith(metrics.render)
  const tracing = await maybeTracing(config, options.version, database.pool, closers)
  const health = createHealth()
  const eventLoop = createEventLoopMonitor()
  closers.defer('event loop monitor', () => eventLoop.close())
  const reads = openReads(config, database, closers, (error) => onError('reading from a replica', error))
  const serving = await openLiveServing(
    {
      database,
      reads,
      lookupMaxBatch: config.lookupMaxBatch,
      keys,
      profiles,
      experiments,
      models: modelSource,
      metrics,
      eventLoop,
      now,
      randomBytes,
      onError,
      ...(options.unplanned ? { unplanned: options.unplanned } : {}),
    },
    closers,
  )
  registerHealth(health, serving)
  const interactions = watchIngestion(
    createInteractionStore({
      database,
      isAway: () => serving.loader.isAway(),
      ingestWithinMs: 10_000,
    }),
    { health, metrics, clockMs: () => performance.now() },
  )
  registerReads(health, metrics, reads)
  if (worker) registerWorkers(health, worker)
  const pendingInteractions = () => interactions.pendingCount()
  const reports = createReportStore({ database, now })
  registerReportGauges(metrics, { reports, models, isAway: () => serving.loader.isAway(), now })
  registerGauges(metrics, { serving, pool: database.pool, pendingInteractions, eventLoop, now })

  watchExperiments({ database, experiments, config, logger, now }, closers)
  keepCountingOrders({ database, logger }, closers)
  openRetention({ database, config, metrics, logger }, closers)
  openMonitoring({ database, config, logger, now }, closers)
  const trainer = openTraining({ database, config, logger, now }, closers)

  progress('Warming up')
  openApiDocument(routes, options.version)
  await warmUp({ ...serving, clockMs: () => performance.now(), userIds: await recentUsers(database) })

  const app = createApp({
    ...serving,
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions,
    profiles,
    analyses: createAnalysisApi({
      recommender: serving.recommender,
      profiles,
      log: {
        get: createRecommendationLog({ database }).get,
        sample: (query) =>
          reads.analyse((pool) => createRecommendationLog({ database: { pool } }).sample(query)),
        lists: (query) =>
          reads.analyse((pool) => createRecommendationLog({ database: { pool } }).lists(query)),
      },
      sampleOrders: (query) => reads.analyse((pool) => sampleOrders({ pool }, query)),
      clockMs: () => performance.now(),
    }),
    experiments,
    audit: createAuditReader({ database }),
    dataQuality: createDataQuality({ database }),
    reports,
    keys,
    importNdjson: (kind, body) => importNdjson(kind, body, { database }),
    models,
    trainer,
    caughtUp: (topic) => serving.loader.caughtUp(topic),
    metrics: worker ? { ...metrics, render: worker.renderAll } : metrics,
    ...(worker ? { hits: worker.hits } : {}),
    ...(tracing ? { tracing } : {}),
    health,
    logger,
    now,
    limits: { ...defaultLimits, perKeyPerMinute: config.rateLimitPerMinute },
    version: options.version,
  })
  options.signal?.throwIfAborted()
  await front.serve(app)
  const { host, port } = front
  const shown = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host
  return {
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`,
    host,
    port,
    firstKeys,
    serving,
    database,
    async close(drainMs = 0) {
      health.stop()
      front.drain()
      await delay(drainMs)
      // First of all, though it was opened first: what is under way needs everything else.
      await closeFront()
      await closers.close()
    },
  }
}
