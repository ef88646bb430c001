import * as Plot from '@observablehq/plot'
import { useCallback } from 'react'
import { formatInterval, formatValue, type Interval, type Unit } from '../text/format.ts'
import { Table } from '../ui/table.tsx'
import { tickFormat } from './axis.ts'
import { Chart } from './plot.tsx'

export interface LinePoint {
  readonly x: number
  readonly y: Interval
}

export interface LineSeries {
  readonly name: string
  /** a CSS colour */
  readonly colour: string
  readonly points: readonly LinePoint[]
}

interface Props {
  readonly title: string
  readonly series: readonly LineSeries[]
  readonly x: { readonly label: string; readonly unit: Unit }
  /** `isChange`: differences, whose zero is drawn and whose figures carry their signs */
  readonly y: { readonly label: string; readonly unit: Unit; readonly isChange?: boolean }
  /** vertical lines, such as where a plan changes */
  readonly marks?: readonly { readonly x: number; readonly label: string }[]
  readonly height?: number
  readonly isTitled?: boolean
}

/** Lines with their 95 % bands. `series` and `marks` must stay the same objects until they change. */
export function IntervalLine({ title, series, x, y, marks = none, height = 240, isTitled = true }: Props) {
  const { isChange = false } = y
  const draw = useCallback(
    (width: number): Plot.PlotOptions => {
      const rows = series.flatMap(({ name, colour, points }) =>
        points.map((point) => ({ name, colour, x: point.x, ...point.y })),
      )
      // Neighbours have their words in two lines, since they may lie close.
      const sorted = [...marks].sort((a, b) => a.x - b.x)
      return {
        width,
        height,
        marginLeft: 64,
        marginBottom: 42,
        // Marks have their words between the label of the axis and the lines.
        marginTop: marks.length > 0 ? 48 : 22,
        x: { label: x.label, labelOffset: 38, tickFormat: tickFormat(x.unit) },
        y: {
          label: y.label,
          grid: true,
          nice: true,
          tickFormat: tickFormat(y.unit),
          ...(isChange && rows.every(({ mean, low, high }) => !mean && !low && !high)
            ? { domain: [-1, 1] }
            : {}),
        },
        marks: [
          ...(isChange ? [Plot.ruleY([0], { stroke: 'var(--line-strong)' })] : []),
          Plot.areaY(
            rows.filter(({ low, high }) => low !== null && high !== null),
            { x: 'x', y1: 'low', y2: 'high', z: 'name', fill: 'colour', fillOpacity: 0.15 },
          ),
          Plot.ruleX(marks, { x: 'x', stroke: 'var(--line-strong)', strokeDasharray: '3 3' }),
          ...[0, 1].map((line) =>
            Plot.text(
              sorted.filter((_, index) => index % 2 === line),
              {
                x: 'x',
                text: 'label',
                frameAnchor: 'top',
                dy: -8 - 13 * line,
                fill: 'var(--ink-soft)',
              },
            ),
          ),
          Plot.lineY(rows, { x: 'x', y: 'mean', z: 'name', stroke: 'colour', strokeWidth: 2 }),
          Plot.tip(
            rows,
            Plot.pointerX({
              x: 'x',
              y: 'mean',
              title: (row: (typeof rows)[number]) =>
                `${row.name}\n${x.label}: ${formatValue(row.x, x.unit)}\n${y.label}: ${formatInterval(row, y.unit, isChange)}`,
            }),
          ),
        ],
      }
    },
    [series, marks, height, x.label, x.unit, y.label, y.unit, isChange],
  )
  const rows = series.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })))
  return (
    <Chart
      title={title}
      draw={draw}
      isTitled={isTitled}
      alternative={
        <Table
          caption={title}
          rows={rows}
          keyOf={(row, index) => `${row.name}/${index}`}
          columns={[
            { key: 'name', head: 'Line', cell: (row) => row.name },
            { key: 'x', head: x.label, kind: 'number', cell: (row) => formatValue(row.x, x.unit) },
            {
              key: 'y',
              head: y.label,
              kind: 'number',
              cell: (row) => formatInterval(row.y, y.unit, isChange),
            },
          ]}
        />
      }
    />
  )
}

const none: readonly { readonly x: number; readonly label: string }[] = []
