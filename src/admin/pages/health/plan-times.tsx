import * as Plot from '@observablehq/plot'
import { useCallback } from 'react'
import type { PlannerState } from '../../../client/index.ts'
import { tickFormat } from '../../charts/axis.ts'
import { Chart } from '../../charts/plot.tsx'
import { formatValue } from '../../text/format.ts'
import { Table } from '../../ui/table.tsx'

type Plan = PlannerState['plans'][number]

const nameOf = ({ name, candidates }: Plan) => `${name}, ${candidates}`
const rowHeight = 28

/** Median and p95 of each plan as it was, and the p95 that was predicted. `plans` must stay the same array until it changes. */
export function PlanTimes({ plans }: { plans: readonly Plan[] }) {
  const draw = useCallback(
    (width: number): Plot.PlotOptions => ({
      height: plans.length * rowHeight + 38,
      marginLeft: Math.min(140, width * 0.32),
      marginTop: 6,
      x: { label: null, zero: true, nice: true, grid: true, tickFormat: tickFormat('ms') },
      y: { type: 'point', padding: 0.6, label: null, domain: plans.map(nameOf), tickSize: 0 },
      marks: [
        Plot.ruleY(plans, {
          x1: 'medianMs',
          x2: 'p95Ms',
          y: nameOf,
          stroke: 'var(--series-1)',
          strokeWidth: 3,
          strokeOpacity: 0.45,
        }),
        Plot.dot(plans, {
          x: 'medianMs',
          y: nameOf,
          r: 4,
          stroke: 'var(--series-1)',
          fill: 'var(--surface)',
        }),
        Plot.dot(plans, { x: 'p95Ms', y: nameOf, r: 4.5, fill: 'var(--series-1)', stroke: 'var(--surface)' }),
        Plot.dot(plans, {
          x: 'predictedP95Ms',
          y: nameOf,
          r: 5,
          symbol: 'diamond',
          stroke: 'var(--series-2)',
          strokeWidth: 2,
        }),
        Plot.tip(
          plans,
          Plot.pointerY({
            x: 'p95Ms',
            y: nameOf,
            title: (plan: Plan) =>
              `${nameOf(plan)} candidates\nmedian ${formatValue(plan.medianMs, 'ms')}\np95 ${formatValue(plan.p95Ms, 'ms')}\npredicted p95 ${formatValue(plan.predictedP95Ms, 'ms')}`,
          }),
        ),
      ],
    }),
    [plans],
  )
  return (
    <Chart
      title="Time of each plan: ○ median, ● p95, ◇ the p95 that was predicted"
      isTitled
      draw={draw}
      alternative={
        <Table
          caption="Time of each plan"
          rows={plans}
          keyOf={nameOf}
          columns={[
            { key: 'plan', head: 'Plan', cell: nameOf },
            {
              key: 'median',
              head: 'Median',
              kind: 'number',
              cell: ({ medianMs }) => formatValue(medianMs, 'ms'),
            },
            { key: 'p95', head: 'p95', kind: 'number', cell: ({ p95Ms }) => formatValue(p95Ms, 'ms') },
            {
              key: 'predicted',
              head: 'Predicted p95',
              kind: 'number',
              cell: ({ predictedP95Ms }) => formatValue(predictedP95Ms, 'ms'),
            },
          ]}
        />
      }
    />
  )
}
