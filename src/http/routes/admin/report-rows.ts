import type { ComparisonReport } from '../../../analysis/compare.ts'
import type { SampleReport } from '../../../analysis/compare-sample.ts'
import type { ShiftReport } from '../../../analysis/shift.ts'
import type { SampledVariant } from '../../../analysis/shift-sample.ts'
import { totalKeys } from '../../../analysis/totals.ts'
import type { Interval } from '../../../numeric/bootstrap.ts'
import type { FrontierReport, SolveReport } from '../../../serving/objective-analyses.ts'
import type { SampledShift } from '../../../serving/shift-analyses.ts'
import { prefixed, type Row } from './tabular.ts'

/** A row for each place of each side's list (kind `item`), each total of each side (`total`), and each agreement of two (`agreement`). */
export function comparisonRows({ sides, pairs }: ComparisonReport): Row[] {
  return [
    ...sides.flatMap(itemRows),
    ...sides.flatMap(totalRows),
    ...pairs.flatMap(({ a, b, agreement }) => {
      const measures = Object.entries(agreement).filter(([key]) => key !== 'k')
      return measures.map(
        ([measure, value]): Row => ({ kind: 'agreement', side: a, with: b, measure, value }),
      )
    }),
  ]
}

function itemRows({ name, profile, modelVersion, plan, items }: ComparisonReport['sides'][number]): Row[] {
  return items.map((item) => ({
    kind: 'item',
    side: name,
    profile: profile?.key ?? null,
    revision: profile?.revision ?? null,
    modelVersion,
    plan: `${plan.name}@${plan.candidates}`,
    rank: item.rank,
    restaurantId: item.restaurant.id,
    restaurantName: item.restaurant.name,
    score: item.score,
    propensity: item.propensity,
    probability: item.probability,
    spend: item.spend,
    distanceKm: item.distanceKm,
    ...Object.assign({}, ...Object.entries(item.objectives).map(([key, terms]) => prefixed(key, terms))),
  }))
}

function totalRows({ name, totals, change }: ComparisonReport['sides'][number]): Row[] {
  const { undiscounted, ...discounted } = totals
  return [
    ...totalKeys.map(
      (measure): Row => ({
        kind: 'total',
        side: name,
        measure,
        value: discounted[measure],
        change: change[measure],
      }),
    ),
    ...Object.entries(undiscounted).map(
      ([measure, value]): Row => ({ kind: 'total', side: name, measure: `undiscounted.${measure}`, value }),
    ),
  ]
}

type Figures = Readonly<Record<string, Readonly<Record<string, Interval | null>>>>

/** A row for each figure of totals, change and agreement. */
const figureRows = (of: Row, figures: Figures): Row[] =>
  Object.entries(figures).flatMap(([kind, measures]) =>
    Object.entries(measures).map(([measure, interval]) => ({ ...of, kind, measure, ...bounds(interval) })),
  )

const bounds = (interval: Interval | null) => ({
  mean: interval?.mean ?? null,
  low: interval?.low ?? null,
  high: interval?.high ?? null,
})

/** A row for each figure of each side. */
export function sampleRows({ sides }: SampleReport): Row[] {
  return sides.flatMap(({ name, totals, change, agreement }) =>
    figureRows({ side: name }, { totals, change, agreement }),
  )
}

/** A row for each list: every objective left out, and every point of the sweeps. */
export function shiftRows({ leftOut, sweeps }: ShiftReport): Row[] {
  type Variant = ShiftReport['sweeps'][number]['points'][number]
  const row = (kind: string, objective: string, share: number, variant: Omit<Variant, 'share'>): Row => ({
    kind,
    objective,
    share,
    plan: `${variant.plan.name}@${variant.plan.candidates}`,
    list: variant.list.join(';'),
    guardrailShare: variant.guardrailShare,
    ...prefixed('weights', variant.weights),
    ...prefixed('totals', { ...variant.totals, undiscounted: undefined }),
    ...prefixed('change', variant.change),
    ...prefixed('agreement', { ...variant.agreement }),
  })
  return [
    ...leftOut.flatMap(({ objective, result }) => (result ? [row('left-out', objective, 0, result)] : [])),
    ...sweeps.flatMap(({ objective, points }) =>
      points.map((point) => row('sweep', objective, point.share, point)),
    ),
  ]
}

/** A row for each figure of each list, for each change of plan, and for each price. */
export function sampledShiftRows({ baseline, leftOut, sweeps, prices }: SampledShift): Row[] {
  const figuresOf = ({ totals, change, agreement }: SampledVariant) => ({ totals, change, agreement })
  const swept = sweeps.flatMap(({ objective, points, switches }) => [
    ...points.flatMap((point) =>
      figureRows({ list: 'sweep', objective, share: point.share }, figuresOf(point)),
    ),
    ...switches.map(({ from, to, requests, share }) => ({
      list: 'sweep',
      objective,
      share: null,
      kind: 'switch',
      measure: 'share',
      ...bounds(share),
      from: `${from.name}@${from.candidates}`,
      to: `${to.name}@${to.candidates}`,
      requests,
    })),
  ])
  return [
    ...figureRows({ list: 'baseline', objective: null, share: null }, { ...baseline }),
    ...leftOut.flatMap(({ objective, result }) =>
      result ? figureRows({ list: 'left-out', objective, share: 0 }, figuresOf(result)) : [],
    ),
    ...swept,
    ...prices.flatMap(({ objective, ...price }) =>
      Object.entries(price).map(([measure, mean]) => ({
        list: null,
        objective,
        kind: 'price',
        measure,
        mean,
      })),
    ),
  ]
}

/** A row for each point, and the last for where the profile stands. */
export function frontierRows({ points, current, profile }: FrontierReport): Row[] {
  const row = (kind: string, name: string | null, point: FrontierReport['points'][number]): Row => ({
    kind,
    profile: name,
    ...prefixed('totals', point.totals),
    ...prefixed('weights', point.weights),
  })
  return [...points.map((point) => row('point', null, point)), row('current', profile, current)]
}

/** A row for each measure of the prediction, and for each guardrail. */
export function solveRows({ predicted, bounds, status, maximise, value, bound, gap }: SolveReport): Row[] {
  const measures = Object.entries(predicted?.measures ?? {}).map(([measure, { live, proposed, change }]) => ({
    kind: 'predicted',
    measure,
    ...prefixed('live', { ...live }),
    ...prefixed('proposed', { ...proposed }),
    ...prefixed('change', { ...change }),
  }))
  return [
    { kind: 'solution', measure: maximise, status, reached: value, bound, gap },
    ...bounds.map((each) => ({ kind: 'guardrail', ...each })),
    ...measures,
  ]
}
