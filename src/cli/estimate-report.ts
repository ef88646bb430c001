import type { Estimate } from '../analysis/off-policy/estimators.ts'
import { outcomes } from '../analysis/off-policy/logged-list.ts'
import type { ProfileEstimate } from '../serving/estimate-profile.ts'
import { renderTable } from './table.ts'

/** Estimates beside what was logged, or why there are none. */
export function estimateReport(report: ProfileEstimate): string {
  const { target, temperature, lists, users, reproduced, skipped, logged, assumed } = report
  const rows = assumed.flatMap(({ assumption, support, estimates }) =>
    [...new Set(estimates.map(({ estimator }) => estimator))].map((estimator) => [
      assumption,
      estimator,
      support.effectiveLists.toFixed(0),
      ...outcomes.map((outcome) =>
        shown(estimates.find((own) => own.outcome === outcome && own.estimator === estimator)?.estimate),
      ),
    ]),
  )
  const refused = assumed.flatMap(({ assumption, refusal }) =>
    refusal ? [`${assumption}: no answer. ${refusal.reason} ${refusal.remedy}`] : [],
  )
  return [
    `${target} at temperature ${temperature}, from ${lists} lists of ${users} users` +
      ` (${Math.round(100 * reproduced)} % can be ranked again as logged${skipped > 0 ? `, ${skipped} left out` : ''})`,
    '',
    renderTable(
      ['assumption', 'estimator', 'effective lists', ...outcomes],
      [['as logged', '', lists, ...outcomes.map((outcome) => shown(logged[outcome]))], ...rows],
    ),
    'A list’s worth with 95 % intervals over users (bootstrap).',
    ...(refused.length > 0 ? ['', ...refused] : []),
  ].join('\n')
}

function shown(estimate: Estimate | null | undefined): string {
  if (!estimate) return '–'
  const { value, bootstrap } = estimate
  const figure = (of: number) => (of === 0 ? '0' : of.toPrecision(3))
  return bootstrap ? `${figure(value)} [${figure(bootstrap.low)}, ${figure(bootstrap.high)}]` : figure(value)
}
