import { beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { createDecisionLog } from '../../src/serving/decision-log.ts'
import type { Decision } from '../../src/serving/decision-rows.ts'
import { userInputSchema } from '../../src/users/schema.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
beforeEach(() => truncateAll(database))

const decision =
  (id: string, changes: Partial<Decision> = {}) =>
  (): Decision => ({
    id,
    atMs: Date.UTC(2026, 2, 1, 12, 30, 0, 123),
    userId: 'u',
    profileKey: 'product',
    profileRevision: 2,
    modelVersion: null,
    request: { limit: 10 },
    plan: { name: 'full', candidates: 400 },
    items: [{ restaurantId: 'r', score: 0.5 }],
    tookMs: 1.25,
    degraded: ['a', 'b, "c"'],
    experiment: { key: 'dearer', variant: 'sales' },
    ...changes,
  })

const stored = async () => (await database.pool.query('SELECT * FROM recommendations ORDER BY id')).rows

test('what was written is stored as it was, once, however often it comes', async () => {
  const log = createDecisionLog({ database, maxQueued: 100, whenFull: 'drop-oldest' })
  log.write('u', decision('1'))
  log.write('u', decision('1'))
  log.write('u', decision('2', { userId: null, degraded: [], experiment: null }))
  await log.flush()
  const rows = await stored()
  expect(rows).toHaveLength(2)
  expect(rows[0]).toMatchObject({
    at: new Date(Date.UTC(2026, 2, 1, 12, 30, 0, 123)),
    user_id: 'u',
    profile_revision: 2,
    model_version: null,
    plan: { name: 'full', candidates: 400 },
    items: [{ restaurantId: 'r', score: 0.5 }],
    degraded: ['a', 'b, "c"'],
    experiment_key: 'dearer',
    experiment_variant: 'sales',
  })
  expect(rows[1]).toMatchObject({ user_id: null, degraded: [], experiment_key: null })
  await log.close()
})

test('rows beyond a batch go in several', async () => {
  const log = createDecisionLog({ database, maxQueued: 5000, whenFull: 'drop-oldest', batchSize: 100 })
  for (let i = 0; i < 1234; i++) log.write('u', decision(String(i).padStart(5, '0')))
  await log.close()
  expect(await stored()).toHaveLength(1234)
})

describe('of an erased user', () => {
  const users = createUserStore({ database })
  const put = (id: string) => users.put(id, userInputSchema.parse({}))

  test('nothing that is queued here is stored', async () => {
    const log = createDecisionLog({ database, maxQueued: 100, whenFull: 'drop-oldest' })
    log.write('u', decision('1'))
    log.write('v', decision('2', { userId: 'v' }))
    log.write('u', decision('3'))
    log.forget('u')
    expect(log.queued()).toBe(1)
    await log.close()
    expect((await stored()).map(({ id }) => id)).toEqual(['2'])
  })

  test('nothing that another process had queued is stored, not even once the user is back', async () => {
    const log = createDecisionLog({ database, maxQueued: 100, whenFull: 'drop-oldest', flushEveryMs: 60_000 })
    const atMs = Date.now() - 1000
    await put('u')
    log.write('u', decision('before', { atMs }))
    log.write(null, decision('of nobody', { userId: null }))
    log.write('stranger', decision('of one who was never known', { userId: 'stranger' }))
    await users.erase('u')
    log.write('u', decision('after', { atMs: Date.now() + 1000 }))
    await log.flush()
    expect((await stored()).map(({ id }) => id)).toEqual(['of nobody', 'of one who was never known'])

    await put('u')
    log.write('u', decision('before', { atMs }))
    log.write('u', decision('anew', { atMs: Date.now() + 1000 }))
    await log.close()
    expect((await stored()).map(({ id }) => id)).toContain('anew')
    expect((await stored()).map(({ id }) => id)).not.toContain('before')
  })

  test('none slips through at the moment of the erasure', async () => {
    for (let round = 0; round < 10; round++) {
      const log = createDecisionLog({ database, maxQueued: 1000, whenFull: 'drop-oldest', batchSize: 5 })
      await put('u')
      for (let i = 0; i < 50; i++) log.write('u', decision(`${round}-${i}`, { atMs: Date.now() }))
      await Promise.all([log.flush(), users.erase('u')])
      expect(await stored()).toEqual([])
      await log.close()
    }
  })
})

test('of a user who opted out of personalisation, at the latest before it is written, the list is kept and the user is not', async () => {
  const users = createUserStore({ database })
  await users.put('u', userInputSchema.parse({}))
  await users.put('v', userInputSchema.parse({}))
  const log = createDecisionLog({ database, maxQueued: 100, whenFull: 'drop-oldest' })
  log.write('u', decision('1', { request: { userId: 'u', limit: 10 } }))
  log.write('v', decision('2', { userId: 'v', request: { userId: 'v', limit: 10 } }))
  await users.patch('u', { personalisationOptOut: true })
  await log.close()
  expect(await stored()).toMatchObject([
    { id: '1', user_id: null, request: { userId: null, limit: 10 }, profile_key: 'product' },
    { id: '2', user_id: 'v', request: { userId: 'v', limit: 10 } },
  ])
})

describe('while PostgreSQL is away', () => {
  const away = () => ({ ...database, pool: openDatabase({ url: 'postgresql://x@127.0.0.1:1/x' }).pool })

  test('the queue keeps the newest up to its limit and counts what it let go', async () => {
    let told = 0
    const log = createDecisionLog({
      database: away(),
      maxQueued: 50,
      whenFull: 'drop-oldest',
      batchSize: 7,
      flushEveryMs: 1,
      onDropped: (rows) => {
        told += rows
      },
    })
    for (let i = 0; i < 5000; i++) {
      log.write('u', decision(String(i)))
      expect(log.queued()).toBeLessThanOrEqual(50)
    }
    await expect(log.flush()).rejects.toThrow()
    expect(log.queued()).toBe(50)
    expect(log.dropped()).toBe(4950)
    expect(told).toBe(4950)
    await log.close()
    expect(log.queued()).toBe(0)
    expect(log.dropped()).toBe(5000)
  })

  test('the queue keeps no more text than it may, however long the lists are', async () => {
    const log = createDecisionLog({
      database: away(),
      maxQueued: 1000,
      maxQueuedText: 100_000,
      whenFull: 'drop-oldest',
      flushEveryMs: 60_000,
    })
    const long = { items: [{ restaurantId: 'r'.repeat(9800) }] }
    for (let i = 0; i < 30; i++) log.write('u', decision(String(i), long))
    log.forget('nobody')
    await expect.poll(() => log.queued()).toBe(9)
    await expect(log.flush()).rejects.toThrow()
    expect([log.queued(), log.dropped()]).toEqual([9, 21])
    log.write('u', decision('short'))
    log.write('u', decision('30', long))
    await expect.poll(() => log.queued()).toBe(10)
    log.forget('u')
    for (let i = 0; i < 9; i++) log.write('v', decision(String(i), long))
    await new Promise((later) => setTimeout(later, 50))
    expect(log.queued()).toBe(9)
    await log.close()
  })

  test('nothing is lost that fits, and all is stored when it is back', async () => {
    let isAway = true
    const pool = new Proxy(database.pool, {
      get: (target, name) => {
        const value = Reflect.get(target, name)
        if (name !== 'query') return typeof value === 'function' ? value.bind(target) : value
        return isAway ? () => Promise.reject(new Error('away')) : target.query.bind(target)
      },
    })
    const log = createDecisionLog({
      database: { ...database, pool },
      maxQueued: 1000,
      whenFull: 'drop-oldest',
      batchSize: 10,
    })
    for (let i = 0; i < 100; i++) log.write('u', decision(String(i).padStart(3, '0')))
    await expect(log.flush()).rejects.toThrow('away')
    isAway = false
    await log.flush()
    expect((await stored()).map(({ id }) => Number(id))).toEqual(Array.from({ length: 100 }, (_, i) => i))
    await log.close()
  })
})

test('a row that the database refuses does not stand in the way of the others', async () => {
  const errors: Error[] = []
  const log = createDecisionLog({
    database,
    maxQueued: 100,
    whenFull: 'drop-oldest',
    batchSize: 1,
    flushEveryMs: 1,
    onError: (error) => errors.push(error),
  })
  log.write('u', decision('1', { profileKey: 'nul \u0000' }))
  log.write('u', decision('2'))
  await expect.poll(async () => (await stored()).map(({ id }) => id)).toEqual(['2'])
  expect(log.dropped()).toBe(1)
  expect(errors).toHaveLength(1)
  await log.close()
})
