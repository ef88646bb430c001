import type { QuarantinedRow } from '../../../client/index.ts'
import { useQuery } from '../../api/use-query.ts'
import { formatInstant, formatValue } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty, QueryView } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import type { HealthState, SetHealth } from './health-state.ts'
import './health.css'

interface Props {
  readonly state: HealthState
  readonly set: SetHealth
}

const pageSize = 50
const days = 30

/** Rows that imports could not use: how many by source and reason, and each with what is wrong with it. */
export function QuarantineView({ state: { source, cursor }, set }: Props) {
  const quality = useQuery('GET /v1/admin/data-quality', { query: { days } })
  const rows = useQuery('GET /v1/admin/data-quality/quarantine', {
    query: { limit: pageSize, ...(source ? { source } : {}), ...(cursor ? { cursor } : {}) },
  })
  const reasons = quality.data?.quarantine.bySource ?? []
  const sources = [...new Set([...reasons.map((reason) => reason.source), ...(source ? [source] : [])])]
  return (
    <div className="stack">
      <QueryView query={quality}>
        {({ quarantine }) => (
          <Panel title="Why" hint={`${formatValue(quarantine.count, 'count')} rows were put aside in all.`}>
            {quarantine.bySource.length === 0 ? (
              <Empty title="No row was put aside">Imports could use all that they read.</Empty>
            ) : (
              <Table
                caption="Quarantined rows by source and reason"
                rows={quarantine.bySource}
                keyOf={(row) => `${row.source}/${row.reason}`}
                columns={[
                  { key: 'reason', head: 'Reason', cell: ({ reason }) => reason },
                  { key: 'source', head: 'Source', cell: (row) => <code>{row.source}</code> },
                  {
                    key: 'count',
                    head: 'Rows',
                    kind: 'number',
                    cell: ({ count }) => formatValue(count, 'count'),
                  },
                ]}
              />
            )}
          </Panel>
        )}
      </QueryView>
      <Panel
        title="Rows"
        actions={
          sources.length > 0 && (
            <Select
              label={<span className="visually-hidden">Source</span>}
              value={source}
              onChange={(chosen) => set({ source: chosen, cursor: '' }, 'push')}
              options={[
                { value: '', label: 'every source' },
                ...sources.map((value) => ({ value, label: value })),
              ]}
            />
          )
        }
      >
        <QueryView query={rows}>
          {({ items, nextCursor }) =>
            items.length === 0 ? (
              <Empty title="No row is here" />
            ) : (
              <div className="stack">
                <Rows rows={items} />
                <div className="row">
                  {cursor !== '' && (
                    <Button onClick={() => set({ cursor: '' }, 'push')}>To the newest</Button>
                  )}
                  {nextCursor !== null && (
                    <Button onClick={() => set({ cursor: nextCursor }, 'push')}>Earlier</Button>
                  )}
                </div>
              </div>
            )
          }
        </QueryView>
      </Panel>
    </div>
  )
}

const Rows = ({ rows }: { rows: readonly QuarantinedRow[] }) => (
  <Table
    caption="Quarantined rows, the newest first"
    rows={rows}
    keyOf={({ id }) => id}
    rowHead="where"
    columns={[
      { key: 'where', head: 'Where', cell: ({ file, line }) => `${file}, line ${line}` },
      { key: 'reason', head: 'Reason', cell: ({ reason }) => reason },
      {
        key: 'raw',
        head: 'As it was read',
        cell: ({ raw }) => <pre className="small health-raw">{raw}</pre>,
      },
      { key: 'source', head: 'Source', cell: ({ source }) => <code>{source}</code> },
      {
        key: 'at',
        head: 'When',
        cell: ({ at }) => (
          <time dateTime={at} className="nowrap">
            {formatInstant(at)}
          </time>
        ),
      },
    ]}
  />
)
