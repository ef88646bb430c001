import { randomBytes } from 'node:crypto'
import { cpus, loadavg } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../../../config.ts'
import { createKeyStore } from '../../../keys/key-store.ts'
import { build, type RunningService } from '../../../main.ts'
import { deepestPlan } from '../../../ranking/planner/plans.ts'
import { benchHttp } from '../http.ts'
import { activeUsers, type OnStep, silent, withPlace } from '../place.ts'
import type { LoadTask } from './generate.ts'
import { generateInThread } from './generate-in-thread.ts'
import { type LoadFigures, summariseLoad } from './summarise-load.ts'

export interface LoadOptions {
  /** See `withPlace`. */
  readonly here: boolean
  /** of each measurement */
  readonly seconds: number
  /** of what one process can do */
  readonly loads: readonly number[]
  readonly budgetMs: number
  readonly process: 'poisson' | 'constant'
  readonly seed: number
  readonly onProgress: OnStep
}

export interface LoadRow extends LoadFigures {
  readonly load: number
  /** false: the deepest plan always, and nobody is refused */
  readonly planned: boolean
  /** answers by plan, such as `full@400` */
  readonly plans: Readonly<Record<string, number>>
  /** how late the service's timers fired, ms: the process shares its cores with the load and the database */
  readonly eventLoopP99Ms: number
  readonly eventLoopMaxMs: number
}

export interface LoadReport {
  readonly machine: {
    readonly cpu: string
    readonly cores: number
    readonly node: string
    readonly loadAverage: number
  }
  readonly restaurants: number
  readonly budgetMs: number
  readonly process: string
  readonly seconds: number
  /** answers per second of the deepest plan, connections never idle; measured before each pair, the median */
  readonly capacityPerSecond: number
  readonly rows: readonly LoadRow[]
}

const mostConnections = 2000
/** Answers that come later than that after the end are lost. */
const graceMs = 2000
const resolutionMs = 2
const capacitySeconds = 2

/**
 * Offers one process more and less than it can do, with the planner and without, in turns, so that what else the machine does falls on both. Arrivals do not wait
 * for answers, and an answer's time counts from when its request was due: no coordinated omission.
 */
export async function runLoad(config: Config, options: LoadOptions): Promise<LoadReport> {
  return await withPlace(config, options.here, async (own) => {
    const planned = await build(own, silent(options.onProgress))
    try {
      const unplanned = await build(own, { ...silent(options.onProgress), unplanned: deepestPlan })
      try {
        return await measure(planned, unplanned, options)
      } finally {
        await unplanned.close()
      }
    } finally {
      await planned.close()
    }
  })
}

async function measure(
  planned: RunningService,
  unplanned: RunningService,
  options: LoadOptions,
): Promise<LoadReport> {
  const { budgetMs, seconds, onProgress } = options
  const userIds = await activeUsers(planned.database)
  const keys = createKeyStore({ database: planned.database, randomBytes })
  const key = await keys.create({ role: 'app', label: 'bench', actor: 'cli' })
  const bodies = userIds.map((userId) => ({ userId, context: {}, limit: 10, latencyBudgetMs: budgetMs }))
  const kinds = [
    { name: 'recommendations', weight: 1, method: 'POST', path: '/v1/recommendations', key: key.key, bodies },
  ]
  const loadOf = (service: RunningService, perSecond: number): Promise<LoadRow> =>
    underLoad(
      service,
      {
        host: service.host,
        port: service.port,
        kinds,
        mostConnections,
        graceMs,
        perSecond,
        seconds,
        process: options.process,
        seed: options.seed,
      },
      budgetMs,
    )
  try {
    await waitForKey(planned, key.key)
    await waitForKey(unplanned, key.key)
    const rows: LoadRow[] = []
    const capacities: number[] = []
    onProgress('Warming up')
    await capacityOf(unplanned, key.key, bodies)
    for (const load of options.loads) {
      // Measured anew each time: other processes take from the machine what they want, and that changes.
      onProgress('Measuring what one process can do')
      const capacity = await capacityOf(unplanned, key.key, bodies)
      capacities.push(capacity)
      for (const service of [planned, unplanned]) {
        const isPlanned = service === planned
        onProgress(
          `Offering ${load} × ${capacity.toFixed(0)}/s ${isPlanned ? 'with' : 'without'} the planner`,
        )
        const row = await loadOf(service, load * capacity)
        rows.push({ ...row, load, planned: isPlanned })
        await delay(500)
      }
    }
    return {
      machine: {
        cpu: cpus()[0]?.model ?? 'unknown',
        cores: cpus().length,
        node: process.version,
        loadAverage: loadavg()[0]!,
      },
      restaurants: planned.serving.snapshots.current().catalogue.size,
      budgetMs,
      process: options.process,
      seconds,
      capacityPerSecond: capacities.toSorted((x, y) => x - y)[capacities.length >> 1]!,
      rows,
    }
  } finally {
    await keys.revoke(key.id, 'cli')
  }
}

/** Other processes hear of a new key within moments. */
async function waitForKey({ url }: RunningService, key: string): Promise<void> {
  for (let n = 0; n < 100; n++) {
    const { status } = await fetch(`${url}/v1/restaurants?limit=1`, { headers: { 'x-api-key': key } })
    if (status === 200) return
    await delay(50)
  }
  throw new Error('The key of the load test did not come into force.')
}

async function capacityOf({ url }: RunningService, key: string, bodies: readonly unknown[]): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-api-key': key }
  const target = { what: 'capacity', url: `${url}/v1/recommendations`, headers }
  const texts = bodies.map((body) => JSON.stringify(body))
  const { requestsPerSecond } = await benchHttp({ ...target, bodies: texts }, 16, capacitySeconds)
  return requestsPerSecond
}

async function underLoad(service: RunningService, task: LoadTask, budgetMs: number): Promise<LoadRow> {
  const { planner } = service.serving
  const before = planner.report().plans.map(({ answers }) => answers)
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  const result = await generateInThread(task)
  histogram.disable()
  const delayMs = (ns: number) => Math.max(0, ns / 1e6 - resolutionMs)
  const plans = planner
    .report()
    .plans.map(({ name, candidates, answers }, n) => [`${name}@${candidates}`, answers - before[n]!] as const)
    .filter(([, answers]) => answers > 0)
  return {
    load: 0,
    planned: true,
    ...summariseLoad(result, { seconds: task.seconds, budgetMs }),
    plans: Object.fromEntries(plans),
    eventLoopP99Ms: delayMs(histogram.percentile(99)),
    eventLoopMaxMs: delayMs(histogram.max),
  }
}
