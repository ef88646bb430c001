import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { isDatabaseAway } from '../../src/db/database-away.ts'
import { type Topic, topicSchema } from '../../src/db/notifications.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { createChangeCheck } from '../../src/serving/change-check.ts'
import { createInteractionFeed } from '../../src/serving/interaction-feed.ts'
import { openSnapshotLoader, type SnapshotLoader } from '../../src/serving/snapshot-loader.ts'
import { openDatabaseProxy } from '../support/database-proxy.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const { pool } = database
const topics: readonly Topic[] = topicSchema.options

let open: SnapshotLoader | undefined
afterEach(async () => {
  await open?.close()
  await truncateAll(database)
})

async function loader(pollMs = 60_000) {
  const loads: Topic[] = []
  const users: string[] = []
  const handlers = Object.fromEntries(
    topics.map((topic) => [topic, async () => void loads.push(topic)]),
  ) as Record<Topic, () => Promise<void>>
  open = await openSnapshotLoader({
    database,
    handlers,
    debounceMs: 1,
    pollMs,
    onUsersChanged: (ids) => void users.push(...ids),
  })
  const first = loads.splice(0)
  return { loads, users, first, opened: open }
}

const addRestaurant = (id: string) => pool.query('INSERT INTO restaurants (id, name) VALUES ($1, $1)', [id])

describe('the loader', () => {
  test('loads every part once at first, then only what changed', async () => {
    const { loads, first } = await loader()
    // What was erased before the start is in nothing that the start loads.
    expect([...first].sort()).toEqual(topics.filter((topic) => topic !== 'erasures').sort())
    await addRestaurant('a')
    await expect.poll(() => loads).toEqual(['catalogue'])
    await pool.query(`INSERT INTO profiles (key) VALUES ('p')`)
    await expect.poll(() => loads).toEqual(['catalogue', 'profiles'])
  })

  test('is told which users changed where they are few, and that users did where they are many', async () => {
    const names = Array.from({ length: 150 }, (_, n) => `user ${n} "of" é`)
    await pool.query('INSERT INTO users (id) SELECT unnest($1::text[])', [names])
    const { loads, users } = await loader()
    await pool.query('UPDATE users SET max_price_level = 2 WHERE id = ANY($1)', [names.slice(0, 2)])
    await expect.poll(() => [...users].sort()).toEqual(names.slice(0, 2).sort())
    await pool.query('DELETE FROM users WHERE id = $1', [names[5]])
    await expect.poll(() => users.slice(2)).toEqual([names[5]])
    await pool.query('UPDATE users SET max_price_level = 2 WHERE false')
    expect(loads).not.toContain('users')
    await pool.query('UPDATE users SET max_price_level = 3')
    await expect.poll(() => loads).toContain('users')
    expect(users).toHaveLength(3)
  })

  test('loads everything again after its connection was cut', async () => {
    const { loads } = await loader()
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'maitre-listener' AND datname = current_database()`,
    )
    await expect.poll(() => [...new Set(loads)].sort(), { timeout: 5000 }).toEqual([...topics].sort())
  })

  test('finds by asking what no notification told', async () => {
    await pool.query('ALTER TABLE restaurants DISABLE TRIGGER restaurants_changed')
    try {
      const { loads } = await loader(100)
      await addRestaurant('a')
      // What an earlier test changed may be counted only now, and be found too.
      await expect.poll(() => loads, { timeout: 5000 }).toContain('catalogue')
    } finally {
      await pool.query('ALTER TABLE restaurants ENABLE TRIGGER restaurants_changed')
    }
  })

  test('breaks connections that a network swallowed, so that nobody waits on them for as long as a statement may take', async () => {
    const proxy = await openDatabaseProxy(database.url)
    const behind = openDatabase({ url: proxy.url })
    const handlers = Object.fromEntries(topics.map((topic) => [topic, async () => {}])) as Record<
      Topic,
      () => Promise<void>
    >
    const opened = await openSnapshotLoader({ database: behind, handlers })
    await behind.pool.query('SELECT 1')
    proxy.freeze()
    const fault = await behind.pool.query('SELECT 1').catch((error: unknown) => error)
    expect(isDatabaseAway(fault)).toBe(true)
    expect(opened.isAway()).toBe(true)
    await proxy.restore()
    await expect.poll(() => opened.isAway(), { timeout: 10_000 }).toBe(false)
    await expect(behind.pool.query('SELECT 1 AS one')).resolves.toMatchObject({ rows: [{ one: 1 }] })
    await opened.close()
    await behind.close()
    await proxy.close()
  }, 30_000)

  test('that can not load what it needs at first says so and leaves nothing open', async () => {
    const handlers = Object.fromEntries(
      topics.map((topic) => [topic, () => Promise.reject(new Error(`no ${topic}`))]),
    ) as Record<Topic, () => Promise<void>>
    await expect(openSnapshotLoader({ database, handlers })).rejects.toThrow(/^no /)
  })
})

test('the question after changes names the topics of the tables that changed, truncation included', async () => {
  const check = createChangeCheck(pool)
  expect(await check.poll()).toEqual([])
  await addRestaurant('a')
  // PostgreSQL tells of its counts within a second or so.
  await expect.poll(() => check.poll(), { timeout: 5000, interval: 100 }).toContain('catalogue')
  await truncateAll(database)
  await expect.poll(() => check.poll(), { timeout: 5000, interval: 100 }).toContain('catalogue')
})

describe('the interaction feed', () => {
  const store = createInteractionStore({ database })
  const interaction = (id: string, userId: string, type: 'order' | 'click' = 'order') => ({
    id,
    type,
    userId,
    restaurantId: 'a',
    at: '2026-01-01T12:00:00Z',
  })

  test('hands over each order once and names who did something, whatever its kind', async () => {
    await addRestaurant('a')
    const feed = createInteractionFeed({ pool, interactions: store })
    const got: string[] = []
    const poll = () => feed.poll((orders) => got.push(...orders.map(({ id }) => id)))
    await store.ingest([interaction('1', 'ann')])
    expect(await poll()).toBeNull()
    await store.ingest([interaction('2', 'bob'), interaction('3', 'cid', 'click')])
    expect([...((await poll()) ?? [])]).toEqual(expect.arrayContaining(['bob', 'cid']))
    await store.ingest([interaction('2', 'bob')])
    await poll()
    expect(got).toEqual(['1', '2'])
  })

  test('misses nothing that was begun before and committed after a poll', async () => {
    await addRestaurant('a')
    const feed = createInteractionFeed({ pool, interactions: store })
    const got: string[] = []
    const poll = () => feed.poll((orders) => got.push(...orders.map(({ id }) => id)))
    const slow = await pool.connect()
    await slow.query('BEGIN')
    await slow.query(`INSERT INTO users (id, cuisines) VALUES ('late', '{}')`)
    await delay(5)
    await store.ingest([interaction('2', 'ann')])
    await poll()
    await slow.query(
      `INSERT INTO interactions (id, type, user_id, restaurant_id, at) VALUES ('1', 'order', 'late', 'a', now())`,
    )
    await slow.query('COMMIT')
    slow.release()
    expect([...((await poll()) ?? [])]).toContain('late')
    expect(got.sort()).toEqual(['1', '2'])
  })

  test('names nobody when there are too many to name', async () => {
    await addRestaurant('a')
    const feed = createInteractionFeed({ pool, interactions: store, maxUsers: 3 })
    await feed.poll(() => {})
    await store.ingest(['a', 'b', 'c', 'd'].map((user) => interaction(user, user)))
    expect(await feed.poll(() => {})).toBeNull()
  })
})
