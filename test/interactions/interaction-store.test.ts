import { setTimeout } from 'node:timers/promises'
import { fc, test as propTest } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { createOrderFeed } from '../../src/interactions/order-feed.ts'
import { ordersSince } from '../../src/interactions/orders-since.ts'
import type { Interaction, StoredInteraction } from '../../src/interactions/schema.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const store = createInteractionStore({ database })
const restaurants = createRestaurantStore({ database })

async function reset() {
  await truncateAll(database)
  const rows = ['r0', 'r1', 'r2'].map((id) => ({ ...restaurantInputSchema.parse({ name: id }), id }))
  await restaurants.upsertMany(rows)
}
beforeEach(reset)

const act = (id: string, rest: Partial<Interaction> = {}): Interaction => ({
  id,
  type: 'order',
  userId: 'u',
  restaurantId: 'r0',
  at: '2026-01-01T12:00:00.123Z',
  ...rest,
})

async function everything(options = {}): Promise<StoredInteraction[]> {
  const all: StoredInteraction[] = []
  for await (const batch of store.batches({ batchSize: 3, ...options })) all.push(...batch)
  return all
}

describe('ingesting', () => {
  test('keeps an interaction field by field', async () => {
    await store.ingest([
      act('1', { amount: 12.34, recommendationId: 'rec', position: 3 }),
      act('2', { type: 'rating', rating: 4.5, at: '2026-01-01T13:00:00+02:00' }),
    ])
    expect(await everything()).toEqual([
      {
        id: '2',
        type: 'rating',
        userId: 'u',
        restaurantId: 'r0',
        rating: 4.5,
        atMs: Date.parse('2026-01-01T11:00:00Z'),
      },
      {
        id: '1',
        type: 'order',
        userId: 'u',
        restaurantId: 'r0',
        amount: 12.34,
        recommendationId: 'rec',
        position: 3,
        atMs: Date.parse('2026-01-01T12:00:00.123Z'),
      },
    ])
  })

  test('sent twice, counts as duplicate and changes nothing', async () => {
    const rows = [act('1'), act('2'), act('3', { restaurantId: 'later' })]
    expect(await store.ingest(rows)).toMatchObject({ accepted: 3, duplicates: 0, pending: 1 })
    const before = await everything()
    const again = await store.ingest([act('1', { amount: 99 }), ...rows.slice(1)])
    expect(again).toMatchObject({ accepted: 0, duplicates: 3, pending: 0 })
    expect(again.duplicateIds.sort()).toEqual(['1', '2', '3'])
    expect(await everything()).toEqual(before)
    expect(await store.pendingCount()).toBe(1)
  })

  test('keeps an id that has moved over from the pending ones a duplicate', async () => {
    await store.ingest([act('1', { restaurantId: 'later' })])
    await restaurants.put('later', restaurantInputSchema.parse({ name: 'Later' }))
    expect(await store.ingest([act('1', { restaurantId: 'later' })])).toMatchObject({ duplicates: 1 })
    expect(await store.ingest([act('1', { restaurantId: 'nowhere' })])).toMatchObject({ duplicates: 1 })
    expect(await store.pendingCount()).toBe(0)
  })

  const id = fc.integer({ min: 0, max: 8 }).map((n) => `i${n}`)
  const restaurantId = fc.constantFrom('r0', 'r1', 'unknown')
  const calls = fc.array(fc.array(fc.record({ id, restaurantId }), { maxLength: 6 }), { maxLength: 4 })
  propTest.prop([calls], { numRuns: 20 })(
    'in concurrent calls with shared ids keeps each id once, and every row is counted once',
    async (batches) => {
      const results = await Promise.all(
        batches.map((batch) => store.ingest(batch.map((row) => act(row.id, row)))),
      )
      const sent = batches.flat()
      const accepted = results.reduce((sum, result) => sum + result.accepted, 0)
      const duplicates = results.reduce((sum, result) => sum + result.duplicates, 0)
      expect(accepted + duplicates).toBe(sent.length)
      const pending = await database.pool.query<{ id: string }>('SELECT id FROM pending_interactions')
      const kept = new Set([...(await everything()), ...pending.rows].map((row) => row.id))
      expect(kept).toEqual(new Set(sent.map((row) => row.id)))
      expect(results.every((r) => r.duplicateIds.length === r.duplicates)).toBe(true)
    },
  )

  test('of a batch with one impossible row writes nothing', async () => {
    await expect(store.ingest([act('1'), act('2', { amount: -1 })])).rejects.toThrow(/interactions_amount/)
    expect(await everything()).toEqual([])
    const { rows } = await database.pool.query('SELECT 1 FROM users')
    expect(rows).toEqual([])
  })
})

