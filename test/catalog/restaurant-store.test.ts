import { fc, test as propTest } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema, restaurantPatchSchema } from '../../src/catalog/schema.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { Problem } from '../../src/problem/problems.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const store = createRestaurantStore({ database })
const interactions = createInteractionStore({ database })
beforeEach(() => truncateAll(database))

const full = restaurantInputSchema.parse({
  name: 'Chez Léa',
  brand: 'Léa',
  district: 'Belleville',
  cuisines: ['French', 'Wine; "bar"'],
  tags: [],
  priceLevel: 3,
  averageSpend: 31.7,
  currency: 'EUR',
  feeRate: 0.12,
  costPerOrder: 0.1 + 0.2,
  preparationMinutes: 25,
  deliveryRangeKm: 4.5,
  location: { lat: 48.87, lon: 2.38 },
  timeZone: 'Europe/Paris',
  hours: [{ day: 'fri', opens: '18:30', closes: '02:00' }],
  rating: 4.3,
  ratingCount: 12,
  status: 'paused',
  listedAt: '2026-01-02T03:04:05.678Z',
})
const named = (name: string) => restaurantInputSchema.parse({ name })

describe('a restaurant', () => {
  test('at exactly (0, 0) is one whose place is unknown, put or changed', async () => {
    const nowhere = { lat: 0, lon: 0 }
    const { restaurant } = await store.put('r', { ...full, location: nowhere })
    expect(restaurant.location).toBeNull()
    await store.put('r', full)
    expect((await store.patch('r', { location: nowhere })).location).toBeNull()
    const near = { lat: 0, lon: 1e-6 }
    expect((await store.patch('r', { location: near })).location).toEqual(near)
  })

  test('comes back as it was put', async () => {
    const { restaurant, created } = await store.put('r/1 é', full)
    expect(created).toBe(true)
    const { updatedAt, ...stored } = restaurant
    expect(stored).toEqual({ ...full, id: 'r/1 é' })
    expect(await store.get('r/1 é')).toEqual(restaurant)
    expect(await store.loadAll()).toEqual([restaurant])
    expect(Date.parse(updatedAt)).not.toBeNaN()
  })

  test('put again equal is not written: updatedAt stays', async () => {
    const { restaurant } = await store.put('r', named('A'))
    const again = await store.put('r', named('A'))
    expect(again).toEqual({ restaurant, created: false })
  })

  test('put with less than before falls back to the defaults, but keeps when it was listed', async () => {
    await store.put('r', full)
    const { restaurant } = await store.put('r', named('Now plain'))
    expect(restaurant).toMatchObject({ name: 'Now plain', brand: null, cuisines: [], location: null })
    expect(restaurant.listedAt).toBe(full.listedAt)
  })

  test('patched, changes in the given fields alone', async () => {
    const { restaurant } = await store.put('r', full)
    const patched = await store.patch('r', restaurantPatchSchema.parse({ status: 'closed', location: null }))
    expect(patched).toEqual({
      ...restaurant,
      status: 'closed',
      location: null,
      updatedAt: patched.updatedAt,
    })
    expect(await store.patch('r', {})).toEqual(patched)
  })

  test('that is not there cannot be patched or removed', async () => {
    await expect(store.patch('none', {})).rejects.toMatchObject({ code: 'restaurant-not-found' })
    await expect(store.remove('none')).rejects.toMatchObject({ code: 'restaurant-not-found' })
    expect(await store.get('none')).toBeNull()
  })

  test('removed, takes its interactions with it', async () => {
    await store.put('r', full)
    await interactions.ingest([
      { id: 'i', type: 'click', userId: 'u', restaurantId: 'r', at: '2026-01-01T00:00:00Z' },
    ])
    await store.remove('r')
    expect(await store.count()).toBe(0)
    expect((await interactions.counts()).click).toBe(0)
  })
})

test('a patch schema fills nothing in and refuses strange fields', () => {
  expect(restaurantPatchSchema.parse({})).toEqual({})
  expect(restaurantPatchSchema.parse({ brand: null })).toEqual({ brand: null })
  expect(restaurantPatchSchema.safeParse({ nam: 'x' }).success).toBe(false)
  expect(restaurantPatchSchema.safeParse({ priceLevel: 9 }).success).toBe(false)
})

