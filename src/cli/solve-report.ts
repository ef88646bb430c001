import { objectiveKeys } from '../profiles/schema.ts'
import type { FrontierReport, SolveReport } from '../serving/objective-analyses.ts'
import { figure, withInterval } from './compare-report.ts'
import { renderTable } from './table.ts'

const measureWords = {
  orders: 'orders',
  revenue: 'revenue',
  margin: 'margin',
  waitMinutes: 'wait, min',
  discovery: 'discovery',
  newPlaces: 'new places, share',
  ndcg: 'NDCG@10',
  predictedMs: 'p95, ms',
} as const

/** What was found, what it costs, and what it is predicted to do. */
export function renderSolution(report: SolveReport): string {
  const { fitted, heldOut, source, profile } = report
  const of = source === 'log' ? 'past recommendations' : 'moments just before past orders'
  const bounds = report.bounds.map((bound, n) => [
    bound.measure,
    figure(bound.asked),
    figure(bound.reached),
    figure(bound.best),
    bound.isBinding ? 'binds' : 'is loose',
    figure(bound.pricePerPercent),
    report.checks[n]
      ? `${figure(report.checks[n].reached)} ${report.checks[n].isKept ? 'kept' : 'missed'}`
      : '–',
  ])
  return [
    `${fitted} ${of} to fit on, ${heldOut} of other users to predict on; against ${profile}`,
    headline(report),
    ...(bounds.length > 0
      ? ['', renderTable(['keeps', 'asked', 'reached', 'best', '', 'price of 1 %', 'held out'], bounds)]
      : []),
    ...latencyLine(report),
    ...weightsAndPrediction(report),
  ].join('\n')
}

function headline({ status, maximise, value, bound, gap, infeasibility, latency }: SolveReport): string {
  if (latency && latency.plan === null)
    return `Infeasible: the fastest plan that the profile allows takes ${figure(latency.predictedMs)} ms, not ${latency.maxP95Ms}.`
  if (infeasibility) {
    const { conflict, violated, asked, attainable } = infeasibility
    const rest = conflict.filter((measure) => measure !== violated)
    const beside = rest.length > 0 ? ` beside ${rest.join(', ')}` : ''
    return `Infeasible: ${violated} of ${figure(asked)} is not to be had${beside}; at best ${figure(attainable)}.`
  }
  if (status === 'no-single-profile')
    return `No single profile keeps the bounds, only a mixture, which would reach ${figure(bound)}; take a larger sample.`
  return `${maximise}: ${figure(value)}; no lists within the bounds pass ${figure(bound)} (gap ${(100 * (gap ?? 0)).toFixed(2)} %)`
}

function latencyLine({ latency }: SolveReport): string[] {
  if (!latency?.plan) return []
  const { name, candidates } = latency.plan
  return [
    `p95 within ${latency.maxP95Ms} ms: plan ${name}@${candidates}, predicted ${figure(latency.predictedMs)} ms`,
  ]
}

function weightsAndPrediction({ settings, predicted, newPlacesFloor, maximise }: SolveReport): string[] {
  if (!settings) return []
  const weights = objectiveKeys.map((key) => `${key} ${settings.weights[key].toPrecision(3)}`).join(', ')
  const rows = predicted
    ? Object.entries(predicted.measures).flatMap(([key, { live, proposed, change }]) =>
        proposed
          ? [
              [
                measureWords[key as keyof typeof measureWords],
                withInterval(live),
                withInterval(proposed),
                withInterval(change),
              ],
            ]
          : [],
      )
    : []
  const floor = newPlacesFloor
    ? [
        `New places get ${(100 * newPlacesFloor.minShare).toFixed(1)} % of each list's exposure: ${maximise} ${figure(newPlacesFloor.value)} (gap ${(100 * newPlacesFloor.gap).toFixed(2)} %)`,
      ]
    : []
  return [
    ...floor,
    `Weights: ${weights}; the settings, ready for a draft: --json`,
    ...(rows.length > 0
      ? [
          '',
          `Predicted on ${predicted!.requests} held-out requests of ${predicted!.users} users, with 95 % intervals:`,
        ]
      : []),
    ...(rows.length > 0 ? [renderTable(['', 'now', 'proposed', 'change'], rows)] : []),
  ]
}

/** The frontier's points, most of the first objective first, and what one per cent more costs where the profile stands. */
export function renderFrontier({
  objectives,
  points,
  current,
  prices,
  requests,
  ...report
}: FrontierReport): string {
  const share = (value: number | undefined) => (100 * (value ?? 0)).toFixed(1)
  const rows = [
    ...points.map(({ weights, totals }) => [
      '',
      ...objectives.map((key) => figure(totals[key] ?? null)),
      ...objectives.map((key) => share(weights[key])),
    ]),
    [
      report.profile,
      ...objectives.map((key) => figure(current.totals[key])),
      ...objectives.map((key) => share(current.weights[key])),
    ],
  ]
  const head = ['', ...objectives, ...objectives.map((key) => `w ${key}, %`)]
  return [
    `${requests} requests; hypervolume ${report.hypervolume.toFixed(3)} of what the best of each would span`,
    '',
    renderTable(head, rows),
    '',
    'One per cent more (of wait: less) at the profile’s weights costs, in expected orders:',
    renderTable(
      ['', 'by slope', 'by solving again', 'share, %', 'NDCG@10'],
      prices.map(({ objective, byMultiplier, byStep, share: part, ndcg }) => [
        objective,
        figure(byMultiplier),
        figure(byStep),
        part === null ? '–' : (100 * part).toFixed(2),
        figure(ndcg),
      ]),
    ),
  ].join('\n')
}
