import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { importOwn } from '../../src/import/own/import-own.ts'
import { trainModel } from '../../src/jobs/train.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { build } from '../../src/main.ts'
import { testDatabase } from '../support/postgres.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'maitre-erasure-'))
const person = 'person-zq7'
await storeOrders(database, 20, habits(300))
const service = await build(
  readConfig({
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    SEED: 'none',
    PORT: '0',
    DATABASE_POOL_SIZE: '3',
    RETRAIN_CHECK_MINUTES: '0',
  }),
  { logger: pino({ level: 'silent' }), version: 'test' },
)
const key = (await readKeyFile(folder))!.admin
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

/** Tables that have `text` in any column of any row, in bytes too. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows: tables } = await database.pool.query<{ name: string; bytes: string[] }>(
    `SELECT t.table_name AS name,
            coalesce(array_agg(c.column_name::text) FILTER (WHERE c.data_type = 'bytea'), '{}') AS bytes
       FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
      WHERE t.table_schema NOT IN ('pg_catalog', 'information_schema') GROUP BY 1`,
  )
  expect(tables.length).toBeGreaterThan(15)
  const found: string[] = []
  for (const { name, bytes } of tables) {
    const inBytes = bytes.map((column) => ` OR position(convert_to($1, 'UTF8') IN "${column}") > 0`).join('')
    const { rows } = await database.pool.query(
      `SELECT 1 FROM "${name}" t WHERE position($1 IN t::text) > 0${inBytes} LIMIT 1`,
      [text],
    )
    if (rows.length > 0) found.push(name)
  }
  return found.sort()
}

const at = (day: number) => new Date(Date.now() - day * 86_400_000).toISOString()
const orders = Array.from({ length: 12 }, (_, n) => ({
  id: `zq7-${n}`,
  type: 'order',
  userId: person,
  restaurantId: n === 0 ? 'not-known-yet' : `r0${n % 3}`,
  at: at(n),
  amount: 20,
}))

/** Everything by which the service can come to hold a person's id. */
async function leaveTraces(): Promise<void> {
  await call('PUT', `/v1/users/${person}`, { locations: [{ label: 'home', lat: 48.85, lon: 2.35 }] })
  expect((await call('POST', '/v1/interactions', { interactions: orders })).body.accepted).toBe(12)
  const settings = (await call('GET', '/openapi.json')).body.paths['/v1/admin/experiments'].post.requestBody
    .content['application/json'].example.settings
  await call('POST', '/v1/admin/experiments', { key: 'trial', settings })
  await call('POST', '/v1/admin/experiments/trial/start', { reason: 'a test' })
  for (let n = 0; n < 3; n++) {
    const asked = { userId: person, context: {}, explain: true }
    expect((await call('POST', '/v1/recommendations', asked)).status).toBe(200)
    await call('POST', '/v1/rank', { userId: person, context: {}, candidateIds: ['r01', 'r02'] })
  }
  await call('POST', '/v1/admin/objectives/shift', { request: { userId: person, context: {} } })
  await writeFile(
    join(folder, 'interactions.csv'),
    `id,type,userId,restaurantId,at,amount\nbad,order,${person},r01,yesterday,1\n`,
  )
  await importOwn('interactions', join(folder, 'interactions.csv'), { database })
  await expect
    .poll(async () => (await tablesWith(person)).includes('recommendations'), { timeout: 5000 })
    .toBe(true)
}

test('an erased person is found nowhere: in no table, no model, no answer, and in none trained afterwards', async () => {
  await leaveTraces()
  const before = await tablesWith(person)
  expect(before).toEqual(
    expect.arrayContaining([
      'interactions',
      'pending_interactions',
      'quarantine',
      'recommendations',
      'users',
    ]),
  )
  const train = (seed: number) =>
    trainModel({ database, now: () => new Date(), seed, force: true, reason: 'a test' })
  expect(await train(1)).toMatchObject({ trained: true })
  // Models hold weights of places, never who ordered there.
  expect(await tablesWith(person)).not.toContain('models')

  const erased = await call('DELETE', `/v1/users/${person}`)
  expect(erased.body.erased).toMatchObject({ interactions: 11, pendingInteractions: 1, quarantinedRows: 1 })
  expect(await tablesWith(person)).toEqual([])

  const refused = await call('POST', '/v1/interactions', { interactions: [{ ...orders[1], id: 'zq7-late' }] })
  expect(refused.body).toMatchObject({ accepted: 0, rejected: [{ id: 'zq7-late' }] })
  const asked = await call('POST', '/v1/recommendations', { userId: person, context: {} })
  expect(asked.body.items.flatMap(({ reasons }: { reasons: string[] }) => reasons).join(' ')).not.toMatch(
    /you (ordered|have)/i,
  )
  expect((await call('GET', `/v1/users/${person}`)).status).toBe(404)
  expect((await call('GET', `/v1/admin/users?search=${person}`)).body.items).toEqual([])

  expect(await train(2)).toMatchObject({ trained: true })
  await new Promise((waited) => setTimeout(waited, 1000))
  expect(await tablesWith(person)).toEqual([])
}, 120_000)
