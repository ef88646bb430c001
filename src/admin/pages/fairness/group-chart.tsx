import * as Plot from '@observablehq/plot'
import { type ReactNode, useCallback } from 'react'
import { tickFormat } from '../../charts/axis.ts'
import { Chart } from '../../charts/plot.tsx'
import { formatInterval, type Interval, type Unit } from '../../text/format.ts'

export interface ChartSeries {
  readonly name: string
  /** a CSS colour */
  readonly colour: string
  /** parallel to the names; null: not known */
  readonly values: readonly (Interval | null)[]
}

export interface ChartReference {
  readonly name: string
  /** told apart by its form, not by a colour */
  readonly symbol: 'square' | 'triangle' | 'times'
  /** parallel to the names */
  readonly values: readonly number[]
}

interface Props {
  readonly title: string
  /** of the groups, one a row */
  readonly names: readonly string[]
  readonly series: readonly ChartSeries[]
  readonly references?: readonly ChartReference[]
  readonly unit: Unit
  /** `ratio`: as far above 1 as below, with a line at 1 */
  readonly scale: 'share' | 'ratio'
  readonly alternative: ReactNode
}

/** The sides of a comparison: by form too, for who does not see the colours. */
export const seriesSymbols = ['circle', 'diamond'] as const

interface Point {
  readonly name: string
  readonly value: Interval
  readonly words: string
}

/** Smaller ratios than this are drawn here: there is no end to a scale of ratios. */
const leastRatio = 0.1

const none: readonly ChartReference[] = []

/** Groups in rows: a dot with its interval for each side, and what they are held against. All arrays must stay the same until they change. */
export function GroupChart({ title, names, series, references = none, unit, scale, alternative }: Props) {
  const draw = useCallback(
    (width: number): Plot.PlotOptions => {
      const rowHeight = series.length > 1 ? 34 : 26
      const clip = (value: number) => (scale === 'ratio' ? Math.max(leastRatio, value) : value)
      const pointsOf = ({ name: side, values }: ChartSeries): Point[] =>
        names.flatMap((name, n) => {
          const value = values[n]
          return value ? [{ name, value, words: `${name}, ${side}\n${formatInterval(value, unit)}` }] : []
        })
      return {
        height: names.length * rowHeight + 38,
        marginLeft: Math.min(160, width * 0.32),
        marginRight: 16,
        marginTop: 6,
        x:
          scale === 'ratio'
            ? { type: 'log', base: 2, label: null, grid: true, ticks: 5, tickFormat: (x: number) => `${x}` }
            : {
                label: null,
                grid: true,
                ticks: Math.max(3, Math.floor(width / 110)),
                tickFormat: tickFormat(unit),
              },
        y: { type: 'point', padding: 0.6, label: null, domain: [...names], tickSize: 0 },
        marks: [
          Plot.ruleX([scale === 'ratio' ? 1 : 0], { stroke: 'var(--line-strong)' }),
          ...references.map(({ symbol, values }) =>
            Plot.dot(names, {
              x: values,
              y: names,
              r: 4,
              symbol,
              stroke: 'var(--ink-soft)',
              strokeWidth: 1.5,
            }),
          ),
          ...series.flatMap((one, index) => {
            const points = pointsOf(one)
            const dy = series.length > 1 ? (index === 0 ? -6 : 6) : 0
            return [
              Plot.ruleY(points, {
                x1: ({ value }: Point) => clip(value.low ?? value.mean),
                x2: ({ value }: Point) => clip(value.high ?? value.mean),
                y: 'name',
                dy,
                stroke: one.colour,
                strokeWidth: 3,
                strokeOpacity: 0.45,
                strokeLinecap: 'round',
              }),
              Plot.dot(points, {
                x: ({ value }: Point) => clip(value.mean),
                y: 'name',
                dy,
                r: 4.5,
                symbol: seriesSymbols[index] ?? 'circle',
                fill: one.colour,
                stroke: 'var(--surface)',
              }),
              Plot.tip(
                points,
                Plot.pointer({ x: ({ value }: Point) => clip(value.mean), y: 'name', title: 'words', dy }),
              ),
            ]
          }),
        ],
      }
    },
    [names, series, references, unit, scale],
  )
  return <Chart title={title} isTitled draw={draw} alternative={alternative} />
}
