import * as Plot from '@observablehq/plot'
import { useCallback, useMemo } from 'react'
import { numberAt } from '../../api/read-unknown.ts'
import { tickFormat } from '../../charts/axis.ts'
import { Chart } from '../../charts/plot.tsx'
import { formatInterval, formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { type ReliabilityBin, reliabilityBins } from './model-figures.ts'

const mostWidth = 520

/** What it predicted against what was ordered, in ten parts of as many expected orders each. */
export function ReliabilityPanel({ metrics }: { metrics: unknown }) {
  const bins = useMemo(() => reliabilityBins(metrics), [metrics])
  const brier = numberAt(metrics, 'evaluation', 'reliability', 'brier')
  const baseline = numberAt(metrics, 'evaluation', 'reliability', 'baselineBrier')
  return (
    <Panel
      title={<Measure name="reliability" />}
      hint="Ten groups of predictions, from the least likely to the most; each holds a tenth of the orders that were expected."
    >
      {bins.length === 0 ? (
        <Empty title="It was not measured" />
      ) : (
        <div className="stack-tight">
          <ReliabilityChart bins={bins} />
          {brier !== null && baseline !== null && (
            <p className="small soft">
              <Measure name="brier" /> {brier.toExponential(2)}, of one and the same probability for every
              place {baseline.toExponential(2)}.
            </p>
          )}
        </div>
      )}
    </Panel>
  )
}

function ReliabilityChart({ bins }: { bins: readonly ReliabilityBin[] }) {
  const draw = useCallback(
    (width: number): Plot.PlotOptions => {
      const most = Math.max(...bins.map(({ predicted, observed }) => Math.max(predicted, observed.high ?? 0)))
      // Most probabilities are small: the root gives them room.
      const scale = { type: 'sqrt', domain: [0, most], tickFormat: tickFormat('share'), grid: true } as const
      return {
        width: Math.min(width, mostWidth),
        height: 340,
        marginLeft: 56,
        marginBottom: 40,
        x: { ...scale, label: 'Predicted' },
        y: { ...scale, label: 'Ordered' },
        marks: [
          Plot.line(
            [
              [0, 0],
              [most, most],
            ],
            { stroke: 'var(--line-strong)', strokeDasharray: '4 4' },
          ),
          Plot.ruleX(bins, {
            x: 'predicted',
            y1: ({ observed }: ReliabilityBin) => observed.low ?? observed.mean,
            y2: ({ observed }: ReliabilityBin) => observed.high ?? observed.mean,
            stroke: 'var(--series-1)',
            strokeWidth: 3,
            strokeOpacity: 0.45,
            strokeLinecap: 'round',
          }),
          Plot.dot(bins, {
            x: 'predicted',
            y: ({ observed }: ReliabilityBin) => observed.mean,
            r: 4.5,
            fill: 'var(--series-1)',
            stroke: 'var(--surface)',
          }),
          Plot.tip(
            bins,
            Plot.pointer({
              x: 'predicted',
              y: ({ observed }: ReliabilityBin) => observed.mean,
              title: ({ predictions, predicted, observed }: ReliabilityBin) =>
                `Predicted ${formatValue(predicted, 'probability')}\nOrdered ${formatInterval(observed, 'probability')}\n${formatValue(predictions, 'count')} predictions`,
            }),
          ),
        ],
      }
    },
    [bins],
  )
  return (
    <Chart
      title="Share that was ordered against what was predicted, with 95 % intervals; on the dashed line, both are the same"
      isTitled
      draw={draw}
      alternative={
        <Table
          caption="Reliability"
          rows={bins}
          keyOf={(_, index) => String(index)}
          columns={[
            {
              key: 'predicted',
              head: 'Predicted',
              kind: 'number',
              cell: ({ predicted }) => formatValue(predicted, 'probability'),
            },
            {
              key: 'observed',
              head: 'Ordered',
              kind: 'number',
              cell: ({ observed }) => formatInterval(observed, 'probability'),
            },
            {
              key: 'predictions',
              head: 'Predictions',
              kind: 'number',
              cell: ({ predictions }) => formatValue(predictions, 'count'),
            },
          ]}
        />
      }
    />
  )
}
