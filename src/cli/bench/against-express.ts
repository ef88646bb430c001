import type { BenchContext } from './context.ts'
import { benchHttp, type HttpTimings, openBareExpress, type Target } from './http.ts'
import { inTurns, ratios, spreadAsText, spreadOf } from './measure.ts'
import type { Section } from './section.ts'

/** Enough to keep one process busy, few enough that nobody is refused. */
const connections = 2
const profiles = ['manager', 'ml-platform', 'product', 'ml-engineer'] as const

/** How much of a bare Express's throughput is left? Both answer equally large JSON, explained, ten items, in turns in one run. */
export async function benchAgainstExpress(context: BenchContext): Promise<Section> {
  const { service, userIds, headers, seconds, rounds, onProgress } = context
  onProgress('Measuring HTTP beside a bare Express')
  const url = `${service.url}/v1/recommendations`
  const bodiesOf = (profile: string) =>
    userIds.map((userId) =>
      JSON.stringify({ userId, context: {}, filters: { openNow: false }, limit: 10, explain: true, profile }),
    )
  const sample = await fetch(url, { method: 'POST', headers, body: bodiesOf('product')[0]! })
  const bare = await openBareExpress(await sample.json())
  try {
    const targets: Target[] = [
      { what: 'bare Express', url: bare.url, headers, bodies: bodiesOf('product') },
      ...profiles.map((profile) => ({ what: profile, url, headers, bodies: bodiesOf(profile) })),
    ]
    const results = await inTurns(targets, rounds, (target) => benchHttp(target, connections, seconds, 0))
    const of = (k: number, value: (timings: HttpTimings) => number) => results[k]!.map(value)
    const rows = targets.map(({ what }, k) => [
      what,
      spreadAsText(spreadOf(of(k, (timings) => timings.requestsPerSecond))),
      spreadAsText(spreadOf(of(k, ({ cpuUs }) => cpuUs))),
      percents(
        ratios(
          of(k, (timings) => timings.requestsPerSecond),
          of(0, (timings) => timings.requestsPerSecond),
        ),
      ),
      percents(
        ratios(
          of(0, ({ cpuUs }) => cpuUs),
          of(k, ({ cpuUs }) => cpuUs),
        ),
      ),
      spreadOf(of(k, ({ p99Ms }) => p99Ms)).median.toFixed(1),
      String(spreadOf(of(k, ({ bytesPerAnswer }) => bytesPerAnswer)).median),
      String(of(k, ({ failed }) => failed).reduce((sum, failed) => sum + failed, 0)),
    ])
    return {
      title: 'HTTP end to end, beside a bare Express',
      head: [
        'who answers',
        'answers/s',
        'CPU µs',
        'of its throughput',
        'by CPU',
        'p99 ms',
        'bytes',
        'refused',
      ],
      rows,
      note: `\`POST /v1/recommendations\`, 10 items, explained, by profile, ${connections} connections that are never idle; ratios round by round, quartiles in brackets. By CPU: what one core would leave of it if it had nothing else to do.`,
    }
  } finally {
    await bare.close()
  }
}

function percents(shares: readonly number[]): string {
  return `${spreadAsText(spreadOf(shares.map((share) => 100 * share)))} %`
}
