import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { openDatabase } from '../../src/db/client.ts'
import { createExperimentStore } from '../../src/experiments/experiment-store.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { createKeyStore } from '../../src/keys/key-store.ts'
import { createClosers } from '../../src/main/closers.ts'
import { openLiveServing } from '../../src/main/live-serving.ts'
import { createMetrics } from '../../src/monitoring/metrics.ts'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import type { StoredModel } from '../../src/serving/snapshot-store.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { fakeModel } from './world.ts'

/**
 * The serving part of a running service, over the database at `url`, with connections of its own and fake models. What it answers does
 * not depend on how busy the machine is: its clock runs slowly, and it waits for `patience.lookupMs` for a user.
 */
export async function testServing(url: string) {
  const errors: string[] = []
  const closers = createClosers((name, error) => errors.push(`${name}: ${error}`))
  const database = openDatabase({ url, poolSize: 3, connectTimeoutMs: 500 })
  closers.defer('database', () => database.close())
  const counted = { statements: 0, texts: [] as string[] }
  const pool = countStatements(database.pool, counted)
  const now = () => new Date()
  const patience = { lookupMs: 30_000 }
  const serving = await openLiveServing(
    {
      database: { ...database, pool },
      keys: createKeyStore({ database, randomBytes }),
      profiles: createProfileStore({ database, now }),
      experiments: createExperimentStore({ database, now }),
      models: {
        async channels() {
          const { rows } = await database.pool.query('SELECT channel, version FROM model_channels')
          return rows
        },
        model: async (version) => fakeStoredModel(version),
      },
      metrics: createMetrics(),
      eventLoop: { delayMs: () => 0, close() {} },
      clockMs: () => performance.now() / 50,
      lookupDeadlineMs: () => patience.lookupMs,
      now,
      randomBytes,
      onError: (what, error) => errors.push(`${what}: ${error.message}`),
    },
    closers,
  )
  return { ...serving, counted, patience, errors, close: () => closers.close() }
}

function fakeStoredModel(version: string): StoredModel {
  return {
    version,
    scales: { relevance: 0.1, revenue: 0.25, margin: 0.2, wait: 30, discovery: 0.02 },
    planQualities: [],
    *bind(catalogue) {
      yield
      if (version.includes('corrupt')) throw new Error('the artefact is cut short')
      return { ...fakeModel(catalogue), version }
    },
  }
}

/** Keeps the texts of statements, counts those that find users, and leaves the pool as it is otherwise. */
function countStatements(pool: pg.Pool, counted: { statements: number; texts: string[] }): pg.Pool {
  return new Proxy(pool, {
    get(target, name) {
      const value = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name !== 'query') return value.bind(target)
      return (...given: unknown[]) => {
        const text = JSON.stringify(given[0])
        counted.texts.push(text)
        if (/\boptOut\b/.test(text)) counted.statements++
        return Reflect.apply(value, target, given)
      }
    },
  })
}

/** Everything that writes, as another process would. */
export function testStores(database: Parameters<typeof createProfileStore>[0]['database']) {
  return {
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions: createInteractionStore({ database }),
    profiles: createProfileStore({ database, now: () => new Date() }),
  }
}
