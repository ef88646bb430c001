import { fc, test as propTest } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { userInputSchema, userPatchSchema } from '../../src/users/schema.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const store = createUserStore({ database })
const interactions = createInteractionStore({ database })
beforeEach(() => truncateAll(database))

const full = userInputSchema.parse({
  locations: [
    { lat: 48.8, lon: 2.3 },
    { lat: -1, lon: 0, label: 'work' },
  ],
  cuisines: ['Thai'],
  maxPriceLevel: 2,
  personalisationOptOut: true,
})

describe('a user', () => {
  test('comes back as it was put; put again equal is not written', async () => {
    const first = await store.put('u', full)
    expect(first.created).toBe(true)
    expect(first.user).toMatchObject({ ...full, id: 'u' })
    expect(Object.keys(first.user.locations[0] ?? {})).toEqual(['lat', 'lon', 'label'])
    expect(await store.put('u', full)).toEqual({ user: first.user, created: false })
    expect(await store.getMany(['u', 'nobody'])).toEqual(new Map([['u', first.user]]))
  })

  test('patched, changes in the given fields alone', async () => {
    const { user } = await store.put('u', full)
    const patched = await store.patch('u', userPatchSchema.parse({ personalisationOptOut: false }))
    expect(patched).toEqual({ ...user, personalisationOptOut: false, updatedAt: patched.updatedAt })
  })

  test('that is not there cannot be patched or erased', async () => {
    await expect(store.patch('u', {})).rejects.toMatchObject({ code: 'user-not-found' })
    await expect(store.erase('u')).rejects.toMatchObject({ code: 'user-not-found' })
  })

  test('made bare by an interaction has the defaults', async () => {
    await interactions.ingest([
      { id: 'i', type: 'click', userId: 'u', restaurantId: 'r', at: '2026-01-01T00:00:00Z' },
    ])
    expect(await store.get('u')).toMatchObject(userInputSchema.parse({}))
  })
})

test('many at once are counted as inserted, updated and unchanged', async () => {
  const rows = ['a', 'b'].map((id) => ({ ...full, id }))
  expect(await store.upsertMany(rows)).toEqual({ inserted: 2, updated: 0, unchanged: 0, erased: [] })
  const next = [...rows, { ...userInputSchema.parse({}), id: 'b' }, { ...full, id: 'c' }]
  expect(await store.upsertMany(next)).toEqual({ inserted: 1, updated: 1, unchanged: 2, erased: [] })
  const { items, nextCursor } = await store.list({ limit: 2, cursor: null })
  expect(items.map(({ id }) => id)).toEqual(['a', 'b'])
  expect((await store.list({ limit: 2, cursor: nextCursor })).items.map(({ id }) => id)).toEqual(['c'])
})

/** Every row of every table that has `text` anywhere in it. */
async function search(text: string): Promise<string[]> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )
  expect(tables.length).toBeGreaterThan(10)
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ line: string }>(
      `SELECT t::text AS line FROM "${name}" t WHERE position($1 in t::text) > 0`,
      [text],
    )
    found.push(...rows.map(({ line }) => `${name}: ${line}`))
  }
  return found
}

async function leaveTraces(userId: string) {
  const { pool } = database
  const act = { userId, type: 'order' as const, at: '2026-01-01T00:00:00Z' }
  await interactions.ingest([
    { ...act, id: `a${Buffer.from(userId).toString('hex')}`, restaurantId: 'known' },
    { ...act, id: `b${Buffer.from(userId).toString('hex')}`, restaurantId: 'unknown' },
  ])
  await pool.query(
    `INSERT INTO recommendations (id, at, user_id, profile_key, profile_revision, request, plan, items, took_ms)
     VALUES (gen_random_uuid()::text, now(), $1, 'p', 1, jsonb_build_object('userId', $1::text), '{}', '[]', 1)`,
    [userId],
  )
  await pool.query(`INSERT INTO imports (id, source) VALUES ('import', 's') ON CONFLICT DO NOTHING`)
  await pool.query(
    `INSERT INTO quarantine (import_id, source, file, line, raw, reason)
     VALUES ('import', 's', $1, 1, '1,' || $2 || ',x', 'unusable')`,
    [Buffer.from(userId).toString('hex'), userId],
  )
}

describe('erasure', () => {
  beforeEach(async () => {
    await createRestaurantStore({ database }).put('known', restaurantInputSchema.parse({ name: 'K' }))
  })

  test('leaves no row in any table that holds the id, and touches nobody else', async () => {
    await store.put('user-77', full)
    await store.put('user-778', full)
    await leaveTraces('user-77')
    await leaveTraces('user-778')
    const others = (await search('user-778')).length
    expect(await store.erase('user-77')).toEqual({
      interactions: 1,
      pendingInteractions: 1,
      recommendations: 1,
      quarantinedRows: 1,
    })
    expect((await search('user-77')).filter((line) => !line.includes('user-778'))).toEqual([])
    expect((await search('user-778')).length).toBe(others)
    expect(await store.get('user-77')).toBeNull()
  })

  test('holds against what arrives late, until the user is put again', async () => {
    const late = { type: 'order', at: '2026-01-01T00:00:00Z' } as const
    const rows = ['known', 'unknown'].flatMap((restaurantId) =>
      ['gone', 'other'].map((userId) => ({
        ...late,
        id: `${userId}-${restaurantId}`,
        userId,
        restaurantId,
      })),
    )
    await store.put('gone', full)
    await store.erase('gone')
    expect(await interactions.ingest(rows)).toMatchObject({
      accepted: 2,
      pending: 1,
      duplicates: 0,
      erasedIds: ['gone-known', 'gone-unknown'],
    })
    expect(await store.upsertMany([{ ...full, id: 'gone' }])).toEqual({
      inserted: 0,
      updated: 0,
      unchanged: 0,
      erased: ['gone'],
    })
    expect(await search('gone')).toEqual([])
    expect((await store.put('gone', full)).created).toBe(true)
    expect(await interactions.ingest(rows)).toMatchObject({ accepted: 2, duplicates: 2, erasedIds: [] })
    await store.erase('gone')
    expect((await interactions.ingest(rows)).erasedIds).toHaveLength(2)
  })

  test('at the same moment as interactions, leaves none behind, kept or pending', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => ({
      type: 'order' as const,
      at: '2026-01-01T00:00:00Z',
      userId: 'busy',
      restaurantId: n % 2 ? 'known' : 'unknown',
    }))
    for (let round = 0; round < 10; round++) {
      await store.put('busy', full)
      await Promise.all([
        ...rows.map((row, n) => interactions.ingest([{ ...row, id: `${round}-${n}` }])),
        store.erase('busy'),
      ])
      expect(await search('busy')).toEqual([])
    }
  })

  const oddId = fc
    .stringMatching(/^[aé0.*+?()[\]\\|^$'"{}€-]{3,8}$/)
    .filter((id) => id === id.trim() && !/["\\]/.test(id))
  propTest.prop([oddId], { numRuns: 15 })('finds ids with odd characters in quarantined text', async (id) => {
    await leaveTraces(id)
    await store.erase(id)
    const { rows } = await database.pool.query('SELECT * FROM quarantine')
    expect(rows).toEqual([])
  })
})
