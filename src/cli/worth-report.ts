import type { SideWorth, WorthKey, WorthReport } from '../jobs/worth/measure-worth.ts'
import type { Interval } from '../numeric/bootstrap.ts'
import { figure, withInterval } from './compare-report.ts'
import { renderTable } from './table.ts'

export interface WorthText {
  /** what it was measured on, one sentence */
  readonly about: string
  /** of an hour of one processor's work, in money */
  readonly cpuHourPrice: number
}

type Column = readonly [key: WorthKey, head: string]
const truths: readonly Column[] = [
  ['trueOrders', 'orders'],
  ['trueRevenue', 'fee'],
  ['trueMargin', 'margin'],
  ['trueNdcg', 'NDCG@10'],
]
const replays: readonly Column[] = [
  ['caughtOrders', 'orders caught'],
  ['caughtRevenue', 'their fee'],
  ['caughtMargin', 'their margin'],
  ['ndcg', 'NDCG@10'],
]
const msPerHour = 3_600_000
/** Of 1,000 the cost has too many zeros to be read. */
const thousands = 1000

/** First the answer in words, then what each way to serve brings over no model, then what it brings and takes. */
export function renderWorth(report: WorthReport, { about, cpuHourPrice }: WorthText): string {
  const { recommendations, users, sides } = report
  const isTrue = Boolean(sides[0]?.figures.trueOrders)
  const cost = (interval: Interval | null) => scaled(interval, (thousands * cpuHourPrice) / msPerHour)
  const table = (columns: readonly Column[], of: readonly SideWorth[]) =>
    renderTable(
      ['served by', 'plan', ...columns.map(([, head]) => head)],
      of.map(({ name, plan, figures }) => [
        name,
        `${plan.name}@${plan.candidates}`,
        ...columns.map(([key]) => withInterval(figures[key])),
      ]),
    )
  return [
    ...answer(sides, isTrue ? truths : replays, cost),
    '',
    `${about} Learnt from the earlier orders; ${recommendations} later ones of ${users} users are replayed.`,
    '',
    `Per 1,000 recommendations against ${sides[0]?.name}, request by request:`,
    renderTable(
      ['served by', ...(isTrue ? truths : replays).map(([, head]) => head), 'cost of a million'],
      sides
        .slice(1)
        .map(({ name, change }) => [
          name,
          ...(isTrue ? truths : replays).map(([key]) => signed(change?.[key] ?? null)),
          signed(cost(change?.cpuMs ?? null)),
        ]),
    ),
    '',
    ...(isTrue
      ? [
          'Expected per 1,000 recommendations under the truth of the city, all orders of the moment counted:',
          table(truths, sides),
          '',
        ]
      : []),
    'Of 1,000 orders that were then made, so many stood on the list:',
    table(replays, sides),
    '',
    'What it takes: of ranking 1,000 lists; the wait of a list; the share of places that change when a new model version becomes the latest:',
    renderTable(
      ['served by', 'CPU, ms', 'cost of a million', 'wait, min', 'changed places'],
      sides.map(({ name, figures }) => [
        name,
        withInterval(figures.cpuMs),
        figure(cost(figures.cpuMs)?.mean ?? null),
        withInterval(figures.waitMinutes),
        withInterval(figures.changedPlaces),
      ]),
    ),
    `Means with 95 % intervals (bootstrap over users). Cost: CPU time of ranking at ${cpuHourPrice} an hour, HTTP and database apart.` +
      ' Profiles are served with the plan that the planner takes on a busy process.',
    '',
  ].join('\n')
}

function answer(
  sides: readonly SideWorth[],
  [orders, revenue, margin, ndcg]: readonly Column[],
  cost: (interval: Interval | null) => Interval | null,
): string[] {
  const full = sides.find(({ name }) => name === 'plan full')
  const profiles = sides.filter(({ name }) => name !== sides[0]?.name && !name.startsWith('plan '))
  if (!full?.change || profiles.length === 0) return []
  const most = ([key]: Column) =>
    profiles.reduce((a, b) => ((b.figures[key]?.mean ?? 0) > (a.figures[key]?.mean ?? 0) ? b : a))
  const of = ({ change }: SideWorth, [key]: Column) =>
    `${signed(change?.[key] ?? null)}${doubt(change?.[key])}`
  const [rich, dear] = [most(margin!), most(revenue!)]
  return [
    `What ML is worth, per 1,000 recommendations against none: ${of(full, orders!)} ${orders![1]}, ${of(full, revenue!)} fee and ` +
      `${of(full, margin!)} margin with the full plan; computing a million of them costs ${signed(cost(full.change.cpuMs))}.`,
    `Most margin: ${rich.name} (${of(rich, margin!)}). Most fee: ${dear.name} (${of(dear, revenue!)}). ` +
      `Most accurate: ${most(ndcg!).name} (NDCG@10 ${withInterval(most(ndcg!).figures[ndcg![0]])}).`,
  ]
}

/** Of a difference that could be none. */
const doubt = (interval: Interval | null | undefined) =>
  interval && interval.low !== null && interval.high !== null && interval.low <= 0 && interval.high >= 0
    ? ' (no more than chance)'
    : ''

function scaled(interval: Interval | null, factor: number): Interval | null {
  if (!interval) return null
  const { mean, low, high } = interval
  const of = (value: number | null) => (value === null ? null : factor * value)
  return { mean: factor * mean, low: of(low), high: of(high) }
}

function signed(interval: Interval | null): string {
  if (!interval) return '–'
  const text = (value: number) => `${value < 0 ? '−' : '+'}${figure(Math.abs(value))}`
  const { mean, low, high } = interval
  return low === null || high === null ? text(mean) : `${text(mean)} [${text(low)}, ${text(high)}]`
}
