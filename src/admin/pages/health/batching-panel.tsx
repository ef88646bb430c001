import { useMemo } from 'react'
import type { Batching, BatchSize } from '../../../client/index.ts'
import { Scatter } from '../../charts/scatter.tsx'
import { formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'

const sizeOf = ({ fewest, most }: BatchSize) => (fewest === most ? `${fewest}` : `${fewest}–${most}`)

/** What looking up several users at once costs in time and brings in throughput, as measured in this process. */
export function BatchingPanel({ of }: { of: Batching }) {
  const { lookUps, statements, waiting, cachedUsers } = of
  const points = useMemo(
    () =>
      lookUps.map((size) => ({
        id: sizeOf(size),
        label: sizeOf(size),
        x: size.itemsPerSecond,
        y: size.p95Ms,
        colour: 'var(--series-1)',
        isMarked: true,
      })),
    [lookUps],
  )
  return (
    <Panel
      title={<Measure name="batching" />}
      hint={`${formatValue(statements, 'count')} statements since the start, ${formatValue(waiting, 'count')} guests wait for one, ${formatValue(cachedUsers, 'count')} are known and need none.`}
    >
      {lookUps.length === 0 ? (
        <Empty title="Nothing was looked up yet">It fills as recommendations are asked for.</Empty>
      ) : (
        <div className="stack">
          {points.length > 1 && (
            <Scatter
              title="Latency against throughput, by guests in a statement"
              points={points}
              x={{ label: 'Guests per second', unit: 'count' }}
              y={{ label: 'p95 of a statement', unit: 'ms' }}
              height={280}
            />
          )}
          <Table
            caption="Look-ups by how many guests they carry"
            rows={lookUps}
            keyOf={sizeOf}
            columns={[
              { key: 'size', head: 'Guests in a statement', cell: sizeOf },
              {
                key: 'batches',
                head: 'Statements',
                kind: 'number',
                cell: ({ batches }) => formatValue(batches, 'count'),
              },
              { key: 'mean', head: 'Mean', kind: 'number', cell: ({ meanMs }) => formatValue(meanMs, 'ms') },
              { key: 'p95', head: 'p95', kind: 'number', cell: ({ p95Ms }) => formatValue(p95Ms, 'ms') },
              {
                key: 'throughput',
                head: 'Guests per second',
                kind: 'number',
                cell: ({ itemsPerSecond }) => formatValue(itemsPerSecond, 'count'),
              },
            ]}
          />
        </div>
      )}
    </Panel>
  )
}
