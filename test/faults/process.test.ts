import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../support/postgres.ts'
import {
  drainUntilTold,
  type Plant,
  planted,
  type ServiceProcess,
  startService,
} from '../support/service-process.ts'
import { notHeldOnce, openLoad, type SteadyLoad } from '../support/steady-load.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

/* Faults of the service itself: killed, misled, starved, stopped. One process until it is killed, a second one for all the rest. */
const database = await testDatabase()
let folder = ''
let service: ServiceProcess
let load: SteadyLoad

const start = () =>
  startService({
    databaseUrl: database.url,
    dataDir: folder,
    environment: { ...drainUntilTold, SHUTDOWN_GRACE_MS: '60000' },
    preload: [planted],
  })
const plant = (fault: Plant) => service.plant(fault)
const rows = async (sql: string, values: unknown[] = []) => (await database.pool.query(sql, values)).rows
const count = async (sql: string) => Number((await rows(`SELECT count(*) AS n FROM ${sql}`))[0].n)
const health = async () => (await service.call('GET', '/health/ready')).body

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-process-'))
  await storeOrders(database, 20, habits(300))
  service = await start()
  load = openLoad({ url: () => service.url, key: service.keys.admin })
  await load.answered(10)
}, 60_000)

afterAll(async () => {
  await load?.stop()
  service?.child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

describe('a service', { timeout: 120_000 }, () => {
  test('killed amid ingestion, import, publishing, promotion and training leaves nothing half done', async () => {
    const before = await kept()
    const { body: profile } = await service.call('GET', '/v1/profiles/sales')
    await service.call('PUT', '/v1/profiles/sales/draft', { ...profile.live.settings, latencyBudgetMs: 200 })
    await service.call('POST', '/v1/admin/training-runs', { force: true, reason: 'to be killed' })
    // Every change ends with its line in the audit, in the same transaction; there they all wait.
    const holder = new pg.Client({ connectionString: database.url })
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE audit IN EXCLUSIVE MODE; LOCK TABLE interactions IN SHARE MODE')
    const version = before.channels[0].version
    const underWay = [
      service.call('POST', '/v1/profiles/sales/publish', { reason: 'to be killed' }),
      service.call('POST', `/v1/admin/models/${version}/promote`, { channel: 'stable', reason: 'killed' }),
      halfAnImport(),
    ].map((answer) => answer.catch(() => 'gone'))
    const waiting = `pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    // A publication, a promotion, a model to be registered, and at least one order.
    await expect.poll(() => count(waiting), { timeout: 30_000 }).toBeGreaterThanOrEqual(4)
    const open = `pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction' AND query ~ 'restaurants'`
    await expect.poll(() => count(open), { timeout: 10_000 }).toBe(1)
    await service.end('SIGKILL')
    const left = `pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`
    expect(await Promise.all(underWay)).toEqual(['gone', 'gone', 'gone'])
    await load.stop()
    await holder.query('ROLLBACK')
    await holder.end()
    await expect.poll(() => count(left), { timeout: 10_000 }).toBe(0)

    expect(await kept()).toEqual({ ...before, drafts: before.drafts + 1 })
    expect(await count(`restaurants WHERE id LIKE 'imported-%'`)).toBe(0)
    expect(load.unexpected).toEqual([])
    expect(load.acknowledged.size).toBeGreaterThan(0)
    expect(await notHeldOnce(database.pool, load.acknowledged)).toEqual([])
  })

  test('started on a damaged model answers without one, and is well once it is mended', async () => {
    await damage(true)
    // A copy of the model on this machine's disk would be as good as the model.
    await rm(join(folder, 'models'), { recursive: true, force: true })
    service = await start()
    load = openLoad({ url: () => service.url, key: service.keys.admin })
    await load.answered(5)
    expect(await health()).toMatchObject({
      status: 'degraded',
      ready: true,
      checks: { models: { ok: false } },
    })
    expect(load.degraded()).toContain('no-model')
    await damage(false)
    await expect.poll(async () => (await health()).status, { timeout: 15_000 }).toBe('ok')
    await load.answered(5)
    expect(load.degraded()).not.toContain('no-model')
  })

  test('whose model is gone serves on with what it has', async () => {
    await asIfNoConstraints(`UPDATE model_channels SET version = 'missing' WHERE channel = 'latest'`)
    await database.pool.query(`UPDATE model_channels SET reason = 'tell'`)
    await expect.poll(async () => (await health()).status, { timeout: 10_000 }).toBe('degraded')
    const { body } = await service.call('POST', '/v1/recommendations', {
      context: {},
      profile: 'ml-engineer',
    })
    expect(body.model.version).toBe((await rows('SELECT version FROM models'))[0].version)
    await database.pool.query('UPDATE model_channels SET version = (SELECT version FROM models)')
    await expect.poll(async () => (await health()).status, { timeout: 10_000 }).toBe('ok')
  })

  test('tells of the run that died with its predecessor, and of one that a rejection in the thread ends, and trains again', async () => {
    const runs = async () => (await service.call('GET', '/v1/admin/training-runs')).body.items
    expect((await runs())[0]).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('ended before'),
    })
    await plant({ rejects: true })
    await service.call('POST', '/v1/admin/training-runs', { force: true, reason: 'a rejection is planted' })
    const latest = async () => (await runs())[0].status
    await expect.poll(latest, { timeout: 20_000 }).toBe('failed')
    expect((await runs())[0].error).toContain('planted in the thread')
    await plant({ rejects: false })
    const again = { force: true, reason: 'nothing is planted' }
    const startAgain = async () => (await service.call('POST', '/v1/admin/training-runs', again)).status
    // The lock goes a moment after the row says that the run is over.
    await expect.poll(startAgain, { timeout: 10_000 }).toBeLessThan(300)
    await expect.poll(latest, { timeout: 30_000 }).toBe('succeeded')
    expect([...load.recommendations.keys()]).toEqual(['200'])
  })

  test.each([
    ['forward by a year', 365],
    ['back by a year', -365],
  ])(
    'whose clock jumps %s answers, keeps or refuses aloud what is sent, and goes on when it is right again',
    async (_way, days) => {
      await plant({ shiftMs: days * 86_400_000 })
      const sent = await service.call('POST', '/v1/interactions', {
        interactions: [
          {
            id: `clock-${days}`,
            type: 'click',
            userId: 'u1',
            restaurantId: 'r01',
            at: new Date().toISOString(),
          },
        ],
      })
      expect(sent.status).toBe(200)
      const isKept = (await count(`interactions WHERE id = 'clock-${days}'`)) === 1
      expect([sent.body.accepted, sent.body.rejected.length]).toEqual(isKept ? [1, 0] : [0, 1])
      await load.answered(10)
      await plant({ shiftMs: 0 })
      const before = load.acknowledged.size
      await expect.poll(() => load.acknowledged.size, { timeout: 10_000 }).toBeGreaterThan(before)
      expect([...load.recommendations.keys()]).toEqual(['200'])
      expect((await health()).status).toBe('ok')
      // What was sent from a future that was none was refused in words, which is not what the other tests wait for.
      await load.stop()
      expect(await notHeldOnce(database.pool, load.acknowledged)).toEqual([])
      load = openLoad({ url: () => service.url, key: service.keys.admin })
    },
  )

  test('with clients that send slowly or never read answers the others as ever', async () => {
    const sockets = await Promise.all([
      ...Array.from({ length: 40 }, () => slowly()),
      ...Array.from({ length: 10 }, () => neverReading(service.keys.admin)),
    ])
    await load.answered(40)
    expect([...load.recommendations.keys()]).toEqual(['200'])
    for (const socket of sockets) socket.destroy()
  })

  test('told to stop under load answers what it took, stores what it acknowledged, and ends by itself', async () => {
    // Apart from whatever a busy machine refused while slow clients kept it busy.
    await load.stop()
    expect(await notHeldOnce(database.pool, load.acknowledged)).toEqual([])
    load = openLoad({ url: () => service.url, key: service.keys.admin })
    const underWay = await halfAnOrder('under-way')
    await load.answered(3)
    const ended = service.end('SIGTERM')
    await expect.poll(async () => (await health()).status).toBe('stopping')
    await load.answered(3)
    // As a balancer does that asks whether it is ready.
    await load.stop()
    await plant({ drained: true })
    await expect.poll(() => health().catch(() => 'gone'), { timeout: 10_000 }).toBe('gone')
    expect(await underWay.end()).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*Connection: close[\s\S]*"accepted":1/)
    expect(await ended).toBe(0)
    expect([...load.recommendations.keys()]).toEqual(['200'])
    expect([...load.refused.keys()]).toEqual([])
    expect(load.unexpected).toEqual([])
    expect(await notHeldOnce(database.pool, new Set([...load.acknowledged, 'under-way']))).toEqual([])
  })
})

