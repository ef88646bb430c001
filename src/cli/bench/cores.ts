import { selectUserRows } from '../../serving/user-rows.ts'
import type { BenchContext } from './context.ts'
import { benchHttp } from './http.ts'
import { inTurns, spreadAsText, spreadOf } from './measure.ts'
import { cpuMsOf, familyCpuMs, memoryMibOf, parentOf } from './process-cpu.ts'
import type { Section } from './section.ts'
import { openServeProcess, type ServeProcess } from './serve-process.ts'

/** Of each process, so that none is idle. */
const connections = 3
const profile = 'manager'

interface Kind {
  readonly what: string
  /** `WORKERS` of each service */
  readonly workers: number
  readonly services: number
}

const kindsOf = (isQuick: boolean): Kind[] => [
  { what: '1 process', workers: 1, services: 1 },
  { what: '2 processes', workers: 2, services: 1 },
  ...(isQuick
    ? []
    : [
        { what: '4 processes', workers: 4, services: 1 },
        { what: '2 replicas', workers: 1, services: 2 },
      ]),
]

interface Measured {
  readonly perSecond: number
  readonly serviceUs: number
  readonly postgresUs: number
  readonly senderUs: number
}

/**
 * What does an answer cost the processes that answer, and what PostgreSQL? Sender, service and PostgreSQL share the cores, so answers a second say
 * little here; the costs of each say how many processes one core of PostgreSQL can feed.
 */
export async function benchCores(context: BenchContext): Promise<Section> {
  const { service, seconds, rounds, onProgress } = context
  onProgress('Starting services of several processes')
  const kinds = kindsOf(seconds < 1)
  const postmaster = await findPostmaster(context)
  const open: ServeProcess[][] = kinds.map(() => [])
  try {
    for (const [k, { workers, services }] of kinds.entries()) {
      for (let n = 0; n < services; n++)
        open[k]!.push(await openServeProcess(environmentOf(context, workers)))
    }
    onProgress('Measuring several processes')
    const results = await inTurns(
      kinds.map((_, k) => k),
      rounds,
      (k) => measure(context, open[k]!, kinds[k]!, postmaster),
    )
    const lookUps = await lookUpCost(context, postmaster)
    const of = (k: number, pick: (measured: Measured) => number) => spreadOf(results[k]!.map(pick))
    return {
      title: 'Several processes',
      head: [
        'who answers',
        'answers/s',
        'CPU µs of an answer',
        'of PostgreSQL',
        'of the sender',
        'processes to a core of PostgreSQL',
        'own MiB of a process',
      ],
      rows: kinds.map(({ what }, k) => [
        what,
        spreadAsText(of(k, ({ perSecond }) => perSecond)),
        spreadAsText(of(k, ({ serviceUs }) => serviceUs)),
        spreadAsText(of(k, ({ postgresUs }) => postgresUs)),
        of(k, ({ senderUs }) => senderUs).median.toFixed(0),
        of(k, ({ serviceUs, postgresUs }) => serviceUs / postgresUs).median.toFixed(1),
        ownMib(open[k]!),
      ]),
      note: `\`POST /v1/recommendations\`, \`${profile}\`, 10 items, ${connections} connections a process, never idle; processes by \`WORKERS\`, replicas as services of their own. CPU of all threads of all processes. Users are in the caches, so that PostgreSQL's part is the decision log; a look-up that misses takes ${lookUps} more. With as many processes as the last column but one says, each on a core of its own, PostgreSQL has one core's worth to do.`,
    }
  } finally {
    for (const each of open.flat()) await each.close()
  }

  function environmentOf({ config }: BenchContext, workers: number): Record<string, string> {
    return {
      DATABASE_URL: service.database.url,
      DATA_DIR: config.dataDir,
      SEED: 'none',
      WORKERS: String(workers),
      DATABASE_POOL_SIZE: '4',
      RATE_LIMIT_PER_MINUTE: '0',
      RETRAIN_CHECK_MINUTES: '0',
      MONITORING_CHECK_MINUTES: '0',
      RETENTION_CHECK_MINUTES: '0',
    }
  }
}

async function measure(
  { userIds, headers, seconds }: BenchContext,
  services: readonly ServeProcess[],
  { what, workers }: Kind,
  postmaster: number | null,
): Promise<Measured> {
  const bodies = userIds.map((userId) =>
    JSON.stringify({ userId, context: {}, filters: { openNow: false }, limit: 10, explain: true, profile }),
  )
  const pids = services.flatMap((each) => each.pids())
  const before = [cpuMsOf(pids), cpuOfPostgres(postmaster), cpuMsOf([process.pid])] as const
  const timings = await Promise.all(
    services.map(({ url }) =>
      benchHttp(
        { what, url: `${url}/v1/recommendations`, headers, bodies },
        connections * workers,
        seconds,
        0,
      ),
    ),
  )
  const perSecond = timings.reduce((sum, timing) => sum + timing.requestsPerSecond, 0)
  const answers = timings.reduce((sum, timing) => sum + timing.answers, 0)
  const usOf = (beforeMs: number, afterMs: number) => ((afterMs - beforeMs) * 1000) / Math.max(1, answers)
  return {
    perSecond,
    serviceUs: usOf(before[0], cpuMsOf(pids)),
    postgresUs: usOf(before[1], cpuOfPostgres(postmaster)),
    senderUs: usOf(before[2], cpuMsOf([process.pid])),
  }
}

/** CPU of PostgreSQL for one user that no cache holds, alone and with fifteen others in a statement. */
async function lookUpCost({ service, userIds }: BenchContext, postmaster: number | null): Promise<string> {
  const { pool } = service.database
  const costUs = async (size: number, statements: number) => {
    const beforeMs = cpuOfPostgres(postmaster)
    for (let n = 0; n < statements; n++) {
      const questions = Array.from({ length: size }, (_, k) => ({
        userId: userIds[(n * size + k) % userIds.length]!,
        untilMs: Number.POSITIVE_INFINITY,
      }))
      await selectUserRows(pool, questions, 500)
    }
    return ((cpuOfPostgres(postmaster) - beforeMs) * 1000) / (size * statements)
  }
  const [alone, together] = [await costUs(1, 200), await costUs(16, 20)]
  return `${alone.toFixed(0)} µs alone and ${together.toFixed(0)} µs in a statement of 16`
}

/** The server's first process, where it runs on this machine. */
async function findPostmaster({ service }: BenchContext): Promise<number | null> {
  const { rows } = await service.database.pool.query<{ pid: number; name: string }>(
    `SELECT pg_backend_pid() AS pid, version() AS name`,
  )
  return parentOf(rows[0]!.pid)
}

const cpuOfPostgres = (postmaster: number | null): number =>
  postmaster === null ? Number.NaN : familyCpuMs(postmaster)

function ownMib(services: readonly ServeProcess[]): string {
  // The one that hands out connections holds nothing of note.
  const answering = services.flatMap((each) => {
    const pids = each.pids()
    return pids.length > 1 ? pids.slice(1) : pids
  })
  return spreadAsText(spreadOf(answering.map((pid) => memoryMibOf(pid).own)))
}
