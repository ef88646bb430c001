import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { runSteps } from '../../src/analysis/steps.ts'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { emptyHistory } from '../../src/interactions/history.ts'
import { trainModel } from '../../src/jobs/train.ts'
import { createModelSource } from '../../src/main/models.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { createDemand } from '../../src/relevance/demand.ts'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { testStores } from '../support/live-serving.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const now = () => new Date()
const registry = createModelRegistry({ database, now })
const source = createModelSource({ registry })

test('a model that was trained comes out of the database whole, and scores', {
  timeout: 120_000,
}, async () => {
  const stores = testStores(database)
  const restaurants = Array.from({ length: 20 }, (_, i) => ({
    id: `r${i}`,
    ...restaurantInputSchema.parse({ name: `Place ${i}`, cuisines: [i % 2 ? 'Thai' : 'Italian'] }),
  }))
  await stores.restaurants.upsertMany(restaurants)
  const random = createRandom(1)
  await stores.interactions.ingest(
    Array.from({ length: 600 }, (_, n) => ({
      id: `o${n}`,
      type: 'order' as const,
      userId: `u${n % 30}`,
      restaurantId: `r${random.next() < 0.7 ? n % 10 : random.int(20)}`,
      at: new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString(),
      amount: 10 + random.int(20),
    })),
  )
  const outcome = await trainModel({ database, now })
  if (!outcome.trained) throw new Error(outcome.reason)
  expect((await source.channels()).map(({ version }) => version)).toEqual([outcome.version, outcome.version])

  const stored = await source.model(outcome.version)
  const catalogue = buildCatalogue(await stores.restaurants.loadAll())
  const model = runSteps(stored.bind(catalogue, createDemand(catalogue)))
  expect(model.version).toBe(outcome.version)
  const atMs = Date.UTC(2026, 1, 1)
  const scorer = model.begin({ history: emptyHistory, atMs, likedCuisines: [], maxPriceLevel: 0 })
  const scores = { probability: new Float64Array(20), spend: new Float64Array(20) }
  const items = Int32Array.from({ length: 20 }, (_, i) => i)
  scorer.score(items, new Float64Array(20).fill(Number.NaN), 20, 'full', scores)
  for (const p of scores.probability) expect(p > 0 && p < 1).toBe(true)
  for (const spend of scores.spend) expect(spend).toBeGreaterThan(0)
  for (const scale of Object.values(stored.scales)) expect(scale).toBeGreaterThan(0)
})

describe('refused with the reason is', () => {
  test('a version that nobody registered', async () => {
    await expect(source.model('none')).rejects.toMatchObject({ code: 'model-not-found' })
  })

  test('what is no model, though its checksum is right', async () => {
    const data = { dataFromMs: null, dataToMs: null, dataHash: '0'.repeat(64), settings: {}, metrics: {} }
    const version = await registry.register({ artefact: randomBytes(2000), ...data })
    await expect(source.model(version)).rejects.toThrow(/not a model/)
  })
})