/** An order of which half has been sent, and how to send the rest and read the answer. */
async function halfAnOrder(id: string): Promise<{ end(): Promise<string> }> {
  const row = { id, type: 'order', userId: 'u1', restaurantId: 'r01', at: new Date().toISOString() }
  const body = JSON.stringify({ interactions: [row] })
  const socket = await open()
  const headers = `X-API-Key: ${service.keys.admin}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
  socket.write(`POST /v1/interactions HTTP/1.1\r\nHost: half\r\n${headers}\r\n\r\n${body.slice(0, 20)}`)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text
  })
  return {
    async end() {
      socket.write(body.slice(20))
      await once(socket, 'close')
      return answer
    },
  }
}

/** All that a change could leave half done. */
async function kept() {
  return {
    channels: await rows('SELECT channel, version, reason FROM model_channels ORDER BY channel'),
    models: await rows('SELECT version, status FROM models'),
    revisions: await count('profile_revisions'),
    drafts: await count('profile_drafts'),
    published: await count(`audit WHERE action IN ('profile.publish', 'model.promote')`),
    finishedRuns: await count('training_runs WHERE finished_at IS NOT NULL'),
    restaurants: await count('restaurants'),
  }
}

/** Enough lines for a transaction to have begun, and then nothing. */
async function halfAnImport(): Promise<unknown> {
  const url = `${service.url}/v1/restaurants/import`
  const headers = { 'x-api-key': service.keys.admin, 'content-type': 'application/x-ndjson' }
  const request = httpRequest(url, { method: 'POST', headers })
  const line = (n: number) => `${JSON.stringify({ id: `imported-${n}`, name: `Place ${n}` })}\n`
  request.write(Array.from({ length: 1500 }, (_, n) => line(n)).join(''))
  const [response] = await once(request, 'response')
  return response.statusCode
}

async function open(): Promise<Socket> {
  const { hostname, port } = new URL(service.url)
  const socket = connect(Number(port), hostname).on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** Begins a request and sends no more of it. */
async function slowly(): Promise<Socket> {
  const socket = await open()
  socket.write('POST /v1/recommendations HTTP/1.1\r\nHost: slow\r\nX-Sl')
  return socket
}

/** Asks for much again and again, and reads nothing of it. */
async function neverReading(key: string): Promise<Socket> {
  const socket = await open()
  socket.pause()
  socket.write(`GET /openapi.json HTTP/1.1\r\nHost: deaf\r\nX-API-Key: ${key}\r\n\r\n`.repeat(50))
  return socket
}

/** A statement that no constraint or trigger of ours would let through, as a broken disk would. */
async function asIfNoConstraints(sql: string): Promise<void> {
  await database.pool.query(`SET session_replication_role = replica; ${sql}; RESET session_replication_role`)
}

let whole: Buffer | undefined
/** The bytes of every model broken, or as they were. */
async function damage(isBroken: boolean): Promise<void> {
  whole ??= (await rows('SELECT artefact FROM models'))[0].artefact as Buffer
  await database.pool.query('ALTER TABLE models DROP CONSTRAINT IF EXISTS models_sha256')
  const bytes = isBroken ? `'\\x00'::bytea || substr(artefact, 2)` : `'\\x${whole.toString('hex')}'::bytea`
  await asIfNoConstraints(`UPDATE models SET artefact = ${bytes}`)
}
