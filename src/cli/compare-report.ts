import type { ComparisonReport } from '../analysis/compare.ts'
import type { TotalKey } from '../analysis/totals.ts'
import type { Interval } from '../numeric/bootstrap.ts'
import type { SampledComparison } from '../serving/analyses.ts'
import { renderTable } from './table.ts'

const totals = [
  'orders',
  'revenue',
  'margin',
  'waitMinutes',
  'discovery',
  'predictedMs',
] as const satisfies TotalKey[]
const totalHeads = ['orders', 'revenue', 'margin', 'wait, min', 'discovery', 'p95, ms']

/** One request: what each side's list is worth, and who stands where. */
export function renderComparison({ k, sides, restaurants }: ComparisonReport): string {
  const first = sides[0]
  if (!first) return 'Nothing to compare.'
  const values = sides.map(({ name, plan, totals: own }) => [
    name,
    `${plan.name}@${plan.candidates}`,
    ...totals.map((key) => figure(own[key])),
  ])
  const places = restaurants.map(({ restaurant, ranks }) => [
    restaurant.name ?? restaurant.id,
    ...ranks.map((rank) => rank ?? '–'),
  ])
  return [
    renderTable(['profile', 'plan', ...totalHeads], values),
    meaning,
    '',
    renderTable(['restaurant', ...sides.map(({ name }) => name)], places),
    `Places in each list; – : not in it. Top ${k} agreement and contributions: --json.`,
  ].join('\n')
}

/** A sample: means with intervals, then the paired differences to the first side. */
export function renderSample(report: SampledComparison): string {
  const { k, sides, requests, users, empty, source } = report
  const first = sides[0]
  if (!first) return 'Nothing to compare.'
  if (requests === 0) return 'There is no past request to compare on.'
  const means = sides.map((side) => [
    side.name,
    ...totals.map((key) => withInterval(side.totals[key])),
    withInterval(side.agreement.overlap),
    withInterval(side.agreement.rbo),
  ])
  const changes = sides
    .slice(1)
    .map((side) => [side.name, ...totals.map((key) => inPercent(side.change[key], first.totals[key]))])
  const of = source === 'log' ? 'past recommendations' : 'moments just before past orders'
  return [
    `${requests} ${of} of ${users} users${empty > 0 ? `, ${empty} without a list` : ''}; means a request with 95 % intervals over users`,
    '',
    renderTable(['profile', ...totalHeads, `overlap@${k}`, 'RBO'], means),
    `${meaning} Overlap and rank-biased overlap are with the list of ${first.name}.`,
    ...(changes.length > 0 ? ['', `Against ${first.name}, request by request:`] : []),
    ...(changes.length > 0 ? [renderTable(['profile', ...totalHeads], changes)] : []),
  ].join('\n')
}

const meaning =
  'Expected figures of a list, a place counted by 1 / log2(1 + rank); all lists are judged by one model at full depth.'

export function figure(value: number | null): string {
  if (value === null) return '–'
  return value === 0 || Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

export function withInterval(interval: Interval | null): string {
  if (!interval) return '–'
  const { mean, low, high } = interval
  return low === null || high === null ? figure(mean) : `${figure(mean)} [${figure(low)}, ${figure(high)}]`
}

function inPercent(change: Interval | null, base: Interval | null): string {
  if (!change || !base || base.mean === 0) return '–'
  const percent = (value: number | null) =>
    value === null ? '–' : `${value >= 0 ? '+' : '−'}${Math.abs((100 * value) / base.mean).toFixed(1)}`
  const [low, high] = base.mean < 0 ? [change.high, change.low] : [change.low, change.high]
  return `${percent(change.mean)} % [${percent(low)}, ${percent(high)}]`
}
