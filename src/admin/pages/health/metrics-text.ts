/** One line of what Prometheus reads: `name{label="value"} 3`. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g

/** The samples of the given metrics in the text format of Prometheus. Pure; lines that make no sense are passed over. */
export function readSamples(text: string, names: ReadonlySet<string>): Sample[] {
  return text.split('\n').flatMap((row): Sample[] => {
    const found = row.startsWith('#') ? null : line.exec(row)
    const name = found?.[1]
    if (!found || name === undefined || !names.has(name)) return []
    const value = Number(found[3]?.replace('+Inf', 'Infinity'))
    if (Number.isNaN(value)) return []
    const labels = Object.fromEntries(
      [...(found[2] ?? '').matchAll(label)].map(([, key = '', of = '']) => [key, of.replace(/\\(.)/g, '$1')]),
    )
    return [{ name, labels, value }]
  })
}

/** Upper end of a bucket and how many values lie at or below it, ascending; the last end is Infinity. */
export type Buckets = readonly { readonly upTo: number; readonly count: number }[]

/**
 * The value that a share `q` stays at or below, within its bucket as if evenly spread (as Prometheus' `histogram_quantile`). What lies
 * beyond the last finite end is put there; null: nothing was counted.
 */
export function bucketQuantile(buckets: Buckets, q: number): number | null {
  const total = buckets.at(-1)?.count ?? 0
  if (total === 0) return null
  const rank = q * total
  const at = buckets.findIndex(({ count }) => count >= rank)
  const bucket = buckets[at]
  if (!bucket) return null
  const from = at === 0 ? 0 : buckets[at - 1]!.upTo
  if (!Number.isFinite(bucket.upTo)) return from
  const before = at === 0 ? 0 : buckets[at - 1]!.count
  const inside = bucket.count - before
  return inside === 0 ? bucket.upTo : from + ((bucket.upTo - from) * (rank - before)) / inside
}

export interface RouteLatency {
  /** `POST /v1/recommendations` */
  readonly route: string
  readonly requests: number
  /** answered with 503: there was no time for them */
  readonly refused: number
  /** answered with any other 5xx */
  readonly failures: number
  readonly medianMs: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
}

const histogram = 'maitre_http_request_duration_seconds'
const degraded = 'maitre_recommendations_degraded_total'
const budget = 'maitre_recommendation_budget_total'
/** What this page reads of all metrics. */
export const neededSamples: ReadonlySet<string> = new Set([`${histogram}_bucket`, degraded, budget])

/** Latency of each route since the start, the busiest first. */
export function routeLatencies(samples: readonly Sample[]): RouteLatency[] {
  const byRoute = new Map<string, Sample[]>()
  for (const sample of samples) {
    if (sample.name !== `${histogram}_bucket`) continue
    const route = sample.labels['route'] ?? ''
    byRoute.set(route, [...(byRoute.get(route) ?? []), sample])
  }
  return [...byRoute]
    .map(([route, found]) => latencyOf(route, found))
    .sort((a, b) => b.requests - a.requests || (a.route < b.route ? -1 : 1))
}

/** All answers of a route together, whatever their status. */
function latencyOf(route: string, found: readonly Sample[]): RouteLatency {
  const counts = new Map<number, number>()
  let [refused, failures] = [0, 0]
  for (const { labels, value } of found) {
    const upTo = labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le'])
    counts.set(upTo, (counts.get(upTo) ?? 0) + value)
    if (upTo !== Number.POSITIVE_INFINITY) continue
    if (labels['status'] === '503') refused += value
    else if (labels['status']?.startsWith('5')) failures += value
  }
  const buckets = [...counts].map(([upTo, count]) => ({ upTo, count })).sort((a, b) => a.upTo - b.upTo)
  const ms = (q: number) => {
    const seconds = bucketQuantile(buckets, q)
    return seconds === null ? null : seconds * 1000
  }
  const requests = buckets.at(-1)?.count ?? 0
  return { route, requests, refused, failures, medianMs: ms(0.5), p95Ms: ms(0.95), p99Ms: ms(0.99) }
}

/** How many recommendations had to do without something, by what. */
export const degradedCounts = (samples: readonly Sample[]): { reason: string; count: number }[] =>
  samples
    .filter(({ name, value }) => name === degraded && value > 0)
    .map(({ labels, value }) => ({ reason: labels['reason'] ?? '', count: value }))
    .sort((a, b) => b.count - a.count)

export interface BudgetHits {
  readonly profile: string
  readonly kept: number
  readonly missed: number
}

/** Recommendations inside and outside of their latency budget by profile, the busiest first. */
export function budgetHits(samples: readonly Sample[]): BudgetHits[] {
  const found = samples.filter(({ name }) => name === budget)
  const profiles = [...new Set(found.map(({ labels }) => labels['profile'] ?? ''))]
  const countOf = (profile: string, outcome: string) =>
    found.find(({ labels }) => labels['profile'] === profile && labels['outcome'] === outcome)?.value ?? 0
  return profiles
    .map((profile) => ({ profile, kept: countOf(profile, 'kept'), missed: countOf(profile, 'missed') }))
    .sort((a, b) => b.kept + b.missed - a.kept - a.missed || (a.profile < b.profile ? -1 : 1))
}
