import type { CityOptions } from '../../seed/options.ts'
import type { WorthKey, WorthReport } from '../jobs/worth/measure-worth.ts'
import type { Interval } from '../numeric/bootstrap.ts'
import { renderTable } from './table.ts'

const truths: readonly [WorthKey, string][] = [
  ['trueOrders', 'orders'],
  ['trueRevenue', 'fee'],
  ['trueMargin', 'margin'],
  ['trueNdcg', 'NDCG@10'],
]
const replays: readonly [WorthKey, string][] = [
  ['caughtOrders', 'orders caught'],
  ['caughtRevenue', 'their fee'],
  ['caughtMargin', 'their margin'],
  ['ndcg', 'NDCG@10'],
]
const msPerHour = 3_600_000

/** Three tables: what is expected under the truth, what was caught of orders that were made, what it takes. */
export function renderWorth(
  report: WorthReport & { readonly city: CityOptions },
  cpuHourPrice: number | null,
): string {
  const { city, recommendations, users, sides } = report
  const table = (columns: readonly [WorthKey, string][]) =>
    renderTable(
      ['served by', 'plan', ...columns.map(([, head]) => head)],
      sides.map(({ name, plan, figures }) => [
        name,
        `${plan.name}@${plan.candidates}`,
        ...columns.map(([key]) => shown(figures[key])),
      ]),
    )
  return [
    `Porto Claro, seed ${city.seed}: ${city.restaurants} restaurants, ${city.users} users, ${city.days} days.` +
      ` Learnt from its earlier orders; ${recommendations} later ones of ${users} users are replayed.`,
    '',
    'Expected per 1,000 recommendations under the truth of the city, all orders of the moment counted:',
    table(truths),
    '',
    'Of the orders that were then made, so many stood on the list (per 1,000):',
    table(replays),
    '',
    'What it takes: milliseconds of ranking per 1,000, and the share of places that change when a new model version becomes the latest:',
    renderTable(
      ['served by', 'work, ms', ...(cpuHourPrice === null ? [] : ['cost']), 'changed places'],
      sides.map(({ name, figures }) => [
        name,
        shown(figures.workMs),
        ...(cpuHourPrice === null ? [] : [cost(figures.workMs, cpuHourPrice)]),
        shown(figures.changedPlaces),
      ]),
    ),
    'Means with 95 % intervals over users. Profiles are served with the plan that the planner takes on a busy process.',
    '',
  ].join('\n')
}

function shown(interval: Interval | null): string {
  if (!interval) return '–'
  const { mean, low, high } = interval
  return low === null || high === null ? figure(mean) : `${figure(mean)} [${figure(low)}, ${figure(high)}]`
}

const figure = (value: number): string =>
  value === 0 || Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)

const cost = (workMs: Interval | null, price: number): string =>
  workMs ? ((workMs.mean / msPerHour) * price).toPrecision(2) : '–'
