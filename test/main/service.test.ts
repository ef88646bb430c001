import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { readConfig } from '../../src/config.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { build, type RunningService } from '../../src/main.ts'
import { openDatabaseProxy } from '../support/database-proxy.ts'
import { testStores } from '../support/live-serving.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const proxy = await openDatabaseProxy(database.url)
let folder = ''
let service: RunningService
let key = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-service-'))
  await testStores(database).restaurants.upsertMany(
    Array.from({ length: 30 }, (_, i) => ({
      id: `r${i}`,
      ...restaurantInputSchema.parse({
        name: `Place ${i}`,
        averageSpend: 10 + i,
        preparationMinutes: 30 - i,
      }),
    })),
  )
  service = await build(
    readConfig({
      DATABASE_URL: proxy.url,
      DATA_DIR: folder,
      SEED: 'none',
      PORT: '0',
      DATABASE_POOL_SIZE: '3',
    }),
    { logger: pino({ level: 'silent' }), version: 'test' },
  )
  key = (await readKeyFile(folder))?.admin ?? ''
})
// The database is dropped after this file: a connection left open would make it fail.
afterAll(async () => {
  await service?.close()
  await proxy.close()
  await rm(folder, { recursive: true, force: true })
})

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
}

const recommend = (more: object = {}) => call('POST', '/v1/recommendations', { context: {}, ...more })
const order = (id: string, userId: string, restaurantId: string) => ({
  interactions: [{ id, type: 'order', userId, restaurantId, at: new Date().toISOString(), amount: 12 }],
})

describe('what is written through the API counts in the very next answer:', () => {
  test('a profile that is published', async () => {
    const before = await recommend({ profile: 'ml-platform', limit: 30 })
    const { body: profile } = await call('GET', '/v1/profiles/ml-platform')
    const settings = {
      ...profile.live.settings,
      weights: { ...profile.live.settings.weights, relevance: 0, wait: 1 },
    }
    const put = await call('PUT', '/v1/profiles/ml-platform/draft', settings)
    expect(put.status, JSON.stringify(put.body)).toBeLessThan(300)
    const published = await call('POST', '/v1/profiles/ml-platform/publish', { reason: 'test' })
    expect(published.status, JSON.stringify(published.body)).toBeLessThan(300)
    const after = await recommend({ profile: 'ml-platform', limit: 30 })
    expect(after.body.profile.revision).toBe(before.body.profile.revision + 1)
    const ids = after.body.items.map((item: { restaurant: { id: string } }) => item.restaurant.id)
    expect(ids.slice(0, 3)).toEqual(['r29', 'r28', 'r27'])
  })

  test('a restaurant that is paused', async () => {
    await call('PATCH', '/v1/restaurants/r5', { status: 'paused' })
    const { body } = await recommend({ limit: 30 })
    expect(body.items).toHaveLength(29)
    expect(body.leftOut.closed).toBe(1)
  })

  test('an order', async () => {
    expect((await call('POST', '/v1/interactions', order('o1', 'ann', 'r7'))).body).toMatchObject({
      accepted: 1,
    })
    const { body } = await recommend({ profile: 'ml-engineer', userId: 'ann', limit: 29 })
    expect(body.user.known).toBe(true)
    const mine = body.items.find((item: { restaurant: { id: string } }) => item.restaurant.id === 'r7')
    expect(mine.sources).toContain('repeat')
  })

  test('opting out, and an erasure', async () => {
    await call('PATCH', '/v1/users/ann', { personalisationOptOut: true })
    expect((await recommend({ profile: 'ml-engineer', userId: 'ann' })).body.note).toMatch(/opted out/)
    await call('DELETE', '/v1/users/ann')
    expect((await recommend({ profile: 'ml-engineer', userId: 'ann' })).body.user.known).toBe(false)
  })
})

test('while PostgreSQL is away recommendations go on, degraded, and interactions are refused; then both go on as before', async () => {
  expect((await recommend()).status).toBe(200)
  await proxy.cut()
  try {
    await expect
      .poll(async () => (await recommend()).body.degraded.reasons, { timeout: 5000 })
      .toContain('database-unavailable')
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => recommend({ userId: `u${i}` })))
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(body.items).toHaveLength(10)
      expect(body.degraded.any).toBe(true)
    }
    const refused = await call('POST', '/v1/interactions', order('o2', 'bob', 'r7'))
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    const ready = await call('GET', '/health/ready')
    expect(ready).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: { database: { ok: false } } },
    })
  } finally {
    await proxy.restore()
  }
  await expect
    .poll(async () => (await recommend()).body.degraded.reasons, { timeout: 10_000 })
    .not.toContain('database-unavailable')
  expect((await call('POST', '/v1/interactions', order('o2', 'bob', 'r7'))).body).toMatchObject({
    accepted: 1,
  })
  await expect
    .poll(async () => (await call('GET', '/health/ready')).body.status, { timeout: 10_000 })
    .toBe('ok')
})
