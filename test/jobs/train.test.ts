import { beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import type { Interaction } from '../../src/interactions/schema.ts'
import { modelMetricsSchema } from '../../src/jobs/model-metrics.ts'
import { trainModel } from '../../src/jobs/train.ts'
import { stages } from '../../src/jobs/train-stages.ts'
import { decodeArtefact } from '../../src/relevance/artefact.ts'
import { readDataset } from '../../src/relevance/read-dataset.ts'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { testOrders } from '../support/orders.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
let clock = Date.UTC(2026, 10, 24, 8, 12)
const now = () => new Date(clock)
const registry = createModelRegistry({ database, now })
const made = testOrders({ restaurants: 20, users: 20, orders: 300 })

/** Writes the first `orders` of the made ones, of the users and restaurants below the given numbers. */
async function store(orders: number, users = 20, restaurants = 20): Promise<void> {
  await createRestaurantStore({ database }).upsertMany(
    made.catalogue.ids.map((id) => ({
      id,
      ...restaurantInputSchema.parse({ name: id, cuisines: ['Thai'] }),
    })),
  )
  const rows: Interaction[] = Array.from({ length: orders }, (_, n) => ({
    id: `o${String(n).padStart(4, '0')}`,
    type: 'order',
    userId: `u${made.user[n]! % users}`,
    restaurantId: made.catalogue.ids[made.restaurant[n]! % restaurants]!,
    at: new Date(made.atMs[n]!).toISOString(),
    amount: made.amount[n]!,
  }))
  await createInteractionStore({ database }).ingest(rows)
}

beforeEach(async () => {
  await truncateAll(database)
  clock = Date.UTC(2026, 10, 24, 8, 12)
})

describe('a training run', { timeout: 60_000 }, () => {
  test('keeps a version with its measures and has both channels serve the first; the same data and seed make the same bytes', async () => {
    await store(300)
    const steps = new Set<string>()
    const outcome = await trainModel({ database, now, onProgress: ({ stage }) => steps.add(stage) })
    if (!outcome.trained) throw new Error(outcome.reason)
    expect(outcome.channels).toEqual(['latest', 'stable'])
    expect([...steps]).toEqual(stages.filter((stage) => stage !== 'search'))
    expect(outcome.report.gate).toMatchObject({ accepted: true, words: expect.stringMatching(/first model/) })

    const stored = await registry.load(outcome.version)
    expect(decodeArtefact(stored.artefact).operatorIds).toHaveLength(20)
    const metrics = modelMetricsSchema.parse(stored.metrics)
    expect(metrics.evaluation?.orders).toBe(60)
    expect(Object.values(metrics.scales).every((scale) => scale > 0)).toBe(true)
    expect(metrics.planQualities.length).toBeGreaterThan(2)
    expect(stored.dataHash).toBe((await readDataset(database)).hash)

    clock += 60_000
    const again = await trainModel({ database, now })
    if (!again.trained) throw new Error(again.reason)
    expect(again.version).not.toBe(outcome.version)
    expect(again.version.slice(-8)).toBe(outcome.version.slice(-8))
    expect(again.report.inService).toMatchObject({ how: 'same-settings', version: outcome.version })
    // `stable` waits for someone to promote it.
    expect(again.channels).toEqual(['latest'])
    expect(await registry.channels()).toMatchObject([
      { channel: 'latest', version: again.version, previous: outcome.version },
      { channel: 'stable', version: outcome.version },
    ])

    // Unless what it serves can be read no more, as after an upgrade that changed the format.
    const artefact = Buffer.from('of another format')
    const [dataFromMs, dataToMs, dataHash] = [null, null, '0'.repeat(64)]
    const old = await registry.register({
      artefact,
      metrics: {},
      settings: {},
      dataFromMs,
      dataToMs,
      dataHash,
    })
    await registry.promote({ channel: 'stable', version: old, actor: 'cli', reason: 'Served for years' })
    clock += 60_000
    const third = await trainModel({ database, now })
    expect(third).toMatchObject({ trained: true, channels: ['latest', 'stable'] })
  })

  test.each([
    ['no interactions', 0, 20, 20, /0 of at least 30 orders/],
    ['a handful of orders', 20, 20, 20, /20 of at least 30 orders/],
    ['one user', 100, 1, 20, /1 of at least 2 users/],
    ['one restaurant', 100, 20, 1, /1 of at least 2 restaurants/],
  ])('on %s is refused with the reason, and keeps nothing', async (_, orders, users, restaurants, reason) => {
    await store(orders, users, restaurants)
    const outcome = await trainModel({ database, now })
    expect(outcome).toMatchObject({ trained: false, reason: expect.stringMatching(reason) })
    expect((await registry.list({ limit: 10, cursor: null })).items).toEqual([])
  })

  test('on two users and two restaurants works', async () => {
    await store(60, 2, 2)
    expect(await trainModel({ database, now })).toMatchObject({ trained: true })
  })

  test('that is stopped keeps nothing and serves what was served', async () => {
    await store(300)
    const controller = new AbortController()
    const running = trainModel({
      database,
      now,
      signal: controller.signal,
      onProgress: ({ stage }) => stage === 'train' && controller.abort(new Error('enough')),
    })
    await expect(running).rejects.toThrow('enough')
    expect((await registry.list({ limit: 10, cursor: null })).items).toEqual([])
    expect(await registry.channels()).toEqual([])
  })
})

describe('the data set', () => {
  test('is the same whatever order rows were stored in, without impressions', async () => {
    await store(50)
    const first = await readDataset(database)
    expect(first.length).toBe(50)
    await createInteractionStore({ database }).ingest([
      {
        id: 'i',
        type: 'impression',
        userId: 'u1',
        restaurantId: made.catalogue.ids[0]!,
        at: '2026-01-01T00:00:00Z',
      },
    ])
    expect((await readDataset(database)).hash).toBe(first.hash)
    for (let row = 1; row < first.length; row++)
      expect(first.atMs[row]!).toBeGreaterThanOrEqual(first.atMs[row - 1]!)
  })
})
