import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import { seedDatabase } from '../../seed/seed-database.ts'
import { needsSeed } from '../../seed/write-city.ts'
import { createRestaurantStore } from '../catalog/restaurant-store.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { createInteractionStore } from '../interactions/interaction-store.ts'
import { trainModel } from '../jobs/train.ts'
import type { ModelRegistry } from '../relevance/registry.ts'
import { createUserStore } from '../users/user-store.ts'

/** Told what the start is doing; `total` null: unknown. */
export type Step = (step: string, done?: number, total?: number | null) => void

/** The city for an empty database. */
export async function fillEmpty(config: Config, database: Database, progress: Step): Promise<void> {
  if (config.seed !== 'city' || !(await needsSeed(database))) return
  const stores = {
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions: createInteractionStore({ database }),
  }
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
export async function recentUsers(database: Database): Promise<(string | null)[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT DISTINCT user_id AS id FROM (SELECT user_id FROM interactions ORDER BY at DESC, id LIMIT 200) AS latest LIMIT 20`,
  )
  return [null, ...rows.map(({ id }) => id)]
}
