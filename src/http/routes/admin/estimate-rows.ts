import type { TargetReport } from '../../../analysis/off-policy/estimate-target.ts'
import type { Estimate } from '../../../analysis/off-policy/estimators.ts'
import { prefixed, type Row } from './tabular.ts'

/**
 * A row for what the lists brought that were shown (kind `logged`), for how far logs carry each assumption, and why not if they do
 * not (`support`), and for each estimate (`estimate`).
 */
export function estimateRows({ logged, assumed }: TargetReport): Row[] {
  return [
    ...Object.entries(logged).flatMap(([outcome, estimate]): Row[] =>
      estimate ? [{ kind: 'logged', outcome, ...figures(estimate) }] : [],
    ),
    ...assumed.flatMap(({ assumption, support, refusal, estimates }): Row[] => [
      {
        kind: 'support',
        assumption,
        ...prefixed('support', { ...support }),
        ...prefixed('support.meanWeightRange', { ...support.meanWeightRange }),
        ...prefixed('refusal', { ...refusal }),
      },
      ...estimates.map(
        ({ outcome, estimator, estimate }): Row => ({
          kind: 'estimate',
          assumption,
          outcome,
          estimator,
          ...figures(estimate),
        }),
      ),
    ]),
  ]
}

const figures = ({ value, normal, bootstrap, clippingBias }: Estimate): Row => ({
  value,
  ...prefixed('normal', { ...normal }),
  ...prefixed('bootstrap', { ...bootstrap }),
  clippingBias,
})