describe('many at once', () => {
  test('are counted as inserted, updated and unchanged', async () => {
    const rows = ['a', 'b', 'c'].map((id) => ({ ...named(id), id }))
    expect(await store.upsertMany(rows)).toEqual({ inserted: 3, updated: 0, unchanged: 0 })
    const next = [...rows.slice(0, 2), { ...named('other'), id: 'c' }, { ...named('d'), id: 'd' }]
    expect(await store.upsertMany(next)).toEqual({ inserted: 1, updated: 1, unchanged: 2 })
    expect(await store.upsertMany([])).toEqual({ inserted: 0, updated: 0, unchanged: 0 })
  })

  test('of one id apply one after the other', async () => {
    const rows = ['first', 'second', 'second'].map((name) => ({ ...named(name), id: 'r' }))
    expect(await store.upsertMany(rows)).toEqual({ inserted: 1, updated: 1, unchanged: 1 })
    expect((await store.get('r'))?.name).toBe('second')
  })

  test('from two calls with the same ids in opposite order both succeed, and one row an id stays', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `r${index}`)
    const rows = (name: string) => ids.map((id) => ({ ...named(name), id }))
    const results = await Promise.all([
      store.upsertMany(rows('x')),
      store.upsertMany(rows('y').reverse()),
      store.upsertMany(rows('z')),
    ])
    expect(results.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(200)
    const names = new Set((await store.loadAll()).map(({ name }) => name))
    expect(names.size).toBe(1)
    expect(await store.count()).toBe(200)
  })

  test('and one bad row among them: nothing is written', async () => {
    const bad = { ...named('bad'), id: 'bad', priceLevel: 9 }
    await expect(store.upsertMany([{ ...named('good'), id: 'good' }, bad])).rejects.toThrow(/price_level/)
    expect(await store.count()).toBe(0)
  })
})

describe('a list', () => {
  const ids = fc.uniqueArray(
    fc.stringMatching(/^[a-zé0-9_/ -]{1,6}$/).filter((id) => id === id.trim()),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  propTest.prop([ids, fc.integer({ min: 1, max: 5 })], { numRuns: 15 })(
    'read page by page holds each restaurant once, whatever the page size',
    async (all, limit) => {
      await store.upsertMany(all.map((id) => ({ ...named('n'), id })))
      const read: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof store.list>> = await store.list({ limit, cursor })
        expect(page.items.length).toBeLessThanOrEqual(limit)
        read.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      } while (cursor !== null)
      expect([...read].sort()).toEqual([...all].sort())
    },
  )

  test.each(['', 'x', '%%%', Buffer.from('after:').toString('base64url'), `${'A'.repeat(500)}`])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(store.list({ limit: 1, cursor })).rejects.toThrow(Problem)
    },
  )
})

describe('pending interactions', () => {
  const order = (id: string, restaurantId: string) => ({
    id,
    type: 'order' as const,
    userId: 'u',
    restaurantId,
    at: '2026-01-01T12:00:00Z',
    amount: 10,
  })

  test('move over when their restaurant appears, and only those', async () => {
    await interactions.ingest([order('1', 'soon'), order('2', 'soon'), order('3', 'never')])
    expect(await interactions.pendingCount()).toBe(3)
    await store.put('soon', named('Soon'))
    expect(await interactions.pendingCount()).toBe(1)
    const moved = (await interactions.latestOf(['u'], 10)).get('u')
    expect(moved?.map(({ id }) => id)).toEqual(['1', '2'])
    expect(moved?.[0]).toMatchObject({ amount: 10, restaurantId: 'soon' })
  })

  test('do not get stuck when restaurant and interaction arrive at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      await Promise.all([
        interactions.ingest([order(`i${round}`, `r${round}`)]),
        store.put(`r${round}`, named('R')),
      ])
    }
    expect(await interactions.pendingCount()).toBe(0)
    expect((await interactions.counts()).order).toBe(20)
  })
})
