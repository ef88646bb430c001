import * as Plot from '@observablehq/plot'
import { useCallback } from 'react'
import type { DriftCheck } from '../../../client/index.ts'
import { tickFormat } from '../../charts/axis.ts'
import { Chart } from '../../charts/plot.tsx'
import { formatValue } from '../../text/format.ts'
import { Table } from '../../ui/table.tsx'

type Cell = DriftCheck['cells'][number]

const rowHeight = 24

/** The shares of each cell now (filled) and in the reference (hollow). */
export function CellsChart({ check: { title, cells } }: { check: DriftCheck }) {
  const draw = useCallback(
    (width: number): Plot.PlotOptions => ({
      height: cells.length * rowHeight + 38,
      marginLeft: Math.min(130, width * 0.32),
      marginTop: 6,
      x: {
        label: null,
        zero: true,
        nice: true,
        grid: true,
        ticks: Math.max(3, Math.floor(width / 100)),
        tickFormat: tickFormat('share'),
      },
      y: { type: 'point', padding: 0.6, label: null, domain: cells.map(({ label }) => label), tickSize: 0 },
      marks: [
        Plot.ruleY(cells, {
          x1: 'reference',
          x2: 'window',
          y: 'label',
          stroke: 'var(--line-strong)',
          strokeWidth: 1.5,
        }),
        Plot.dot(cells, {
          x: 'reference',
          y: 'label',
          r: 4.5,
          symbol: 'square',
          stroke: 'var(--ink-soft)',
          fill: 'var(--surface)',
        }),
        Plot.dot(cells, {
          x: 'window',
          y: 'label',
          r: 4.5,
          fill: 'var(--series-1)',
          stroke: 'var(--surface)',
        }),
        Plot.tip(
          cells,
          Plot.pointerY({
            x: 'window',
            y: 'label',
            title: ({ label, reference, window }: Cell) =>
              `${label}\nnow ${formatValue(window, 'probability')}\nthen ${formatValue(reference, 'probability')}`,
          }),
        ),
      ],
    }),
    [cells],
  )
  return (
    <Chart
      title={`${title}: ● now, □ in the reference`}
      isTitled
      draw={draw}
      alternative={
        <Table
          caption={title}
          rows={cells}
          keyOf={({ label }) => label}
          columns={[
            { key: 'label', head: 'Cell', cell: ({ label }) => label },
            {
              key: 'now',
              head: 'Now',
              kind: 'number',
              cell: ({ window }) => formatValue(window, 'probability'),
            },
            {
              key: 'then',
              head: 'In the reference',
              kind: 'number',
              cell: ({ reference }) => formatValue(reference, 'probability'),
            },
          ]}
        />
      }
    />
  )
}
