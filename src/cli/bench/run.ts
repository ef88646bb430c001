import { randomBytes } from 'node:crypto'
import { cpus } from 'node:os'
import type { Config } from '../../config.ts'
import { createKeyStore } from '../../keys/key-store.ts'
import { build, type RunningService } from '../../main.ts'
import { plainRequest } from '../../serving/past-requests.ts'
import { benchHttp, type HttpTimings, openBareExpress } from './http.ts'
import { repeat, summarise, type Timings } from './measure.ts'
import { activeUsers, silent, withPlace } from './place.ts'
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
  return await withPlace(config, options.here, async (own) => {
    const service = await build(own, silent(options.onProgress))
    try {
      return await measure(service, options)
    } finally {
      await service.close()
    }
  })
}

async function measure(service: RunningService, options: BenchOptions): Promise<BenchReport> {
  const { serving, database } = service
  const seconds = options.quick ? 3 : 10
  const userIds = await activeUsers(service.database)
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