describe('the latest of many users', () => {
  test('are theirs alone, the last ones, oldest first, ties by id', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
    await store.ingest([
      ...[5, 1, 3, 2, 4].map((minute) => act(`a${minute}`, { userId: 'a', at: at(minute) })),
      act('b2', { userId: 'b', at: at(9) }),
      act('b1', { userId: 'b', at: at(9) }),
      act('c', { userId: 'c' }),
    ])
    const latest = await store.latestOf(['a', 'b', 'b', 'nobody'], 3)
    const ids = [...latest].map(([user, rows]) => [user, rows.map((row) => row.id)])
    expect(Object.fromEntries(ids)).toEqual({ a: ['a3', 'a4', 'a5'], b: ['b1', 'b2'] })
    expect((await store.latestOf([], 3)).size).toBe(0)
  })
})

describe('reading everything', () => {
  test('goes by time, takes filters, and lets its connection go when left early', async () => {
    const rows = Array.from({ length: 10 }, (_, i) =>
      act(`i${i}`, {
        at: new Date(Date.UTC(2026, 0, 10 - i)).toISOString(),
        type: i % 2 ? 'click' : 'order',
      }),
    )
    await store.ingest(rows)
    expect((await everything()).map((row) => row.id)).toEqual(rows.map((row) => row.id).reverse())
    expect((await everything({ types: ['click'] })).map((row) => row.id)).toEqual([
      'i9',
      'i7',
      'i5',
      'i3',
      'i1',
    ])
    expect((await everything({ beforeMs: Date.UTC(2026, 0, 3) })).map((row) => row.id)).toEqual(['i9', 'i8'])
    for await (const _ of store.batches({ batchSize: 1 })) break
    expect(database.pool.idleCount).toBe(database.pool.totalCount)
    expect(await store.counts()).toEqual({ impression: 0, click: 5, order: 5, rating: 0, dismiss: 0 })
  })
})

describe('the feed of orders', () => {
  const collect = () => {
    const got: string[] = []
    // Without a margin in time, so that it is the horizon that has to hold.
    const feed = createOrderFeed({
      ordersSince: (watermark, limit) => ordersSince(database.pool, watermark, limit, 0),
      pageSize: 2,
    })
    return { got, catchUp: () => feed.catchUp((orders) => got.push(...orders.map(({ id }) => id))) }
  }

  test('brings each order once, in whatever pages', async () => {
    const { got, catchUp } = collect()
    await store.ingest([act('1'), act('2'), act('c', { type: 'click' }), act('3')])
    await catchUp()
    await catchUp()
    await store.ingest([act('4'), act('0')])
    await catchUp()
    await catchUp()
    expect([...got].sort()).toEqual(['0', '1', '2', '3', '4'])
  })

  test('does not miss a transaction that began before and committed after later ones', async () => {
    const { got, catchUp } = collect()
    const slow = await database.pool.connect()
    try {
      await slow.query('BEGIN')
      await slow.query(`INSERT INTO users (id) VALUES ('s')`)
      await slow.query(
        `INSERT INTO interactions (id, type, user_id, restaurant_id, at) VALUES ('slow', 'order', 's', 'r0', now())`,
      )
      await setTimeout(5)
      await store.ingest([act('quick')])
      await catchUp()
      expect(got).toEqual(['quick'])
      await slow.query('COMMIT')
    } finally {
      slow.release()
    }
    await catchUp()
    expect(got).toEqual(['quick', 'slow'])
  })

  test('has what moved over from the pending ones', async () => {
    const { got, catchUp } = collect()
    await store.ingest([act('p', { restaurantId: 'later' })])
    await catchUp()
    await restaurants.put('later', restaurantInputSchema.parse({ name: 'Later' }))
    await catchUp()
    expect(got).toEqual(['p'])
  })
})
