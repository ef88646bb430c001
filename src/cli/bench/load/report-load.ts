import { renderTable } from '../../table.ts'
import type { LoadReport, LoadRow } from './run-load.ts'

export function loadAsText(report: LoadReport): string {
  const { machine, restaurants, budgetMs, seconds, capacityPerSecond, rows } = report
  return [
    `${machine.cpu}, ${machine.cores} cores shared with the load and the database, load average ${machine.loadAverage.toFixed(1)}, Node ${machine.node}; ${restaurants} restaurants`,
    `One process, one plan (full@1000), never idle: ${capacityPerSecond.toFixed(0)} answers/s (median; measured before each pair). Budget ${budgetMs} ms; ${report.process} arrivals, ${seconds} s each, times from when a request was due.`,
    '',
    'With the planner and admission control',
    table(rows.filter(({ planned }) => planned)),
    '',
    'One plan, nobody refused',
    table(rows.filter(({ planned }) => !planned)),
    '',
    'in budget: of those answered; of accepted: of all that were not refused, lost ones included. loop: how late timers fired. lag: the generator’s own.',
  ].join('\n')
}

function table(rows: readonly LoadRow[]): string {
  return renderTable(
    [
      'load',
      'offered/s',
      'answered/s',
      '503/s',
      'lost',
      'in budget',
      'of accepted',
      'p50',
      'p95',
      'p99 ms',
      '503 p99',
      'loop p99',
      'max ms',
      'lag p99',
      'plans',
    ],
    rows.map((row) => [
      row.load,
      row.offeredPerSecond.toFixed(0),
      row.answeredPerSecond.toFixed(0),
      row.refusedPerSecond.toFixed(0),
      row.lost,
      percent(row.withinBudget),
      percent(row.withinBudgetOfAccepted),
      ms(row.p50Ms),
      ms(row.p95Ms),
      ms(row.p99Ms),
      ms(row.refusalP99Ms),
      ms(row.eventLoopP99Ms),
      ms(row.eventLoopMaxMs),
      ms(row.lagP99Ms),
      mix(row.plans),
    ]),
  )
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const ms = (value: number | null) => (value === null ? '–' : value.toFixed(value < 10 ? 1 : 0))

/** The plans that made up at least 1 %. */
function mix(plans: Readonly<Record<string, number>>): string {
  const total = Object.values(plans).reduce((sum, answers) => sum + answers, 0)
  return Object.entries(plans)
    .filter(([, answers]) => answers >= total / 100)
    .map(([plan, answers]) => `${plan} ${((100 * answers) / total).toFixed(0)} %`)
    .join(', ')
}
