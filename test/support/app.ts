import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import supertest from 'supertest'
import { afterAll, expect } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { createExperiments } from '../../src/experiments/experiments.ts'
import { createApp } from '../../src/http/app.ts'
import { type AppDeps, defaultLimits } from '../../src/http/deps.ts'
import type { Method } from '../../src/http/route.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { importNdjson } from '../../src/import/ndjson.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { createReportStore } from '../../src/jobs/monitoring/report-store.ts'
import { createTrainer } from '../../src/jobs/trainer.ts'
import { createKeyStore, type Role, roles } from '../../src/keys/key-store.ts'
import { createAuditReader } from '../../src/monitoring/audit-reader.ts'
import { createDataQuality } from '../../src/monitoring/data-quality.ts'
import { createHealth } from '../../src/monitoring/health.ts'
import { createMetrics } from '../../src/monitoring/metrics.ts'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { createAnalysisApi } from '../../src/serving/analyses.ts'
import { createLivePlanner } from '../../src/serving/live-planner.ts'
import { createLookups } from '../../src/serving/lookups.ts'
import { sampleOrders } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { fakeRecommender } from './fake-recommender.ts'
import { departure } from './openapi.ts'
import { testDatabase } from './postgres.ts'
import { testWorld } from './world.ts'

export interface Call {
  /** null: no key */
  as?: Role | null
  key?: string
  body?: object
  /** The body as it stands, with its type. */
  raw?: { type: string; text: string | Buffer }
  headers?: Record<string, string>
  /** A 500 is what is looked for; otherwise one fails the test. */
  mayBreak?: boolean
}

/**
 * The application on a database of the test file's own, with a key of each role. Every answer to `call` is held against the OpenAPI
 * document; one that departs from it fails the test.
 */
export async function testApp(changes: Partial<AppDeps> = {}) {
  const database = await testDatabase()
  const now = () => new Date()
  const profiles = createProfileStore({ database, now })
  await profiles.ensureShipped()
  const keyStore = createKeyStore({ database, randomBytes })
  const made = await Promise.all(roles.map((role) => keyStore.create({ role, label: role, actor: 'test' })))
  const keys = Object.fromEntries(made.map(({ role, key }) => [role, key])) as Record<Role, string>
  const logged: Record<string, unknown>[] = []
  const log = (line: object) => void logged.push({ ...line })
  const trainer = createTrainer({ database, now, onFailed: (id, error) => log({ id, error }) })
  const recommender = fakeRecommender(testWorld({ restaurants: 12 }))
  const deps: AppDeps = {
    recommender,
    planner: createLivePlanner({ eventLoop: { delayMs: () => 0 }, clockMs: () => performance.now() }),
    lookups: createLookups({ pool: database.pool }),
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions: createInteractionStore({ database }),
    profiles,
    analyses: createAnalysisApi({
      recommender,
      profiles,
      log: createRecommendationLog({ database }),
      sampleOrders: (query) => sampleOrders(database, query),
    }),
    experiments: createExperiments({ database, now }),
    audit: createAuditReader({ database }),
    dataQuality: createDataQuality({ database }),
    reports: createReportStore({ database, now }),
    keys: keyStore,
    importNdjson: (kind, body) => importNdjson(kind, body, { database }),
    models: createModelRegistry({ database, now }),
    trainer,
    onIngested: () => {},
    onUserChanged: () => {},
    onUserErased: () => {},
    caughtUp: async () => {},
    metrics: createMetrics(),
    health: createHealth(),
    logger: { info: log, error: log } as AppDeps['logger'],
    now: () => new Date(),
    limits: { ...defaultLimits, bodyBytes: 256 * 1024 },
    version: '0.0.0-test',
    ...changes,
  }
  const server = createHttpServer(createApp(deps)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  afterAll(async () => {
    await trainer.close()
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })

  async function call(method: Method | 'options' | 'head', path: string, options: Call = {}) {
    const key = options.key ?? (options.as === null ? undefined : keys[options.as ?? 'admin'])
    const request = supertest(url)
      [method](path)
      .set(options.headers ?? {})
    if (key !== undefined) request.set('X-API-Key', key)
    if (options.raw) {
      const { type, text } = options.raw
      request
        .set('Content-Type', type)
        .serialize(() => text as string)
        .send(text)
    } else if (options.body) request.send(options.body)
    const response = await request
    if (method === 'head') return response
    const isJson = /[/+]json\b/.test(response.get('content-type') ?? '')
    const departed = departure({
      method: method.toUpperCase(),
      path,
      status: response.status,
      contentType: response.get('content-type')?.split(';')[0],
      body: isJson ? JSON.parse(response.text) : undefined,
    })
    if (response.status === 500 && !options.mayBreak) {
      expect.fail(`${method} ${path} → 500: ${JSON.stringify(logged.at(-1), null, 1)}`)
    }
    if (departed) expect.fail(`${method} ${path} → ${response.status}: ${departed}\n${response.text}`)
    return response
  }

  return { call, database, deps, keyStore, keys, logged, recommender, url, port }
}
