import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAlive } from '../../src/db/process-mark.ts'
import { testDatabase } from '../support/postgres.ts'
import { type ServiceProcess, startService } from '../support/service-process.ts'
import { notHeldOnce, openLoad } from '../support/steady-load.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

/* One service of two processes on one port (WORKERS=2). */
const database = await testDatabase()
const limit = 100_000
let folder = ''
let service: ServiceProcess

const start = () =>
  startService({
    databaseUrl: database.url,
    dataDir: folder,
    environment: {
      WORKERS: '2',
      DATABASE_POOL_SIZE: '3',
      RATE_LIMIT_PER_MINUTE: String(limit),
      SHUTDOWN_DRAIN_MS: '200',
      LOG_LEVEL: 'error',
    },
  })
const health = async () => (await service.call('GET', '/health/ready')).body
const bothAnswer = () => expect.poll(async () => (await health()).status, { timeout: 60_000 }).toBe('ok')

/** When each worker began, by its label. */
async function workers(): Promise<Map<string, number>> {
  const { body } = await service.call('GET', '/metrics')
  const began = (body as string).matchAll(/^process_start_time_seconds\{worker="(\d)"\} (\d+)$/gm)
  return new Map([...began].map(([, worker = '', seconds]) => [worker, Number(seconds)]))
}

/** The processes that answer, by their numbers. */
const processIds = () => childrenOf(service.child.pid)

async function childrenOf(pid: number | undefined): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1')
  return children.trim().split(' ').map(Number)
}

/** One connection for each request, so that they go to each process in turn. */
function ask(path: string, body?: object): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${service.url}${path}`,
      {
        method: body ? 'POST' : 'GET',
        agent: new Agent({ keepAlive: false }),
        headers: { 'x-api-key': service.keys.admin, 'content-type': 'application/json' },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }))
      },
    )
    sent.on('error', reject)
    sent.end(body && JSON.stringify(body))
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-workers-'))
  await storeOrders(database, 20, habits(200))
  service = await start()
}, 120_000)

afterAll(async () => {
  service?.child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

describe('a service of several processes', { timeout: 120_000 }, () => {
  test('tells the metrics of all of them, whichever is asked', async () => {
    await bothAnswer()
    expect([...(await workers()).keys()].sort()).toEqual(['1', '2'])
    const { body } = await service.call('GET', '/metrics')
    expect(body.match(/^# TYPE maitre_restaurants gauge$/gm)).toHaveLength(1)
    expect(body.match(/^maitre_restaurants\{worker="[12]"\} 20$/gm)).toHaveLength(2)
  })

  test('counts what a key sends over all of them', async () => {
    let asked = 0
    const ask = async () => {
      asked++
      return limit - (await leftOf(service.keys.analyst))
    }
    for (let n = 0; n < 8; n++) await ask()
    // Each connection goes to the next process; a tenth of a second later all know of it.
    const isCounted = async () => (await ask()) === asked
    await expect.poll(isCounted, { interval: 300 }).toBe(true)
  })

  test('hears in all of them within a second what was published in one', async () => {
    const { body: profile } = await ask('/v1/profiles/ml-engineer')
    const { settings } = profile.live
    await service.call('PUT', '/v1/profiles/ml-engineer/draft', {
      ...settings,
      weights: { ...settings.weights, margin: 0.5 },
    })
    await service.call('POST', '/v1/profiles/ml-engineer/publish', { reason: 'for all' })
    const revisions = async () => {
      const lists = [1, 2, 3, 4].map(() =>
        ask('/v1/recommendations', { context: {}, profile: 'ml-engineer' }),
      )
      return new Set((await Promise.all(lists)).map(({ body }) => body.profile?.revision))
    }
    await expect.poll(revisions, { timeout: 5000 }).toEqual(new Set([profile.live.revision + 1]))
  })

  test('whose one process is killed loses only what that one had in hand, and has it replaced', async () => {
    const load = openLoad({ url: () => service.url, key: service.keys.admin, insists: true })
    await load.answered(10)
    const before = await processIds()
    expect(before).toHaveLength(2)
    process.kill(before[0]!, 'SIGKILL')
    await load.answered(20)
    await expect.poll(processIds, { timeout: 60_000 }).toHaveLength(2)
    await bothAnswer()
    const after = await processIds()
    expect(after).toContain(before[1])
    expect(after).not.toContain(before[0])
    await load.answered(10)
    await load.stop()
    // Connections of the one that died were cut; nobody was told of a fault of ours, or sent to one that was not ready.
    expect([...load.recommendations.keys()].filter((what) => /^\d+$/.test(what))).toEqual(['200'])
    expect([...load.refused.keys()].filter((what) => /^\d+$/.test(what))).toEqual([])
    expect(await notHeldOnce(database.pool, load.acknowledged)).toEqual([])
    expect(service.said()).toMatch(/a worker ended; it is replaced/)
  })

  test('trains once, whoever is told to', async () => {
    const body = { force: true, reason: 'both at once' }
    const answers = await Promise.all([1, 2].map(() => ask('/v1/admin/training-runs', body)))
    expect(answers.map(({ status }) => (status < 300 ? 'started' : status)).sort()).toEqual([409, 'started'])
    const running = `SELECT count(*)::int AS n FROM training_runs WHERE finished_at IS NULL`
    await expect.poll(async () => (await database.pool.query(running)).rows[0].n, { timeout: 60_000 }).toBe(0)
  })

  test('told to stop says so for a while, answers what is under way, and leaves nothing behind', async () => {
    const load = openLoad({ url: () => service.url, key: service.keys.admin })
    await load.answered(6)
    const ids = await processIds()
    const ended = service.end('SIGTERM')
    await load.stop()
    expect(await ended).toBe(0)
    expect(load.unexpected).toEqual([])
    expect(await notHeldOnce(database.pool, load.acknowledged)).toEqual([])
    expect(ids.filter((id) => isAlive(id))).toEqual([])
    const left = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'maitre%' AND pid <> pg_backend_pid() AND state <> 'idle'`
    await expect.poll(async () => (await database.pool.query(left)).rows[0].n, { timeout: 10_000 }).toBe(0)
  })

  test('that cannot start says why in a line, and one that is killed leaves no process behind', async () => {
    const taken = await start()
    const { port } = new URL(taken.url)
    const second = startService({
      databaseUrl: database.url,
      dataDir: folder,
      environment: { WORKERS: '2', PORT: port },
    })
    await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`)
    // Whoever looks after the processes is killed: none of them is left over.
    const ids = await childrenOf(taken.child.pid)
    expect(ids.length).toBeGreaterThan(0)
    await taken.end('SIGKILL')
    const isLeft = () => ids.filter((id) => isAlive(id))
    await expect.poll(isLeft, { timeout: 10_000 }).toEqual([])
  })
})

/** Requests that the key may still send this minute, after this one. */
async function leftOf(key: string): Promise<number> {
  const response = await fetch(`${service.url}/v1/profiles`, {
    headers: { 'x-api-key': key, connection: 'close' },
  })
  await response.text()
  return Number(/r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1])
}
