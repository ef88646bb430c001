import * as Plot from '@observablehq/plot'
import { useCallback } from 'react'
import { formatInterval, type Interval, type Unit } from '../text/format.ts'
import { Table } from '../ui/table.tsx'
import { tickFormat } from './axis.ts'
import { Chart } from './plot.tsx'

export interface IntervalRow {
  readonly name: string
  /** a CSS colour */
  readonly colour: string
  readonly value: Interval
}

interface Props {
  readonly title: string
  /** must stay the same array until it changes */
  readonly rows: readonly IntervalRow[]
  readonly unit: Unit
  /** differences: zero is drawn, and figures carry their signs */
  readonly isChange?: boolean
  /** what a row is, at the head of the table below the chart */
  readonly rowHead?: string
}

const rowHeight = 26

/** Less than this to either side of 0 is no difference that anybody would call one. */
const least: Partial<Record<Unit, number>> = { ms: 1, minutes: 0.1, orders: 0.001, money: 0.001 }

/** The scale of all rows; of differences, 0 and a little to either side of it too. */
function domainOf(rows: readonly IntervalRow[], unit: Unit, isChange: boolean): [number, number] {
  const lows = rows.map(({ value }) => value.low ?? value.mean)
  const highs = rows.map(({ value }) => value.high ?? value.mean)
  const around = isChange ? [-(least[unit] ?? 0), least[unit] ?? 0] : []
  return [Math.min(...lows, ...around), Math.max(...highs, ...around)]
}

/** A mean with its 95 % interval a row, on one scale. */
export function IntervalDots({ title, rows, unit, isChange = false, rowHead = 'Side' }: Props) {
  const draw = useCallback(
    (width: number): Plot.PlotOptions => ({
      height: rows.length * rowHeight + 34,
      marginLeft: marginOf(width),
      marginTop: 6,
      x: {
        label: null,
        ticks: Math.max(2, Math.floor((width - marginOf(width)) / 80)),
        nice: true,
        tickFormat: tickFormat(unit),
        domain: domainOf(rows, unit, isChange),
      },
      y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0, tickFormat: shorten },
      marks: [
        ...(isChange ? [Plot.ruleX([0], { stroke: 'var(--line-strong)' })] : []),
        Plot.ruleY(rows, {
          x1: ({ value }: IntervalRow) => value.low ?? value.mean,
          x2: ({ value }: IntervalRow) => value.high ?? value.mean,
          y: 'name',
          stroke: 'colour',
          strokeWidth: 3,
          strokeLinecap: 'round',
          strokeOpacity: 0.45,
        }),
        Plot.dot(rows, {
          x: ({ value }: IntervalRow) => value.mean,
          y: 'name',
          r: 4.5,
          fill: 'colour',
          stroke: 'var(--surface)',
        }),
        Plot.tip(
          rows,
          Plot.pointerY({
            x: ({ value }: IntervalRow) => value.mean,
            y: 'name',
            title: ({ name, value }: IntervalRow) => `${name}\n${formatInterval(value, unit, isChange)}`,
          }),
        ),
      ],
    }),
    [rows, unit, isChange],
  )
  return (
    <Chart
      title={title}
      draw={draw}
      isTitled
      alternative={
        <Table
          caption={title}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { key: 'name', head: rowHead, cell: ({ name }) => name },
            {
              key: 'value',
              head: 'Mean and 95 % interval',
              kind: 'number',
              cell: ({ value }) => formatInterval(value, unit, isChange),
            },
          ]}
        />
      }
    />
  )
}

/** For the names of the rows. */
const marginOf = (width: number) => Math.min(150, width * 0.4)

const longest = 20
const shorten = (name: string) => (name.length <= longest ? name : `${name.slice(0, longest - 1)}…`)
