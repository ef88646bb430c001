import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { build, type RunningService } from '../../src/main.ts'
import { type Cluster, openCluster, openStandby } from '../support/cluster.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

/* One service that writes to a primary and reads from its streaming replica, which a test makes lag. */
let primary: Cluster
let standby: Cluster
let folder = ''
let key = ''
let service: RunningService
let onPrimary: pg.Client
let onReplica: pg.Client

const connect = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}
const start = () =>
  build(
    readConfig({
      DATABASE_URL: primary.url('app'),
      DATABASE_READ_URL: standby.url('app'),
      DATA_DIR: folder,
      SEED: 'none',
      PORT: '0',
      DATABASE_POOL_SIZE: '3',
      RETRAIN_CHECK_MINUTES: '0',
    }),
    { logger: pino({ level: 'silent' }), version: 'test' },
  )

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-reads-'))
  primary = await openCluster()
  const admin = await connect(primary.url('maitre'))
  await admin.query('CREATE DATABASE app')
  await admin.end()
  await migrate(primary.url('app'))
  const database = openDatabase({ url: primary.url('app') })
  await storeOrders(database, 20, habits(100))
  await database.close()
  // The files are copied while the primary stands still; the port stays the same.
  await primary.kill()
  standby = await openStandby(primary, Number(new URL(primary.url('app')).port))
  await primary.start()
  onPrimary = await connect(primary.url('app'))
  onReplica = await connect(standby.url('app'))
  service = await start()
  key = (await readKeyFile(folder))?.admin ?? ''
}, 120_000)

afterAll(async () => {
  await service?.close()
  for (const client of [onPrimary, onReplica]) await client?.end().catch(() => {})
  await standby?.close()
  await primary?.close()
  await rm(folder, { recursive: true, force: true })
})

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, body: isJson ? JSON.parse(text) : text }
}
const listOf = async (userId: string) => {
  const { status, body } = await call('POST', '/v1/recommendations', {
    context: {},
    userId,
    profile: 'ml-engineer',
    limit: 20,
  })
  expect(status).toBe(200)
  return body
}
const repeats = async (userId: string): Promise<string[]> =>
  (await listOf(userId)).items
    .filter(({ sources }: { sources: string[] }) => sources.includes('repeat'))
    .map(({ restaurant }: { restaurant: { id: string } }) => restaurant.id)
const order = (id: string, userId: string, restaurantId: string) =>
  call('POST', '/v1/interactions', {
    interactions: [{ id, type: 'order', userId, restaurantId, at: new Date().toISOString(), amount: 12 }],
  })
/** Users read so far, by who was asked. */
async function reads(): Promise<{ replica: number; primary: number }> {
  const { body } = await call('GET', '/metrics')
  const of = (server: string) =>
    Number(new RegExp(`^maitre_user_reads\\{server="${server}"\\} (\\d+)$`, 'm').exec(body)?.[1])
  return { replica: of('replica'), primary: of('primary') }
}
let strangers = 0
/** Resolves once the replica answers about people of whom nothing is remembered. */
async function replicaAnswers() {
  const before = (await reads()).replica
  await expect
    .poll(
      async () => {
        await listOf(`stranger-${++strangers}`)
        return (await reads()).replica
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(before)
}

describe('a service that reads from a replica of PostgreSQL', { timeout: 120_000 }, () => {
  test('asks it about users, and not the primary', async () => {
    await replicaAnswers()
    expect((await call('GET', '/health/ready')).body.checks['read-replicas']).toEqual({
      ok: true,
      detail: '1 of 1 answer',
    })
  })

  test('knows of a user what the replica does not know yet, whoever stored it, and asks the replica about everyone else', async () => {
    await order('before', 'ann', 'r01')
    await expect.poll(() => repeats('ann')).toEqual(['r01'])
    await replicaAnswers()
    await onReplica.query('SELECT pg_wal_replay_pause()')
    try {
      expect((await order('own', 'ann', 'r07')).body).toMatchObject({ accepted: 1 })
      // The very next list, though the replica has never heard of it.
      expect(await repeats('ann')).toContain('r07')
      await onPrimary.query(
        `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount) VALUES ('other', 'order', 'ann', 'r09', now(), 9)`,
      )
      await expect.poll(() => repeats('ann'), { timeout: 5000 }).toContain('r09')
      const { rows } = await onReplica.query(
        `SELECT count(*)::int AS n FROM interactions WHERE user_id = 'ann'`,
      )
      expect(rows[0].n).toBe(1)
      await replicaAnswers()
    } finally {
      await onReplica.query('SELECT pg_wal_replay_resume()')
    }
    expect(await repeats('ann')).toEqual(expect.arrayContaining(['r01', 'r07', 'r09']))
  })

  test('does not bring back who was erased, or opted out, while the replica still knows them', async () => {
    await order('eve', 'eve', 'r03')
    await order('una', 'una', 'r03')
    await expect.poll(() => repeats('eve')).toEqual(['r03'])
    await expect.poll(() => repeats('una')).toEqual(['r03'])
    const isThere = async () =>
      (await onReplica.query(`SELECT id FROM users WHERE id IN ('eve', 'una')`)).rows.length
    await expect.poll(isThere).toBe(2)
    await onReplica.query('SELECT pg_wal_replay_pause()')
    try {
      await call('DELETE', '/v1/users/eve')
      await call('PATCH', '/v1/users/una', { personalisationOptOut: true })
      for (let n = 0; n < 5; n++) {
        expect((await listOf('eve')).user.known).toBe(false)
        expect(await repeats('una')).toEqual([])
      }
      expect(await isThere()).toBe(2)
    } finally {
      await onReplica.query('SELECT pg_wal_replay_resume()')
    }
  })

  test('that starts while the replica lags knows what was stored before it', async () => {
    await service.close()
    await onReplica.query('SELECT pg_wal_replay_pause()')
    try {
      await onPrimary.query(`INSERT INTO users (id, cuisines) VALUES ('old', '{}')`)
      await onPrimary.query(
        `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount) VALUES ('old', 'order', 'old', 'r05', now(), 9)`,
      )
      service = await start()
      expect(await repeats('old')).toEqual(['r05'])
    } finally {
      await onReplica.query('SELECT pg_wal_replay_resume()')
    }
    await replicaAnswers()
  })

  test('whose replica is killed asks the primary, says so, and goes on', async () => {
    await onReplica.end()
    await standby.kill()
    for (let n = 0; n < 10; n++) expect((await listOf(`after-${n}`)).degraded.reasons).toEqual([])
    const check = async () => (await call('GET', '/health/ready')).body.checks['read-replicas']
    await expect.poll(check, { timeout: 10_000 }).toEqual({ ok: false, detail: '0 of 1 answer' })
    await order('late', 'zoe', 'r02')
    expect(await repeats('zoe')).toEqual(['r02'])
  })
})
