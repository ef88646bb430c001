import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { Config } from '../../config.ts'
import { createKeyStore } from '../../keys/key-store.ts'
import { build, type RunningService } from '../../main.ts'
import { plainRequest } from '../../serving/past-requests.ts'
import { packageVersion } from '../package-version.ts'
import { benchHttp, type HttpTimings, openBareExpress } from './http.ts'
import { repeat, summarise, type Timings } from './measure.ts'
import { benchRankingCore, type PlanTimings } from './ranking-core.ts'

export interface BenchOptions {
  /** True: the database of the environment; false: a city made for the purpose and thrown away. */
  readonly here: boolean
  readonly quick: boolean
  readonly onProgress: (step: string, done?: number, total?: number | null) => void
}

export interface BenchReport {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string }
  readonly restaurants: number
  readonly modelVersion: string | null
  readonly ranking: readonly PlanTimings[]
  readonly inProcess: Timings
  readonly http: readonly HttpTimings[]
}

/** Measures the ranking core, one request in process, and HTTP beside a bare Express, all in one run. */
export async function runBench(config: Config, options: BenchOptions): Promise<BenchReport> {
  const scratch = options.here ? null : await mkdtemp(join(tmpdir(), 'maitre-bench-'))
  const own = { port: 0, host: '127.0.0.1', rateLimitPerMinute: 0, logLevel: 'silent' } as const
  const place = scratch ? { dataDir: scratch, databaseUrl: undefined, seed: 'city' as const } : {}
  try {
    const service = await build(
      { ...config, ...own, ...place },
      { logger: pino({ level: 'silent' }), version: packageVersion, onProgress: options.onProgress },
    )
    try {
      return await measure(service, options)
    } finally {
      await service.close()
    }
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true })
  }
}

async function measure(service: RunningService, options: BenchOptions): Promise<BenchReport> {
  const { serving, database } = service
  const seconds = options.quick ? 3 : 10
  const userIds = await activeUsers(service)
  options.onProgress('Measuring the ranking core')
  const ranking = await benchRankingCore(serving.recommender, userIds, seconds * 100)
  options.onProgress('Measuring requests in process')
  const times = await repeat(seconds * 1000, 200, (n) =>
    serving.recommender.recommend(plainRequest({ userId: userIds[n % userIds.length]! })),
  )
  const keys = createKeyStore({ database, randomBytes })
  const key = await keys.create({ role: 'app', label: 'bench', actor: 'cli' })
  try {
    return {
      machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version },
      restaurants: serving.snapshots.current().catalogue.size,
      modelVersion: [...serving.snapshots.current().worlds.values()][0]?.model?.version ?? null,
      ranking,
      inProcess: summarise(times),
      http: await measureHttp(service, key.key, userIds, seconds, options),
    }
  } finally {
    await keys.revoke(key.id, 'cli')
  }
}

async function measureHttp(
  { url }: RunningService,
  key: string,
  userIds: readonly string[],
  seconds: number,
  { onProgress }: BenchOptions,
): Promise<HttpTimings[]> {
  const headers = { 'content-type': 'application/json', 'x-api-key': key }
  const bodies = userIds.map((userId) => JSON.stringify({ userId, context: {}, limit: 10 }))
  const path = `${url}/v1/recommendations`
  const sample = await fetch(path, { method: 'POST', headers, body: bodies[0]! })
  const bare = await openBareExpress(await sample.json())
  try {
    const results: HttpTimings[] = []
    for (const connections of [1, 10]) {
      onProgress(`Measuring HTTP with ${connections} connection${connections > 1 ? 's' : ''}`)
      results.push(
        await benchHttp({ what: 'bare Express', url: bare.url, headers, bodies }, connections, seconds),
      )
      results.push(
        await benchHttp(
          { what: 'POST /v1/recommendations', url: path, headers, bodies },
          connections,
          seconds,
        ),
      )
    }
    return results
  } finally {
    await bare.close()
  }
}

/** At most 500 users who ordered lately. @throws when nobody did: there would be nothing to measure */
async function activeUsers({ database }: RunningService): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT DISTINCT user_id AS id FROM (
       SELECT user_id FROM interactions WHERE type = 'order' ORDER BY at DESC, id LIMIT 5000
     ) AS latest ORDER BY 1 LIMIT 500`,
  )
  if (rows.length === 0) throw new Error('There are no orders here to measure with; leave out --here.')
  return rows.map(({ id }) => id)
}
