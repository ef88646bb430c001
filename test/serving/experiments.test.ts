import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { createExperimentStore } from '../../src/experiments/experiment-store.ts'
import type { ExperimentSettings } from '../../src/experiments/schema.ts'
import { plainRequest } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import type { RecommendationRequest } from '../../src/serving/service.ts'
import { settingsOf } from '../experiments/simulated.ts'
import { testServing, testStores } from '../support/live-serving.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const { pool } = database
const stores = testStores(database)
const experiments = createExperimentStore({ database, now: () => new Date() })
let replicas: Awaited<ReturnType<typeof testServing>>[] = []

beforeAll(async () => {
  await stores.profiles.ensureShipped()
  await stores.restaurants.upsertMany(
    Array.from({ length: 20 }, (_, i) => ({
      id: `r${i}`,
      ...restaurantInputSchema.parse({ name: `Place ${i}`, averageSpend: 20 }),
    })),
  )
  for (const version of ['v1', 'v2']) {
    const artefact = Buffer.from(version)
    const sha = createHash('sha256').update(artefact).digest('hex')
    await pool.query(
      `INSERT INTO models (version, artefact, sha256, data_hash, settings, metrics) VALUES ($1, $2, $3, repeat('0', 64), '{}', '{}')`,
      [version, artefact, sha],
    )
  }
  await pool.query(
    `INSERT INTO model_channels (channel, version, changed_by, reason) VALUES ('stable', 'v1', 't', 't'), ('latest', 'v1', 't', 't')`,
  )
  replicas = [await testServing(database.url), await testServing(database.url)]
})
afterAll(async () => {
  for (const replica of replicas) await replica.close()
})

const ask = (replica: number, changes: Partial<RecommendationRequest> = {}) =>
  replicas[replica]!.recommender.recommend(plainRequest({ profile: null, ...changes }))
const soon = { timeout: 2000, interval: 10 }
const users = Array.from({ length: 60 }, (_, i) => `u${i}`)

/** Runs one while `work` does, and waits until every replica has heard of both. */
async function running(settings: Partial<ExperimentSettings>, work: () => Promise<void>) {
  const key = `e${Date.now().toString(36)}`
  await experiments.create(key, settingsOf(settings), 't')
  await experiments.start(key, { actor: 't', reason: 'r' })
  const carried = (wanted: boolean) =>
    expect
      .poll(
        () =>
          replicas.every(
            ({ snapshots }) =>
              [...snapshots.current().experiments.values()].some((e) => e.key === key) === wanted,
          ),
        soon,
      )
      .toBe(true)
  await carried(true)
  try {
    await work()
  } finally {
    await experiments.stop(key, { actor: 't', reason: 'r', because: 'person' })
    await carried(false)
  }
}

describe('while an experiment runs', () => {
  test('every replica serves a user by the same variant, says which, and logs it', async () => {
    await running({}, async () => {
      const variants = new Set<string>()
      for (const userId of users) {
        const [a, b] = [await ask(0, { userId }), await ask(1, { userId })]
        expect(a.experiment).toEqual(b.experiment)
        expect(a.profile.key).toBe(a.experiment?.variant === 'control' ? 'product' : 'sales')
        variants.add(a.experiment?.variant ?? '')
      }
      expect([...variants].sort()).toEqual(['control', 'other'])
      await replicas[0]!.decisions.flush()
      const { rows } = await pool.query(
        `SELECT DISTINCT experiment_variant, profile_key FROM recommendations WHERE experiment_key IS NOT NULL ORDER BY 1`,
      )
      expect(rows).toEqual([
        { experiment_variant: 'control', profile_key: 'product' },
        { experiment_variant: 'other', profile_key: 'sales' },
      ])
      const { recommendationId, experiment } = await ask(0, { userId: 'u1' })
      await replicas[0]!.decisions.flush()
      const log = createRecommendationLog({ database })
      expect((await log.get(recommendationId)).experiment).toEqual(experiment)
    })
    expect((await ask(0, { userId: 'u1' })).experiment).toBeNull()
  })

  test('guests, requests that name a profile, and analyses are outside', async () => {
    await running({}, async () => {
      expect((await ask(0, { userId: null })).experiment).toBeNull()
      const named = await ask(0, { userId: 'u1', profile: 'manager' })
      expect([named.experiment, named.profile.key]).toEqual([null, 'manager'])
      for (const userId of users.slice(0, 10)) {
        const prepared = await replicas[0]!.recommender.prepare(plainRequest({ userId }))
        expect(prepared.profile.key).toBe('product')
      }
    })
  })

  test('of a named profile, it takes those requests and no others', async () => {
    await running({ scope: 'manager' }, async () => {
      expect((await ask(0, { userId: 'u1', profile: 'manager' })).experiment).not.toBeNull()
      expect((await ask(0, { userId: 'u1' })).experiment).toBeNull()
    })
  })

  test('of part of the traffic, the others are served as ever', async () => {
    await running({ traffic: 0.3 }, async () => {
      const answers = await Promise.all(users.map((userId) => ask(0, { userId })))
      const inside = answers.filter(({ experiment }) => experiment !== null)
      expect(inside.length).toBeGreaterThan(5)
      expect(inside.length).toBeLessThan(35)
      for (const { experiment, profile } of answers) if (!experiment) expect(profile.key).toBe('product')
    })
  })

  test('a variant keeps its model version, whatever the channels serve', async () => {
    const [control, other] = settingsOf().variants
    await running(
      { variants: [control!, { ...other!, profile: 'product', modelVersion: 'v2' }] },
      async () => {
        for (const userId of users.slice(0, 20)) {
          const { experiment, modelVersion } = await ask(1, { userId })
          expect(modelVersion).toBe(experiment?.variant === 'other' ? 'v2' : 'v1')
        }
      },
    )
    expect([...replicas[0]!.snapshots.current().worlds.keys()].sort()).toEqual(['latest', 'stable'])
  })

  test('nobody is in it from its planned stop on, to the millisecond', async () => {
    const stopMs = Date.now() + 1500
    await running({ plannedStop: new Date(stopMs).toISOString() }, async () => {
      expect((await ask(0, { userId: 'u1' })).experiment).not.toBeNull()
      await expect.poll(async () => (await ask(0, { userId: 'u1' })).experiment, soon).toBeNull()
      expect(Date.now()).toBeGreaterThanOrEqual(stopMs)
    })
  })
})

test('a model version that cannot be loaded leaves everybody outside, and is told', async () => {
  const artefact = Buffer.from('corrupt')
  await pool.query(
    `INSERT INTO models (version, artefact, sha256, data_hash, settings, metrics) VALUES ('corrupt', $1, $2, repeat('0', 64), '{}', '{}')`,
    [artefact, createHash('sha256').update(artefact).digest('hex')],
  )
  const [control, other] = settingsOf().variants
  const variants = [control!, { ...other!, modelVersion: 'corrupt' }]
  await experiments.create('broken', settingsOf({ variants }), 't')
  await experiments.start('broken', { actor: 't', reason: 'r' })
  await expect.poll(() => [...replicas[0]!.snapshots.faults.values()].join(), soon).toContain('corrupt')
  expect((await ask(0, { userId: 'u1' })).experiment).toBeNull()
})
