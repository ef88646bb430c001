import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import { seedDatabase } from '../seed/seed-database.ts'
import { needsSeed } from '../seed/write-city.ts'
import { createRestaurantStore } from './catalog/restaurant-store.ts'
import type { Config } from './config.ts'
import type { Database } from './db/client.ts'
import { createApp } from './http/app.ts'
import { defaultLimits } from './http/deps.ts'
import { importNdjson } from './import/ndjson.ts'
import { createInteractionStore } from './interactions/interaction-store.ts'
import { trainModel } from './jobs/train.ts'
import { ensureFirstKeys, type KeyFile } from './keys/key-file.ts'
import { createKeyStore } from './keys/key-store.ts'
import { type Closers, createClosers } from './main/closers.ts'
import { openFront } from './main/front.ts'
import { type LiveServing, openLiveServing } from './main/live-serving.ts'
import { createModelSource } from './main/models.ts'
import { openMigratedDatabase } from './main/open-database.ts'
import { registerGauges, registerHealth } from './main/watch.ts'
import { createAuditReader } from './monitoring/audit-reader.ts'
import { createDataQuality } from './monitoring/data-quality.ts'
import { createEventLoopMonitor } from './monitoring/event-loop.ts'
import { createHealth } from './monitoring/health.ts'
import { createMetrics } from './monitoring/metrics.ts'
import { createProfileStore } from './profiles/profile-store.ts'
import { createModelRegistry, type ModelRegistry } from './relevance/registry.ts'
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
  /** Ends requests under way, stores what is queued, closes everything. */
  close(): Promise<void>
}

export interface BuildOptions {
  readonly logger: Logger
  readonly version: string
  /** Told what the start is doing, with counts where it counts; `total` null: unknown. */
  readonly onProgress?: (step: string, done?: number, total?: number | null) => void
  /** Gives the start up; what is open by then is closed. */
  readonly signal?: AbortSignal
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
  const { logger } = options
  const now = () => new Date()
  const onError = (what: string, error: Error) => logger.warn({ err: error }, `${what} failed`)

  const front = await openFront(config.host, config.port)
  const closeFront = () => front.close(config.shutdownGraceMs)
  closers.defer('HTTP server', closeFront)
  const progress = (step: string, done?: number, total?: number | null) => {
    options.signal?.throwIfAborted()
    front.say(step)
    options.onProgress?.(step, done, total)
  }

  progress('Starting the database')
  await mkdir(config.dataDir, { recursive: true })
  const database = await openMigratedDatabase(config, closers, (error) =>
    onError('a database connection', error),
  )
  const keys = createKeyStore({ database, randomBytes })
  const firstKeys = await ensureFirstKeys(keys, config.dataDir)
  const profiles = createProfileStore({ database, now })
  await profiles.ensureShipped()
  await fill(config, database, progress)
  const models = createModelRegistry({ database, now })
  await trainFirst(database, models, options, progress)

  progress('Loading')
  const metrics = createMetrics()
  const health = createHealth()
  const eventLoop = createEventLoopMonitor()
  closers.defer('event loop monitor', () => eventLoop.close())
  const serving = await openLiveServing(
    {
      database,
      keys,
      profiles,
      models: createModelSource(models),
      metrics,
      eventLoop,
      now,
      randomBytes,
      onError,
    },
    closers,
  )
  const interactions = createInteractionStore({ database })
  registerHealth(health, serving)
  const pendingInteractions = () => interactions.pendingCount()
  registerGauges(metrics, { serving, pool: database.pool, pendingInteractions, eventLoop, now })

  progress('Warming up')
  await warmUp({ ...serving, clockMs: () => performance.now(), userIds: await someUsers(database) })

  const app = createApp({
    ...serving,
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions,
    profiles,
    analyses: createAnalysisApi({
      recommender: serving.recommender,
      profiles,
      log: createRecommendationLog({ database }),
      sampleOrders: (query) => sampleOrders(database, query),
    }),
    audit: createAuditReader({ database }),
    dataQuality: createDataQuality({ database }),
    keys,
    importNdjson: (kind, body) => importNdjson(kind, body, { database }),
    models,
    caughtUp: (topic) => serving.loader.caughtUp(topic),
    metrics,
    health,
    logger,
    limits: { ...defaultLimits, perKeyPerMinute: config.rateLimitPerMinute },
    version: options.version,
  })
  options.signal?.throwIfAborted()
  front.serve(app)
  const shown = ['0.0.0.0', '::'].includes(front.host) ? 'localhost' : front.host
  return {
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${front.port}`,
    host: front.host,
    port: front.port,
    firstKeys,
    serving,
    database,
    async close() {
      // First of all, though it was opened first: what is under way needs everything else.
      await closeFront()
      await closers.close()
    },
  }
}

type Step = (step: string, done?: number, total?: number | null) => void

/** The city for an empty database. */
async function fill(config: Config, database: Database, progress: Step): Promise<void> {
  if (config.seed !== 'city') return
  const stores = {
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions: createInteractionStore({ database }),
  }
  if (!(await needsSeed(database))) return
  progress('Imagining the simulated city')
  // Lets whoever asks hear of it before this takes the event loop for a second or two.
  await nextTurn()
  await seedDatabase({
    database,
    stores,
    options: { endAtMs: Date.now() },
    onProgress: (done, total) => progress('Writing the simulated city', done, total),
  })
}

/**
 * A first model where there is none. Without one the service answers too, so neither too little data nor a fault in training
 * keeps it from starting.
 */
async function trainFirst(
  database: Database,
  models: Pick<ModelRegistry, 'channels'>,
  { logger, signal }: BuildOptions,
  progress: Step,
): Promise<void> {
  if ((await models.channels()).length > 0) return
  progress('Training a first model')
  try {
    const outcome = await trainModel({
      database,
      now: () => new Date(),
      onProgress: (step, share) => progress(`Training a first model: ${step}`, Math.round(share * 100), 100),
      ...(signal ? { signal } : {}),
    })
    if (outcome.trained) logger.info({ version: outcome.version }, 'a first model is trained')
    else logger.info({ reason: outcome.reason }, 'no model is trained')
  } catch (error) {
    signal?.throwIfAborted()
    logger.error({ err: error }, 'training a first model failed; going on without one')
  }
}

/** Nobody, and those who did something last: they are who comes next. */
async function someUsers(database: Database): Promise<(string | null)[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT DISTINCT user_id AS id FROM (SELECT user_id FROM interactions ORDER BY at DESC, id LIMIT 200) AS latest LIMIT 20`,
  )
  return [null, ...rows.map(({ id }) => id)]
}
