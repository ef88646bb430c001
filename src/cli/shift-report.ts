import type { ShiftReport } from '../analysis/shift.ts'
import type { SampledVariant } from '../analysis/shift-sample.ts'
import type { TotalKey } from '../analysis/totals.ts'
import type { Interval } from '../numeric/bootstrap.ts'
import type { SampledShift } from '../serving/shift-analyses.ts'
import { figure } from './compare-report.ts'
import { renderTable } from './table.ts'

const totals = ['orders', 'revenue', 'margin', 'waitMinutes', 'predictedMs'] as const satisfies TotalKey[]
const totalHeads = ['orders', 'revenue', 'margin', 'wait, min', 'p95, ms']

/** One list taken apart: each objective left out, and its weight swept. */
export function renderShift(report: ShiftReport): string {
  const { baseline, leftOut, sweeps, k } = report
  if (baseline.items.length === 0) return 'No restaurant can be shown here: none is open and in reach.'
  const { plan } = baseline
  const without = leftOut.map(({ objective, share, result }) => [
    objective,
    percent(share),
    ...totals.map((key) => (result ? change(result.change[key]) : '–')),
    result ? percent(result.agreement.overlap) : '–',
    result ? result.agreement.kendallTau.toFixed(2) : '–',
    result ? moveInWords(result.moves) : 'nothing else has weight',
  ])
  const swept = sweeps.map(({ objective, share, points }) => [
    objective,
    percent(share),
    ...points.map(({ agreement }) => agreement.rbo.toFixed(2)),
  ])
  const shares = (sweeps[0]?.points ?? []).map(({ share }) => `at ${percent(share)}`)
  const switches = sweeps.flatMap((sweep) => sweep.switches)
  return [
    `${baseline.items.length} restaurants by ${plan.name}@${plan.candidates}; each objective left out in turn, and what that changes:`,
    '',
    renderTable(['without', 'weight', ...totalHeads, `overlap@${k}`, 'τ', 'the farthest move'], without),
    '',
    'Each weight from 0 to 1, the others keeping their ratios: how alike the list stays (rank-biased overlap, 1: the same):',
    '',
    renderTable(['weight on', 'now', ...shares], swept),
    ...switches.map(
      ({ share, from, to }) =>
        `At ${percent(share)} on latency the plan changes from ${from.name}@${from.candidates} to ${to.name}@${to.candidates}.`,
    ),
  ].join('\n')
}

/** A sample: what leaving an objective out changes, with intervals, then how alike the lists stay, and what each objective costs. */
export function renderSampledShift(report: SampledShift): string {
  const { requests, empty, users, source, profile, baseline, leftOut, sweeps, prices, k } = report
  if (requests === empty) return 'There is no past request with a list to take apart.'
  const of = source === 'log' ? 'past recommendations' : 'moments just before past orders'
  const rows = (cells: (variant: SampledVariant) => string[]) =>
    leftOut.map(({ objective, share, result }) => [
      objective,
      percent(share),
      ...(result ? cells(result) : ['nothing left', '', '']),
    ])
  const worth = (['orders', 'revenue', 'margin'] as const).map((key) => ({ key, base: baseline.totals[key] }))
  const shares = (sweeps[0]?.points ?? []).map(({ share }) => `at ${percent(share)}`)
  return [
    `${requests} ${of} of ${users} users${empty > 0 ? `, ${empty} without a list` : ''}, under ${profile}.`,
    'Each objective left out, and what that changes; 95 % intervals over users:',
    '',
    renderTable(
      ['without', 'weight', 'orders, %', 'revenue, %', 'margin, %'],
      rows(({ change }) => worth.map(({ key, base }) => inPercent(change[key], base))),
    ),
    '',
    renderTable(
      ['without', 'weight', 'wait, min', 'p95, ms', `overlap@${k}, %`],
      rows(({ change, agreement }) => [
        signed(change.waitMinutes, 1),
        signed(change.predictedMs, 1),
        scaled(agreement.overlap, 100, 0),
      ]),
    ),
    '',
    'Each weight from 0 to 1, the others keeping their ratios: how alike the lists',
    'stay on average (rank-biased overlap, 1: the same; totals, intervals: --json):',
    '',
    renderTable(
      ['weight on', 'now', ...shares],
      sweeps.map(({ objective, share, points }) => [
        objective,
        percent(share),
        ...points.map(({ agreement }) => agreement.rbo?.mean.toFixed(2) ?? '–'),
      ]),
    ),
    ...sweeps
      .flatMap((sweep) => sweep.switches)
      .map(
        ({ from, to, requests: changed, share }) =>
          `In ${changed} requests ${from.name}@${from.candidates} becomes ${to.name}@${to.candidates} at ${scaled(share, 100, 1)} % on latency.`,
      ),
    '',
    'What one per cent more of an objective (less of waiting) costs, at these weights:',
    '',
    renderTable(
      ['1 % more of', 'is now', 'costs orders', 'of all, %', 'NDCG@10'],
      prices.map(({ objective, total, byStep, share, ndcg }) => [
        objective,
        figure(total),
        byStep === null ? 'not to be had' : figure(byStep),
        share === null ? '–' : figure(100 * share),
        figure(ndcg),
      ]),
    ),
  ].join('\n')
}

/** A change as a share of what it changes. */
const inPercent = (change: Interval | null, base: Interval | null): string =>
  base && base.mean > 0 ? signed(change, 1, 100 / base.mean) : '–'

const scaled = (interval: Interval | null, factor: number, digits: number): string =>
  shown(interval, (value) => (factor * value).toFixed(digits))

const signed = (interval: Interval | null, digits: number, factor = 1): string =>
  shown(interval, (value) => {
    const text = Math.abs(factor * value).toFixed(digits)
    return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`
  })

/** One figure where the interval, to these digits, is no wider. */
function shown(interval: Interval | null, text: (value: number) => string): string {
  if (!interval) return '–'
  const { mean, low, high } = interval
  const [at, from, to] = [text(mean), text(low ?? mean), text(high ?? mean)]
  return from === at && to === at ? at : `${at} [${from}, ${to}]`
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

const change = (value: number | null): string =>
  value === null || value === 0 ? figure(value) : `${value > 0 ? '+' : '−'}${figure(Math.abs(value))}`

type Moves = NonNullable<ShiftReport['leftOut'][number]['result']>['moves']

/** The move over most places; entering or leaving counts as one place past the end. */
function moveInWords(moves: Moves): string {
  const end = Math.max(0, ...moves.flatMap(({ before, after }) => [before ?? 0, after ?? 0])) + 1
  const far = ({ before, after }: Moves[number]) => Math.abs((before ?? end) - (after ?? end))
  const farthest = moves.reduce<Moves[number] | null>(
    (best, move) => (best === null || far(move) > far(best) ? move : best),
    null,
  )
  if (!farthest) return 'none'
  const { restaurant, before, after } = farthest
  return `${restaurant.name ?? restaurant.id}: ${before ?? 'out'} → ${after ?? 'out'}`
}
