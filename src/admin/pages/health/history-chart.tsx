import * as Plot from '@observablehq/plot'
import { useCallback } from 'react'
import { tickFormat } from '../../charts/axis.ts'
import { Chart } from '../../charts/plot.tsx'
import { formatValue, type Unit } from '../../text/format.ts'
import { Table } from '../../ui/table.tsx'
import type { HistoryPoint } from './drift-words.ts'

interface Props {
  readonly title: string
  /** oldest first; must stay the same array until it changes */
  readonly points: readonly HistoryPoint[]
  readonly unit: Unit
}

const dateOf = ({ day }: HistoryPoint) => new Date(day)

/** A figure by day with what it must not pass. */
export function HistoryChart({ title, points, unit }: Props) {
  const draw = useCallback(
    (width: number): Plot.PlotOptions => ({
      height: 220,
      marginLeft: 52,
      x: { type: 'utc', label: null, ticks: Math.max(2, Math.floor(width / 90)) },
      y: { label: null, zero: true, nice: true, grid: true, tickFormat: tickFormat(unit) },
      marks: [
        Plot.lineY(
          points.filter(({ threshold }) => threshold !== null),
          { x: dateOf, y: 'threshold', stroke: 'var(--line-strong)', strokeDasharray: '4 4' },
        ),
        Plot.lineY(points, { x: dateOf, y: 'value', stroke: 'var(--series-1)', strokeWidth: 2 }),
        Plot.dot(points, { x: dateOf, y: 'value', r: 3, fill: 'var(--series-1)' }),
        Plot.tip(
          points,
          Plot.pointerX({
            x: dateOf,
            y: 'value',
            title: ({ day, value, threshold }: HistoryPoint) =>
              `${day}\n${formatValue(value, unit)}${threshold === null ? '' : `\nthreshold ${formatValue(threshold, unit)}`}`,
          }),
        ),
      ],
    }),
    [points, unit],
  )
  return (
    <Chart
      title={title}
      isTitled
      draw={draw}
      alternative={
        <Table
          caption={title}
          rows={points}
          keyOf={({ day }) => day}
          columns={[
            { key: 'day', head: 'Day', cell: ({ day }) => day },
            { key: 'value', head: 'Value', kind: 'number', cell: ({ value }) => formatValue(value, unit) },
            {
              key: 'threshold',
              head: 'Threshold',
              kind: 'number',
              cell: ({ threshold }) => formatValue(threshold, unit),
            },
          ]}
        />
      }
    />
  )
}
