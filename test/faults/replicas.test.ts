import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { drainUntilTold, planted, type ServiceProcess, startService } from '../support/service-process.ts'
import { notHeldOnce, openLoad } from '../support/steady-load.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

/* Two replicas of the service on one database that was empty when both started, behind a balancer that asks who is ready. */
const name = `replicas_${process.pid}`
const url = new URL(inject('postgresUrl'))
url.pathname = `/${name}`
const database = openDatabase({ url: url.href })
let admin: pg.Client
let folder = ''
let replicas: ServiceProcess[] = []
let balancer: Balancer

const start = () =>
  startService({
    databaseUrl: url.href,
    dataDir: folder,
    environment: drainUntilTold,
    preload: [planted],
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-replicas-'))
  admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name}`)
  replicas = await Promise.all([start(), start()])
  balancer = await openBalancer(() => replicas.map((replica) => replica.url))
}, 90_000)

afterAll(async () => {
  balancer?.close()
  for (const replica of replicas) await replica.end('SIGINT')
  await database.close()
  await admin.query(`DROP DATABASE ${name}`)
  await admin.end()
  await rm(folder, { recursive: true, force: true })
})

describe('replicas', { timeout: 120_000 }, () => {
  test('that start at the same moment on an empty database migrate it once, make one set of keys, and run twice harmlessly', async () => {
    const { rows } = await database.pool.query(
      `SELECT count(*)::int AS n, count(DISTINCT migration_name)::int AS names, count(finished_at)::int AS finished FROM _prisma_migrations`,
    )
    expect(rows[0].n).toBeGreaterThan(4)
    expect(rows[0]).toEqual({ n: rows[0].n, names: rows[0].n, finished: rows[0].n })
    expect((await database.pool.query('SELECT count(*)::int AS n FROM api_keys')).rows[0].n).toBe(4)
    for (const replica of replicas) expect((await replica.call('GET', '/v1/profiles')).status).toBe(200)
    expect(await migrate(url.href)).toEqual([])
  })

  test('hear within a second of what was published and promoted on another one', async () => {
    await storeOrders(database, 20, habits(300))
    const [one, other] = replicas as [ServiceProcess, ServiceProcess]
    const trained = await one.call('POST', '/v1/admin/training-runs', {
      force: true,
      reason: 'a first model',
    })
    expect(trained.status).toBeLessThan(300)
    const modelOf = async (replica: ServiceProcess) => (await recommend(replica)).body.model?.version
    await expect.poll(() => modelOf(one), { timeout: 30_000 }).toBeDefined()
    await expect.poll(() => modelOf(other), { timeout: 1000 }).toBe(await modelOf(one))

    const { body: profile } = await one.call('GET', '/v1/profiles/ml-engineer')
    const { settings } = profile.live
    await one.call('PUT', '/v1/profiles/ml-engineer/draft', {
      ...settings,
      weights: { ...settings.weights, margin: 0.5 },
    })
    const published = await one.call('POST', '/v1/profiles/ml-engineer/publish', { reason: 'for all' })
    expect(published.status, JSON.stringify(published.body)).toBeLessThan(300)
    const revisionOf = async (replica: ServiceProcess) => (await recommend(replica)).body.profile.revision
    await expect.poll(() => revisionOf(other), { timeout: 1000 }).toBe(profile.live.revision + 1)
  })

  test('train once: of those that are told to at the same time one does', async () => {
    const body = { force: true, reason: 'both at once' }
    const answers = await Promise.all(
      replicas.map((replica) => replica.call('POST', '/v1/admin/training-runs', body)),
    )
    expect(answers.map(({ status }) => (status < 300 ? 'started' : status)).sort()).toEqual([409, 'started'])
    const running = `SELECT count(*)::int AS n FROM training_runs WHERE finished_at IS NULL`
    await expect.poll(async () => (await database.pool.query(running)).rows[0].n, { timeout: 30_000 }).toBe(0)
  })

  test('restarted one after the other under load answer every request', async () => {
    const load = openLoad({ url: () => balancer.url, key: replicas[0]!.keys.admin })
    await load.answered(10)
    for (const n of replicas.keys()) {
      const old = replicas[n]!
      // As an orchestrator does: the new one first, then the old one is told to stop.
      const fresh = await start()
      replicas = [...replicas.slice(0, n), fresh, ...replicas.slice(n + 1), old]
      await balancer.sees(fresh.url)
      const ended = old.end('SIGTERM')
      await balancer.leaves(old.url)
      await load.answered(10)
      await old.plant({ drained: true })
      expect(await ended).toBe(0)
      replicas = replicas.filter((replica) => replica !== old)
    }
    await load.answered(10)
    await load.stop()
    expect([...load.recommendations.keys()]).toEqual(['200'])
    expect([...load.refused.keys()]).toEqual([])
    expect(load.unexpected).toEqual([])
    expect(await notHeldOnce(database.pool, load.acknowledged)).toEqual([])
  })
})

const recommend = (replica: ServiceProcess) =>
  replica.call('POST', '/v1/recommendations', { context: {}, profile: 'ml-engineer', userId: 'u1' })

interface Balancer {
  readonly url: string
  /** Resolves once requests go to this one. */
  sees(url: string): Promise<void>
  /** Resolves once no more go to this one. */
  leaves(url: string): Promise<void>
  close(): void
}

/** Hands each connection to the next replica that says it is ready, and asks all of them ten times a second. */
async function openBalancer(targets: () => readonly string[]): Promise<Balancer> {
  let ready: readonly string[] = []
  let turn = 0
  const isReady = (target: string) =>
    fetch(`${target}/health/ready`).then(
      ({ status }) => status === 200,
      () => false,
    )
  const ask = async () => {
    const all = targets()
    const answers = await Promise.all(all.map(isReady))
    ready = all.filter((_, n) => answers[n])
  }
  await ask()
  const timer = setInterval(() => void ask(), 100)
  const server = createServer((client) => {
    const target = new URL(ready[turn++ % ready.length]!)
    const upstream = connect(Number(target.port), target.hostname)
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async sees(target) {
      while (!ready.includes(target)) await delay(20)
    },
    async leaves(target) {
      while (ready.includes(target)) await delay(20)
    },
    close() {
      clearInterval(timer)
      server.close()
    },
  }
}
