import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { BenchContext } from './context.ts'
import { benchHttp } from './http.ts'
import { inTurns, spreadAsText, spreadOf } from './measure.ts'
import type { Section } from './section.ts'

const resolutionMs = 1
const kinds = [
  { what: 'nothing changes', everyMs: null },
  { what: 'the catalogue is swapped all the time', everyMs: 50 },
] as const

/** What do requests notice when the whole catalogue is loaded again and swapped under them? */
export async function benchSwap(context: BenchContext): Promise<Section> {
  const { service, userIds, headers, seconds, rounds, onProgress } = context
  onProgress('Measuring swaps of the snapshot under load')
  const { snapshots, loader } = service.serving
  const bodies = userIds.map((userId) =>
    JSON.stringify({ userId, filters: { openNow: false }, profile: 'manager' }),
  )
  const target = { what: 'swap', url: `${service.url}/v1/recommendations`, headers, bodies }
  const results = await inTurns(kinds, rounds, async ({ everyMs }) => {
    let swaps = 0
    let last = snapshots.current().catalogue
    const timer =
      everyMs !== null &&
      setInterval(() => {
        const { catalogue } = snapshots.current()
        if (catalogue !== last) swaps++
        last = catalogue
        loader.changed('catalogue')
      }, everyMs)
    const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
    histogram.enable()
    const timings = await benchHttp(target, 1, 2 * seconds, 0)
    histogram.disable()
    if (timer) clearInterval(timer)
    await loader.settled()
    return { ...timings, swaps, loopMaxMs: Math.max(0, histogram.max / 1e6 - resolutionMs) }
  })
  const median = (k: number, value: (row: (typeof results)[number][number]) => number, digits = 1) =>
    spreadOf(results[k]!.map(value)).median.toFixed(digits)
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
    ],
    rows: kinds.map(({ what }, k) => [
      what,
      String(results[k]!.reduce((sum, { swaps }) => sum + swaps, 0)),
      spreadAsText(spreadOf(results[k]!.map(({ requestsPerSecond }) => requestsPerSecond))),
      median(k, ({ medianMs }) => medianMs),
      median(k, ({ p99Ms }) => p99Ms),
      median(k, ({ maxMs }) => maxMs),
      median(k, ({ loopMaxMs }) => loopMaxMs),
    ]),
    note: 'One connection that is never idle; the longest of each slice, median over slices. The difference between the rows is the swap’s; the first row is the machine’s.',
  }
}
