import type { BenchContext } from './context.ts'
import { benchHttp } from './http.ts'
import { inTurns, spreadAsText, spreadOf } from './measure.ts'
import type { Section } from './section.ts'

const sizes = [1, 4, 16, 64, 256] as const

/** Latency against throughput: what is gained by asking for many at once, and how long one then waits for the first and the last. */
export async function benchBatches(context: BenchContext): Promise<Section> {
  const { service, userIds, headers, seconds, rounds, onProgress } = context
  onProgress('Measuring batches')
  const url = `${service.url}/v1/recommendations/batch`
  const targets = sizes.map((size) => ({
    what: String(size),
    url,
    headers,
    bodies: Array.from({ length: 20 }, (_, b) =>
      JSON.stringify({
        requests: Array.from({ length: size }, (_, n) => ({
          userId: userIds[(b * size + n) % userIds.length],
          filters: { openNow: false },
        })),
      }),
    ),
  }))
  const results = await inTurns(targets, rounds, (target) => benchHttp(target, 1, seconds, 0))
  const rows = sizes.map((size, k) => [
    String(size),
    spreadAsText(spreadOf(results[k]!.map(({ medianMs }) => medianMs)), 1),
    spreadOf(results[k]!.map(({ p99Ms }) => p99Ms)).median.toFixed(1),
    spreadAsText(spreadOf(results[k]!.map(({ requestsPerSecond }) => requestsPerSecond * size))),
    spreadOf(results[k]!.map(({ cpuUs }) => cpuUs / size)).median.toFixed(0),
  ])
  return {
    title: 'Batches',
    head: ['requests in a batch', 'median ms', 'p99 ms', 'results/s', 'CPU µs a result'],
    rows,
    note: '`POST /v1/recommendations/batch`, one connection that is never idle.',
  }
}
