import { type ChartLine, chartColours, type LineChart, renderLineCharts } from '../line-charts.ts'
import type { BenchContext } from './context.ts'
import { benchHttp, type HttpTimings } from './http.ts'
import { inTurns, spreadAsText, spreadOf } from './measure.ts'
import type { Chart, Section } from './section.ts'

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
  const points = sizes
    .map((size, k) => ({
      size,
      medianMs: medianOf(results[k]!, ({ medianMs }) => medianMs),
      p99Ms: medianOf(results[k]!, ({ p99Ms }) => p99Ms),
      perSecond: medianOf(results[k]!, ({ requestsPerSecond }) => requestsPerSecond * size),
    }))
    // What a very short run did not see is no point of a curve.
    .filter(({ perSecond, medianMs }) => perSecond > 0 && medianMs > 0)
  return {
    title: 'Batches',
    head: ['requests in a batch', 'median ms', 'p99 ms', 'results/s', 'CPU µs a result'],
    rows,
    note: '`POST /v1/recommendations/batch`, one connection that is never idle.',
    ...(points.length > 1 && { chart: chartOf(points) }),
  }
}

interface Point {
  readonly size: number
  readonly medianMs: number
  readonly p99Ms: number
  readonly perSecond: number
}

const medianOf = (timings: readonly HttpTimings[], value: (timing: HttpTimings) => number) =>
  spreadOf(timings.map(value)).median

/** Of an axis' length, what a name takes. */
const leastNameShare = 0.2

/** What is gained over what it costs, and both by the size of a batch. */
function chartOf(points: readonly Point[]): Chart {
  const title = 'Batches: latency against throughput'
  const ofLine = (name: string, n: number, value: (point: Point) => number) => {
    return (of: readonly Point[]): ChartLine => ({
      name,
      colour: chartColours[n]!,
      dash: null,
      values: of.map(value),
    })
  }
  const times = [
    ofLine('median ms', 1, ({ medianMs }) => medianMs),
    ofLine('p99 ms', 2, ({ p99Ms }) => p99Ms),
  ]
  const bySize = points.map(({ size }) => ({ at: size, label: String(size) }))
  const byThroughput = points.toSorted((a, b) => a.perSecond - b.perSecond)
  const range = byThroughput.at(-1)!.perSecond / byThroughput[0]!.perSecond
  let named = 0
  const nameOf = ({ perSecond, size }: Point) => {
    // Where names would stand on top of each other, only the first does.
    if (perSecond < named * range ** leastNameShare) return ''
    named = perSecond
    return `${perSecond.toFixed(0)} (${size})`
  }
  const charts: LineChart[] = [
    {
      title: 'A batch’s time, ms, by results a second (batch size)',
      isLogarithmic: true,
      x: byThroughput.map((point) => ({ at: point.perSecond, label: nameOf(point) })),
      lines: times.map((line) => line(byThroughput)),
    },
    {
      title: 'Results a second, by requests in a batch',
      isLogarithmic: true,
      x: bySize,
      lines: [ofLine('results/s', 3, ({ perSecond }) => perSecond)(points)],
    },
  ]
  return { name: 'batches', title, svg: renderLineCharts(title, charts, '') }
}
