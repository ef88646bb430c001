import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as property } from '@fast-check/vitest'
import pino from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { Route } from '../../src/http/route.ts'
import { routes } from '../../src/http/routes/index.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { build, type RunningService } from '../../src/main.ts'
import { faultOf } from '../support/fuzz/judge.ts'
import { arbitraryRequest, type FuzzRequest } from '../support/fuzz/requests.ts'
import { createSender, type Sender } from '../support/fuzz/send.ts'
import { templateOf } from '../support/openapi.ts'
import { testDatabase } from '../support/postgres.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

/**
 * A run of its own length and seed: `FUZZ_REQUESTS=100000 FUZZ_SEED=7 npx vitest run test/http/fuzz.test.ts`. What fails says its
 * seed and path; `FUZZ_SEED=… FUZZ_PATH=…` sends it again.
 */
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 2500)
const seed = process.env['FUZZ_SEED'] === undefined ? {} : { seed: Number(process.env['FUZZ_SEED']) }
const path = process.env['FUZZ_PATH'] === undefined ? {} : { path: process.env['FUZZ_PATH'] }
/** Beyond every limit of our own (a statement may take 30 s), also where the machine is busy with other things. */
const patienceMs = 60_000

const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'maitre-fuzz-'))
await storeOrders(database, 20, habits(300))
const errors: string[] = []
const logger = pino(
  { level: 'error' },
  { write: (line: string) => void (errors.length < 100 && errors.push(line)) },
)
const service: RunningService = await build(
  readConfig({
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    SEED: 'none',
    PORT: '0',
    DATABASE_POOL_SIZE: '4',
    RATE_LIMIT_PER_MINUTE: '0',
    RETRAIN_CHECK_MINUTES: '0',
    RETENTION_CHECK_MINUTES: '0',
    EXPERIMENT_CHECK_SECONDS: '0',
  }),
  { logger, version: 'test' },
)
const keys = (await readKeyFile(folder))!
const sender: Sender = createSender(service.port, patienceMs)
afterAll(async () => {
  sender.close()
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

const send = async (method: string, at: string, body?: unknown) =>
  sender.send({
    method,
    path: at,
    headers: { 'x-api-key': keys.admin, 'content-type': 'application/json' },
    body: body === undefined ? null : { text: JSON.stringify(body), encoding: 'utf8', gzip: false },
  })

/** Ids that exist, so that requests get further than to "there is no such". */
const pools: Record<string, string[]> = {
  userId: ['u0', 'u1', 'u2', 'stranger'],
  'users :id': ['u3', 'u4', 'made-here'],
  restaurantId: ['r00', 'r01', 'nowhere'],
  candidateIds: ['r00', 'r01', 'r02', 'r03', 'nowhere'],
  excludeIds: ['r04', 'r05'],
  'restaurants :id': ['r06', 'r07', 'r08', 'r09', 'made-here'],
  profile: ['ml-engineer', 'sales', 'product', 'ml-platform', 'manager'],
  key: ['ml-engineer', 'sales', 'product'],
  'experiments :key': Array.from({ length: 20 }, (_, n) => `trial-${n}`),
  'keys :id': [],
  revision: ['1', '2'],
  from: ['1', 'live', 'draft'],
  to: ['live', 'draft'],
  file: ['swagger-ui.css', 'start.js', 'index.html'],
  page: ['try', 'profiles'],
  version: [],
  'recommendations :id': [],
  'training-runs :id': ['1'],
  recommendationId: [],
}

for (let n = 0; n < 30; n++) {
  const { text } = await send('POST', '/v1/recommendations', { userId: `u${n % 20}`, context: {} })
  pools['recommendationId']!.push(JSON.parse(text).recommendationId)
}
pools['recommendations :id'] = pools['recommendationId']!
pools['version'] = JSON.parse((await send('GET', '/v1/admin/models')).text).items.map(
  ({ version }: { version: string }) => version,
)

const exampleOf = (method: string, at: string) =>
  routes.find((route) => route.method === method && route.path === at)?.bodyExample as object
for (const key of pools['experiments :key']!) {
  await send('POST', '/v1/admin/experiments', { ...exampleOf('post', '/v1/admin/experiments'), key })
}
for (let n = 0; n < 20; n++) {
  const made = await send('POST', '/v1/admin/keys', { role: 'app', label: `spare ${n}` })
  pools['keys :id']!.push(JSON.parse(made.text).id)
}
const draft = exampleOf('put', '/v1/profiles/:key/draft')
for (const key of pools['key']!) await send('PUT', `/v1/profiles/${key}/draft`, draft)

/** Work of seconds (training) is asked for now and then, that of tenths of seconds sometimes. */
function weightOf({ method, path: at }: Route): number {
  if (at === '/v1/admin/training-runs' && method === 'post') return 1
  // Most of what there was would be gone soon.
  if (method === 'delete') return 4
  if (/frontier|solve|worth|openapi.json/.test(at)) return 4
  return /estimate|fairness|compare/.test(at) ? 10 : 20
}

/** How often each status was the answer, and what was answered well at least once. */
const statuses = new Map<number, number>()
const succeeded = new Set<string>()

function count({ method, path: at }: FuzzRequest, status: number): void {
  statuses.set(status, (statuses.get(status) ?? 0) + 1)
  if (status < 300) succeeded.add(`${method} ${templateOf(at)}`)
}

async function judge(request: FuzzRequest): Promise<void> {
  const answer = await sender.send(request)
  const fault = faultOf(request, answer)
  if (fault) expect.fail(`${fault}\n${errors.at(-1) ?? ''}`)
  count(request, answer.status)
  if (request.method === 'POST' && answer.status === 202)
    await send('POST', `${answer.headers.location}/cancel`)
}

describe('whatever is sent to any route', () => {
  property.prop([arbitraryRequest({ routes, pools, keys: { ...keys }, weightOf })], {
    numRuns: requests,
    ...seed,
    ...path,
  })('is answered as documented, in time, and never with our fault', judge, Math.max(60_000, requests * 100))

  test('it is the same service afterwards', async () => {
    console.info(requests, Object.fromEntries([...statuses].sort()))
    expect((await send('GET', '/health/ready')).text).toContain('"ok"')
    expect((await send('POST', '/v1/recommendations', { context: {} })).status).toBe(200)
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
    expect(Object.keys(Object.prototype)).toEqual([])
    // In a long run every route that can be got right by chance was.
    if (requests >= 50_000 && !process.env['FUZZ_PATH']) {
      const never = routes
        .map((route) => `${route.method.toUpperCase()} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
        .filter((name) => !succeeded.has(name) && !name.includes('/assets/') && !/rollback|cancel/.test(name))
      expect(never).toEqual([])
    }
    expect(errors.filter((line) => !line.includes('is not built'))).toEqual([])
  })
})
