import type { ShiftReport } from '../analysis/shift.ts'
import type { TotalKey } from '../analysis/totals.ts'
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
