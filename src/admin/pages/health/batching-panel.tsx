import { useMemo } from 'react'
import type { Batching, BatchSize } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Scatter, type ScatterPoint } from '../../charts/scatter.tsx'
import { formatAgo, formatValue } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Swatch } from '../../ui/inputs.tsx'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { useNow } from '../../ui/use-now.ts'

const sizeOf = ({ fewest, most }: BatchSize) => (fewest === most ? `${fewest}` : `${fewest}–${most}`)

const colours = { met: 'var(--series-2)', measured: 'var(--series-1)' } as const

/** What looking up several users at once costs in time and brings in throughput, as measured in this process. */
export function BatchingPanel({ of }: { of: Batching }) {
  const { lookUps, measured, statements, waiting, cachedUsers } = of
  const points = useMemo(
    () => [
      ...pointsOf(measured?.sizes ?? [], 'measured'),
      // One alone says nothing of how size and time go together.
      ...(lookUps.length > 1 || measured ? pointsOf(lookUps, 'met') : []),
    ],
    [lookUps, measured],
  )
  return (
    <Panel
      title={<Measure name="batching" />}
      actions={<MeasureNow />}
      hint={`${formatValue(statements, 'count')} statements since the start, ${formatValue(waiting, 'count')} guests wait for one, ${formatValue(cachedUsers, 'count')} are known and need none.`}
    >
      {points.length === 0 && lookUps.length === 0 ? (
        <Empty title="Nothing was looked up yet">
          It fills as recommendations are asked for, or is measured when an administrator says so.
        </Empty>
      ) : (
        <div className="stack">
          {measured && <Measured of={measured} />}
          {points.length > 1 && (
            <Scatter
              title="Latency against throughput, by guests in a statement"
              points={points}
              x={{ label: 'Guests per second', unit: 'count' }}
              y={{ label: 'A statement, on average', unit: 'ms' }}
              isJoined
              areNamed
              height={280}
            />
          )}
          {measured && <Sizes caption="As measured, by guests in a statement" sizes={measured.sizes} />}
          {lookUps.length > 0 && <Sizes caption="Look-ups by how many guests they carry" sizes={lookUps} />}
        </div>
      )}
    </Panel>
  )
}

const pointsOf = (sizes: readonly BatchSize[], kind: keyof typeof colours): ScatterPoint[] =>
  sizes.map((size) => ({
    id: `${kind}/${sizeOf(size)}`,
    label: sizeOf(size),
    x: size.itemsPerSecond,
    y: size.meanMs,
    colour: colours[kind],
    isMarked: kind === 'met',
  }))

/** Which colour is which, and how far the measurement can be trusted. */
function Measured({ of: { at, users, isComplete } }: { of: NonNullable<Batching['measured']> }) {
  const nowMs = useNow()
  return (
    <p className="small">
      <Swatch colour={colours.measured} />
      Measured {formatAgo(at, nowMs)} with 1, 2, 4, … of {formatValue(users, 'count')} guests in a statement
      {!isComplete && ', cut short by guests who asked for a list'}. <Swatch colour={colours.met} />
      As it was met with since the start.
    </p>
  )
}

/** Measures for two seconds; not offered to who may not. */
function MeasureNow() {
  const { can } = useSession()
  const measure = useAction('POST /v1/admin/batching/measurements', {
    done: ({ isComplete }) =>
      isComplete ? 'Batching is measured.' : 'Somebody asked for a list, so that it was measured in part.',
    invalidates: ['GET /v1/admin/batching'],
  })
  if (!can('POST /v1/admin/batching/measurements')) return null
  return (
    <Button isBusy={measure.isRunning} onClick={() => void measure.run({})}>
      Measure now
    </Button>
  )
}

const Sizes = ({ caption, sizes }: { caption: string; sizes: readonly BatchSize[] }) => (
  <div className="stack-tight">
    <h3>{caption}</h3>
    <Table
      caption={caption}
      rows={sizes}
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
)
