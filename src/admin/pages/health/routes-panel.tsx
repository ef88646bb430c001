import { useMemo } from 'react'
import { degradedInWords } from '../../text/degraded.ts'
import { formatValue } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { type BudgetHits, budgetHits, degradedCounts, routeLatencies, type Sample } from './metrics-text.ts'

const shown = 15

/** Latency percentiles of each route, and what recommendations had to do without. */
export function RoutesPanel({ samples }: { samples: readonly Sample[] }) {
  const routes = useMemo(() => routeLatencies(samples), [samples])
  const hits = useMemo(() => budgetHits(samples), [samples])
  const without = useMemo(() => degradedCounts(samples), [samples])
  return (
    <div className="stack">
      {hits.length > 0 && <BudgetPanel hits={hits} />}
      {without.length > 0 && (
        <Panel title="Answers that had to do without" hint="Since the process started.">
          <Table
            caption="Degraded recommendations"
            rows={without}
            keyOf={({ reason }) => reason}
            columns={[
              { key: 'reason', head: 'What was missing', cell: ({ reason }) => degradedInWords(reason) },
              {
                key: 'count',
                head: 'Recommendations',
                kind: 'number',
                cell: ({ count }) => formatValue(count, 'count'),
              },
            ]}
          />
        </Panel>
      )}
      <Panel
        title="Latency by route"
        hint={`Since the process started, from the request line to the end of the answer; the ${shown} busiest. Percentiles come from the buckets of the metrics.`}
      >
        {routes.length === 0 ? (
          <Empty title="Nothing was asked yet" />
        ) : (
          <Table
            caption="Latency of each route"
            rows={routes.slice(0, shown)}
            keyOf={({ route }) => route}
            columns={[
              { key: 'route', head: 'Route', cell: ({ route }) => <code>{route}</code> },
              {
                key: 'requests',
                head: 'Requests',
                kind: 'number',
                cell: ({ requests }) => formatValue(requests, 'count'),
              },
              {
                key: 'refused',
                head: 'Refused (503)',
                kind: 'number',
                cell: ({ refused }) => formatValue(refused, 'count'),
              },
              {
                key: 'failures',
                head: 'Failed',
                kind: 'number',
                cell: ({ failures }) => formatValue(failures, 'count'),
              },
              {
                key: 'median',
                head: 'Median',
                kind: 'number',
                cell: ({ medianMs }) => formatValue(medianMs, 'ms'),
              },
              { key: 'p95', head: 'p95', kind: 'number', cell: ({ p95Ms }) => formatValue(p95Ms, 'ms') },
              { key: 'p99', head: 'p99', kind: 'number', cell: ({ p99Ms }) => formatValue(p99Ms, 'ms') },
            ]}
          />
        )}
      </Panel>
    </div>
  )
}

const BudgetPanel = ({ hits }: { hits: readonly BudgetHits[] }) => (
  <Panel title="Budget by profile" hint="Since the process started.">
    <Table
      caption="Recommendations inside and outside of their budget"
      rows={hits}
      keyOf={({ profile }) => profile}
      columns={[
        { key: 'profile', head: 'Profile', cell: ({ profile }) => profile },
        { key: 'kept', head: 'Kept', kind: 'number', cell: ({ kept }) => formatValue(kept, 'count') },
        { key: 'missed', head: 'Missed', kind: 'number', cell: ({ missed }) => formatValue(missed, 'count') },
        {
          key: 'share',
          head: <Measure name="withinBudget" />,
          kind: 'number',
          cell: ({ kept, missed }) => formatValue(kept / (kept + missed), 'share'),
        },
      ]}
    />
  </Panel>
)
