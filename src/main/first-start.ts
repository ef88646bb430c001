import type { Logger } from 'pino'
import { seedInThread } from '../../seed/seed-in-thread.ts'
import { needsSeed } from '../../seed/write-city.ts'
import type { Config } from '../config.ts'
import { withAdvisoryLock } from '../db/advisory-lock.ts'
import type { Database } from '../db/client.ts'
import { trainModel } from '../jobs/train.ts'
import type { ModelRegistry } from '../relevance/registry.ts'

/** Told what the start is doing; `total` null: unknown. */
export type Step = (step: string, done?: number, total?: number | null) => void

/** One process at a time does what a first start does; the others wait, and find it done. */
export function oneAtATime<T>(database: Database, progress: Step, work: () => Promise<T>): Promise<T> {
  const onWaiting = () => progress('Waiting for another start on this database')
  return withAdvisoryLock({ url: database.url, key: 727_302, onWaiting }, work)
}

/** The city for an empty database. */
export async function fillEmpty(
  config: Config,
  database: Database,
  progress: Step,
  signal?: AbortSignal,
): Promise<void> {
  if (config.seed !== 'city' || !(await needsSeed(database))) return
  progress('Imagining the simulated city')
  await seedInThread({
    databaseUrl: database.url,
    options: { endAtMs: Date.now() },
    onProgress: (done, total) => progress('Writing the simulated city', done, total),
    ...(signal ? { signal } : {}),
  })
}

export interface FirstTraining {
  readonly logger: Logger
  readonly signal?: AbortSignal
}

/**
 * A first model where there is none. Without one the service answers too, so neither too little data nor a fault in training
 * keeps it from starting.
 */
export async function trainFirst(
  database: Database,
  models: Pick<ModelRegistry, 'channels'>,
  { logger, signal }: FirstTraining,
  progress: Step,
): Promise<void> {
  if ((await models.channels()).length > 0) return
  progress('Training a first model')
  try {
    const outcome = await trainModel({
      database,
      now: () => new Date(),
      trigger: 'first-start',
      onProgress: ({ stage, overall }) =>
        progress(`Training a first model: ${stage}`, Math.round(overall * 100), 100),
      ...(signal ? { signal } : {}),
    })
    if (outcome.trained) {
      const { version, accepted, report } = outcome
      logger.info({ version, accepted, gate: report.gate?.words }, 'a first model is trained')
    } else logger.info({ reason: outcome.reason }, 'no model is trained')
  } catch (error) {
    signal?.throwIfAborted()
    logger.error({ err: error }, 'training a first model failed; going on without one')
  }
}

/** Nobody, and those who did something last: they are who comes next. */
export async function recentUsers(database: Database): Promise<(string | null)[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT DISTINCT user_id AS id FROM (SELECT user_id FROM interactions ORDER BY at DESC, id LIMIT 200) AS latest LIMIT 20`,
  )
  return [null, ...rows.map(({ id }) => id)]
}
