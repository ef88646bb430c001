import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Database } from '../../db/client.ts'
import type { BenchContext } from './context.ts'
import { benchHttp } from './http.ts'
import { inTurns, spreadAsText, spreadOf } from './measure.ts'
import type { Section } from './section.ts'
import { watchTurns } from './turns.ts'

const resolutionMs = 1
const everyMs = 250
/** Restaurants that are there for the measurement alone. */
const ownPlaces = 20

interface Kind {
  readonly what: string
  /** absent: nothing */
  readonly change?: (context: BenchContext, n: number) => unknown
}

const kinds: readonly Kind[] = [
  { what: 'nothing changes' },
  { what: 'three restaurants change', change: ({ service }, n) => toggle(service.database, n) },
  { what: 'a restaurant comes or goes', change: ({ service }, n) => comeOrGo(service.database, n) },
  {
    what: 'all are read and laid out anew',
    change({ service: { serving } }) {
      serving.snapshots.doubtCatalogue()
      serving.loader.changed('catalogue')
    },
  },
]

/** What do requests notice when the catalogue changes under them? */
export async function benchSwap(context: BenchContext): Promise<Section> {
  const { service, onProgress } = context
  onProgress('Measuring swaps of the snapshot under load')
  await addOwnPlaces(service.database)
  await service.serving.loader.caughtUp('catalogue')
  try {
    const results = await inTurns(kinds, context.rounds, (kind) => measure(context, kind))
    return toSection(results)
  } finally {
    await removeOwnPlaces(service.database)
    await service.serving.loader.settled()
  }
}

type Measured = Awaited<ReturnType<typeof measure>>

async function measure(context: BenchContext, { change }: Kind) {
  const { service, userIds, headers, seconds } = context
  const { snapshots, loader } = service.serving
  const bodies = userIds.map((userId) =>
    JSON.stringify({ userId, filters: { openNow: false }, profile: 'manager' }),
  )
  let n = 0
  let swaps = 0
  let last = snapshots.current().catalogue
  const counter = setInterval(() => {
    const { catalogue } = snapshots.current()
    if (catalogue !== last) swaps++
    last = catalogue
  }, 10)
  let changing: Promise<unknown> = Promise.resolve()
  const timer =
    change &&
    setInterval(() => {
      changing = changing.then(() => change(context, n++))
    }, everyMs)
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  const turns = watchTurns()
  const target = { what: 'swap', url: `${service.url}/v1/recommendations`, headers, bodies }
  const timings = await benchHttp(target, 1, 2 * seconds, 0)
  const { longestCpuMs } = turns.stop()
  histogram.disable()
  clearInterval(counter)
  clearInterval(timer)
  await changing
  await loader.settled()
  return { ...timings, swaps, longestCpuMs, loopMaxMs: Math.max(0, histogram.max / 1e6 - resolutionMs) }
}

function toSection(results: readonly (readonly Measured[])[]): Section {
  const median = (k: number, value: (row: Measured) => number) =>
    spreadOf(results[k]!.map(value)).median.toFixed(1)
  return {
    title: 'Swapping the snapshot under load',
    head: [
      'meanwhile',
      'swaps',
      'answers/s',
      'median ms',
      'p99 ms',
      'longest ms',
      'loop held up, ms at most',
      'of which CPU ms',
    ],
    rows: kinds.map(({ what }, k) => [
      what,
      String(results[k]!.reduce((sum, { swaps }) => sum + swaps, 0)),
      spreadAsText(spreadOf(results[k]!.map(({ requestsPerSecond }) => requestsPerSecond))),
      median(k, ({ medianMs }) => medianMs),
      median(k, ({ p99Ms }) => p99Ms),
      median(k, ({ maxMs }) => maxMs),
      median(k, ({ loopMaxMs }) => loopMaxMs),
      median(k, ({ longestCpuMs }) => longestCpuMs),
    ]),
    note: `One connection that is never idle; a change every ${everyMs} ms. The longest of each slice, median over slices. The first row is the machine’s and the requests’ own; CPU is the main thread’s between two looks at its timers, without what other processes took.`,
  }
}

async function addOwnPlaces({ pool }: Pick<Database, 'pool'>): Promise<void> {
  await pool.query(
    `INSERT INTO restaurants (id, name, status, cuisines, tags)
     SELECT 'bench-place-' || n, 'bench', 'closed', '{}', '{}' FROM generate_series(1, $1) n ON CONFLICT DO NOTHING`,
    [ownPlaces],
  )
}

const removeOwnPlaces = ({ pool }: Pick<Database, 'pool'>) =>
  pool.query(`DELETE FROM restaurants WHERE id LIKE 'bench-place-%'`)

/** Something that reaches rankings changes, though nobody is shown these. */
const toggle = ({ pool }: Pick<Database, 'pool'>, n: number) =>
  pool.query(
    `UPDATE restaurants SET status = CASE status WHEN 'closed' THEN 'paused' ELSE 'closed' END::"RestaurantStatus",
       average_spend = 10 + $2::int % 7 WHERE id = ANY ($1)`,
    [[n, n + 1, n + 2].map((k) => `bench-place-${(k % ownPlaces) + 1}`), n],
  )

const comeOrGo = ({ pool }: Pick<Database, 'pool'>, n: number) =>
  n % 2 === 0
    ? pool.query(
        `INSERT INTO restaurants (id, name, status, cuisines, tags) VALUES ('bench-place-more', 'bench', 'closed', '{}', '{}')
         ON CONFLICT DO NOTHING`,
      )
    : pool.query(`DELETE FROM restaurants WHERE id = 'bench-place-more'`)
