import { beforeEach, describe, expect, test } from 'vitest'
import { generateCity } from '../../seed/city.ts'
import { seedDatabase } from '../../seed/seed-database.ts'
import { isSeeded, needsSeed, writeCity } from '../../seed/write-city.ts'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const stores = {
  restaurants: createRestaurantStore({ database }),
  users: createUserStore({ database }),
  interactions: createInteractionStore({ database }),
}
const options = { restaurants: 150, users: 300, days: 60 }
const city = generateCity(options)
const { dirt } = city
const distinct = new Set(city.interactions.map(({ id }) => id)).size

/** All that was stored, times of arrival apart. */
async function contents() {
  const read = async (sql: string) => (await database.pool.query(sql)).rows
  return {
    restaurants: await read(
      'SELECT id, name, cuisines, latitude, hours, status FROM restaurants ORDER BY id',
    ),
    users: await read('SELECT id, locations, cuisines, max_price_level FROM users ORDER BY id'),
    interactions: await read(
      'SELECT id, type, user_id, restaurant_id, at, amount FROM interactions ORDER BY id',
    ),
    pending: await read('SELECT id FROM pending_interactions ORDER BY id'),
    quarantine: await read('SELECT file, line, reason FROM quarantine ORDER BY file, line'),
  }
}

beforeEach(() => truncateAll(database))

describe('writing a city', () => {
  test('accounts for every row', async () => {
    const reports: [number, number][] = []
    const written = await writeCity(city, stores, database, (done, total) => reports.push([done, total]))
    expect(written).toEqual({
      restaurants: 150,
      users: 300,
      interactions: distinct,
      duplicates: dirt.duplicates.length,
      pending: dirt.unknownRestaurants.length,
      rejected: 13,
    })
    const stored = await contents()
    expect(stored.restaurants).toHaveLength(150)
    expect(stored.users).toHaveLength(300)
    expect(stored.interactions).toHaveLength(distinct - dirt.unknownRestaurants.length)
    expect(stored.pending.map(({ id }) => id).sort()).toEqual([...dirt.unknownRestaurants].sort())
    expect(stored.quarantine).toHaveLength(13)
    for (const { reason } of stored.quarantine) expect(reason.length).toBeGreaterThan(10)
    const total = 150 + 300 + city.interactions.length
    expect(reports.at(-1)).toEqual([total, total])
  })

  test('again changes nothing', async () => {
    await writeCity(city, stores, database)
    const before = await contents()
    const again = await writeCity(city, stores, database)
    expect(again.interactions).toBe(0)
    expect(again.duplicates).toBe(city.interactions.length)
    expect(await contents()).toEqual(before)
  })
})

describe('a start', () => {
  test('seeds an empty database once, even when two start together', async () => {
    expect(await needsSeed(database)).toBe(true)
    const both = await Promise.all([1, 2].map(() => seedDatabase({ database, stores, options })))
    expect(both.filter((written) => written !== null)).toHaveLength(1)
    expect(await isSeeded(database)).toBe(true)
    expect(await seedDatabase({ database, stores, options })).toBeNull()
  })

  test('leaves a database alone that holds anything of its owner', async () => {
    await stores.users.upsertMany([city.users[0]!])
    expect(await needsSeed(database)).toBe(false)
    expect(await seedDatabase({ database, stores, options })).toBeNull()
    expect(await isSeeded(database)).toBe(false)
  })

  test('killed in the middle is ended by the next, with the city that was begun', async () => {
    const failing = {
      ...stores,
      interactions: {
        ingest: async (rows: Parameters<typeof stores.interactions.ingest>[0]) => {
          await stores.interactions.ingest(rows.slice(0, 1000))
          throw new Error('killed')
        },
      },
    }
    await expect(seedDatabase({ database, stores: failing, options })).rejects.toThrow('killed')
    expect(await isSeeded(database)).toBe(false)
    expect(await needsSeed(database)).toBe(true)
    const later = { ...options, endAtMs: Date.UTC(2026, 10, 1) }
    expect(await seedDatabase({ database, stores, options: later })).not.toBeNull()
    const resumed = await contents()
    expect(await needsSeed(database)).toBe(false)
    await truncateAll(database)
    await writeCity(city, stores, database)
    expect(resumed).toEqual(await contents())
  })

  test('killed before its first row is ended too', async () => {
    const failing = {
      ...stores,
      restaurants: { upsertMany: () => Promise.reject(new Error('killed')) },
    }
    await expect(seedDatabase({ database, stores: failing, options })).rejects.toThrow('killed')
    expect(await needsSeed(database)).toBe(true)
  })
})
