import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { build } from '../../src/main.ts'
import { loggerOptions } from '../../src/monitoring/logger.ts'
import { openDatabaseProxy } from '../support/database-proxy.ts'
import { testDatabase } from '../support/postgres.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

const database = await testDatabase()
const proxy = await openDatabaseProxy(database.url)
const folder = await mkdtemp(join(tmpdir(), 'maitre-log-'))
await storeOrders(database, 20, habits(200))
const lines: string[] = []
const log = () => lines.join('')
const logger = pino(loggerOptions('trace'), { write: (line: string) => void lines.push(line) })
const service = await build(
  readConfig({
    DATABASE_URL: proxy.url,
    DATA_DIR: folder,
    SEED: 'none',
    PORT: '0',
    DATABASE_POOL_SIZE: '3',
    RETRAIN_CHECK_MINUTES: '0',
  }),
  { logger, version: 'test' },
)
const keys = (await readKeyFile(folder))!
afterAll(async () => {
  await service.close()
  await proxy.close()
  await rm(folder, { recursive: true, force: true })
})

/** What nobody may find in a log: odd enough to be found for certain. */
const person = 'guest-zq7-person'
const place = { lat: 48.8571234, lon: 2.3519876 }
const label = 'home-zq7-label'
const restaurant = 'r-zq7-visited'
const secrets = () => [
  ...Object.values(keys),
  'maitre_admin_forged-zq7',
  person,
  '48.8571234',
  '2.3519876',
  label,
  restaurant,
  new URL(database.url).password || 'no password',
]

async function call(method: string, path: string, body?: unknown, key: string = keys.admin) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

const order = (id: string, more: object = {}) => ({
  interactions: [
    { id, type: 'order', userId: person, restaurantId: restaurant, at: new Date().toISOString(), ...more },
  ],
})

/** What an app does on a day, and what goes wrong on a bad one. */
async function traffic(tag: string): Promise<number[]> {
  const answers = [
    await call('PUT', `/v1/users/${person}`, { locations: [{ label, ...place }] }),
    await call('PUT', `/v1/restaurants/${restaurant}`, { name: 'A place', location: place }),
    await call('POST', '/v1/recommendations', {
      userId: person,
      context: { location: place },
      explain: true,
    }),
    await call('POST', '/v1/interactions', order(`zq7-${tag}`)),
    await call('POST', '/v1/interactions', order(`zq7-${tag}-bad`, { amount: -1, [person]: 1 })),
    await call('GET', `/v1/users/${person}`),
    await call('GET', `/v1/users/${person}?${person}=1`),
    await call('GET', `/v1/admin/users?search=${person}`),
    await call('GET', `/nowhere/${person}`),
    await call('POST', '/v1/recommendations', `{"userId": "${person}", `),
    await call('POST', '/v1/recommendations', {
      userId: person,
      context: { location: { lat: 91, lon: place.lon } },
    }),
    await call('POST', '/v1/admin/objectives/shift', {
      request: { userId: person, context: { location: place } },
    }),
    await call('POST', '/v1/users/import', `{"id": "${person}", "locations": "${label}"}`),
    await call('GET', '/v1/profiles', undefined, 'maitre_admin_forged-zq7'),
    await call('GET', `/v1/profiles?key=${keys.admin}`),
    await call('DELETE', `/v1/users/${person}`),
  ]
  return answers.map(({ status }) => status)
}

describe('nothing of a person and no key is in the log, at its most talkative,', () => {
  test('of a day on which all is well', async () => {
    const statuses = await traffic('well')
    expect(statuses).toContain(200)
    expect(statuses).toContain(400)
    expect(lines.length).toBeGreaterThan(statuses.length)
    for (const secret of secrets()) expect(log()).not.toContain(secret)
  })

  test('of one on which PostgreSQL refuses, breaks and is away', async () => {
    // A statement that fails with the row in its message, as PostgreSQL words it.
    await database.pool.query(
      "ALTER TABLE users ADD CONSTRAINT planted CHECK (id NOT LIKE 'guest-zq7%') NOT VALID",
    )
    const refused = await traffic('refused')
    await database.pool.query('ALTER TABLE users DROP CONSTRAINT planted')
    expect(refused).toContain(500)
    await proxy.cut()
    const away = await traffic('away')
    expect(away).toContain(503)
    await proxy.restore()
    await delay(200)
    expect(log()).toContain('request failed')
    for (const secret of secrets()) expect(log()).not.toContain(secret)
  })

  test('which does hold what is needed to look into a fault', () => {
    const failed = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request failed')
    expect(failed.length).toBeGreaterThan(0)
    for (const line of failed)
      expect(line).toMatchObject({ requestId: expect.any(String), route: expect.any(String) })
    expect(failed.some(({ fault }) => /planted/.test(JSON.stringify(fault)))).toBe(true)
  })
})
