import * as Plot from '@observablehq/plot'
import { useCallback } from 'react'
import { formatValue, type Unit } from '../text/format.ts'
import { Button } from '../ui/button.tsx'
import { Table } from '../ui/table.tsx'
import { tickFormat } from './axis.ts'
import { Chart } from './plot.tsx'

export interface ScatterPoint {
  readonly id: string
  readonly label: string
  readonly x: number
  readonly y: number
  /** a CSS colour */
  readonly colour: string
  /** drawn larger, with its label beside it */
  readonly isMarked?: boolean
}

interface Axis {
  readonly label: string
  readonly unit: Unit
}

interface Props {
  readonly title: string
  readonly points: readonly ScatterPoint[]
  readonly x: Axis
  readonly y: Axis
  /** joins the points that are not marked, in their order */
  readonly isJoined?: boolean
  /** writes the labels of all points beside them, not only of those that are marked */
  readonly areNamed?: boolean
  /** told of the point that is picked, with the pointer or from the table below; absent: none can be */
  readonly onPick?: (id: string) => void
  readonly picked?: string | null
  readonly height?: number
}

/** Points that can be hovered and picked. `points` must stay the same array until it changes. */
export function Scatter({
  title,
  points,
  x,
  y,
  isJoined = false,
  areNamed = false,
  onPick,
  picked = null,
  height = 360,
}: Props) {
  const draw = useCallback(
    (width: number): Plot.PlotOptions => {
      const plain = points.filter(({ isMarked }) => !isMarked)
      const marked = points.filter(({ isMarked }) => isMarked)
      const chosen = points.filter(({ id }) => id === picked)
      const [low, high] = [Math.min(...points.map(xOf)), Math.max(...points.map(xOf))]
      /** Words at an edge run inwards. */
      const anchorOf = (at: number) => {
        const share = high > low ? (at - low) / (high - low) : 0.5
        return share < 0.2 ? 'start' : share > 0.8 ? 'end' : 'middle'
      }
      return {
        width,
        height,
        marginLeft: 64,
        marginRight: 40,
        marginBottom: 40,
        marginTop: 28,
        x: {
          label: x.label,
          grid: true,
          nice: true,
          tickFormat: tickFormat(x.unit),
        },
        y: {
          label: y.label,
          grid: true,
          nice: true,
          tickFormat: tickFormat(y.unit),
        },
        marks: [
          ...(isJoined ? [Plot.line(plain, { x: 'x', y: 'y', stroke: 'var(--line-strong)' })] : []),
          Plot.dot(plain, { x: 'x', y: 'y', r: 4.5, fill: 'colour', stroke: 'var(--surface)' }),
          ...(areNamed
            ? [Plot.text(plain, { x: 'x', y: 'y', text: 'label', dy: -12, fill: 'var(--ink-soft)' })]
            : []),
          Plot.dot(marked, {
            x: 'x',
            y: 'y',
            r: 7,
            symbol: 'diamond',
            fill: 'colour',
            stroke: 'var(--surface)',
          }),
          ...(['start', 'middle', 'end'] as const).map((textAnchor) =>
            Plot.text(
              marked.filter(({ x: at }) => anchorOf(at) === textAnchor),
              { x: 'x', y: 'y', text: 'label', dy: -14, fill: 'var(--ink)', fontWeight: 600, textAnchor },
            ),
          ),
          Plot.dot(chosen, { x: 'x', y: 'y', r: 10, stroke: 'var(--accent)', strokeWidth: 2.5 }),
          Plot.tip(
            points,
            Plot.pointer({
              x: 'x',
              y: 'y',
              title: (point: ScatterPoint) =>
                `${point.label}\n${x.label}: ${formatValue(point.x, x.unit)}\n${y.label}: ${formatValue(point.y, y.unit)}`,
            }),
          ),
        ],
      }
    },
    [points, picked, isJoined, areNamed, height, x.label, x.unit, y.label, y.unit],
  )
  return (
    <Chart
      title={title}
      draw={draw}
      isTitled
      {...(onPick ? { onPick: (datum: unknown) => isPoint(datum) && onPick(datum.id) } : {})}
      alternative={
        <Table
          caption={title}
          rows={points}
          keyOf={(point) => point.id}
          columns={[
            { key: 'label', head: 'Point', cell: ({ label }) => label },
            { key: 'x', head: x.label, kind: 'number', cell: (point) => formatValue(point.x, x.unit) },
            { key: 'y', head: y.label, kind: 'number', cell: (point) => formatValue(point.y, y.unit) },
            ...(onPick
              ? [
                  {
                    key: 'pick',
                    head: <span className="visually-hidden">Pick</span>,
                    cell: ({ id, label }: ScatterPoint) => (
                      <Button kind="quiet" aria-pressed={id === picked} onClick={() => onPick(id)}>
                        Pick <span className="visually-hidden">{label}</span>
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      }
    />
  )
}

const xOf = ({ x }: ScatterPoint) => x

const isPoint = (datum: unknown): datum is ScatterPoint =>
  typeof datum === 'object' && datum !== null && 'id' in datum
