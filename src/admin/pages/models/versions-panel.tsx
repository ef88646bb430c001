import { useMemo } from 'react'
import type { Model, ModelChannel, ModelList } from '../../../client/index.ts'
import { intervalAt } from '../../api/read-unknown.ts'
import { IntervalDots } from '../../charts/interval-dots.tsx'
import { Link } from '../../router/link.tsx'
import { formatAgo, formatDay, formatInstant } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useNow } from '../../ui/use-now.ts'
import { IntervalValue } from '../../ui/value.tsx'
import { Promote } from './promote.tsx'

const drawn = 12

/** Every version: whether it is served, what it learnt from, how good it was. */
export function VersionsPanel({ list: { items, channels } }: { list: ModelList }) {
  const gains = useMemo(
    () =>
      items.slice(0, drawn).flatMap((model) => {
        const value = intervalAt(model.metrics, 'evaluation', 'gain', 'all')
        return value ? [{ name: shortOf(model.version), colour: colourOf(model, channels), value }] : []
      }),
    [items, channels],
  )
  if (items.length === 0) {
    return (
      <Panel title="Versions">
        <Empty title="No version yet">Train a model: each that is trained stands here.</Empty>
      </Panel>
    )
  }
  return (
    <div className="stack">
      <Panel
        title="Versions"
        hint={
          <>
            Measured on the <Measure name="laterOrders">later orders</Measure> of its own time, so that
            versions are told apart by what they gain over the same baseline there.
          </>
        }
      >
        <Versions items={items} channels={channels} />
      </Panel>
      {gains.length > 1 && (
        <Panel>
          <IntervalDots
            title="NDCG@10 over decayed frequency, with 95 % intervals; what is served in colour"
            rows={gains}
            unit="index"
            isChange
            rowHead="Version"
          />
        </Panel>
      )}
    </div>
  )
}

/** `2026-11-24T1214Z-97e5513d` → `11-24 1214Z 97e5` */
const shortOf = (version: string) => version.replace(/^\d{4}-(\d\d-\d\d)T(\d{4}Z)-(.{4}).*$/, '$1 $2 $3')

const colourOf = ({ version }: Model, channels: readonly ModelChannel[]) =>
  channels.some((state) => state.version === version) ? 'var(--series-1)' : 'var(--line-strong)'

const statusKinds = { candidate: 'plain', accepted: 'plain', rejected: 'bad' } as const

function Versions({ items, channels }: Pick<ModelList, 'items' | 'channels'>) {
  const nowMs = useNow()
  return (
    <Table
      caption="Versions, the newest first"
      rows={items}
      keyOf={({ version }) => version}
      columns={[
        {
          key: 'version',
          head: 'Version',
          cell: ({ version, createdAt }) => (
            <>
              <span className="nowrap">
                <Link to="models" query={{ version }}>
                  {version}
                </Link>
              </span>
              <div className="small soft nowrap">
                <time dateTime={createdAt} title={formatInstant(createdAt)}>
                  {formatAgo(createdAt, nowMs)}
                </time>
              </div>
            </>
          ),
        },
        {
          key: 'status',
          head: 'State',
          cell: ({ version, status }) => (
            <span className="row row-tight">
              {channels
                .filter((state) => state.version === version)
                .map(({ channel }) => (
                  <Tag key={channel} kind="good">
                    {channel}
                  </Tag>
                ))}
              <Tag kind={statusKinds[status]}>{status}</Tag>
            </span>
          ),
        },
        {
          key: 'data',
          head: 'Learnt from',
          cell: ({ dataFrom, dataTo }) => (
            <span className="nowrap">
              {formatDay(dataFrom)} – {formatDay(dataTo)}
            </span>
          ),
        },
        {
          key: 'ndcg',
          head: <Measure name="ndcg" />,
          kind: 'number',
          cell: ({ metrics }) => (
            <IntervalValue of={intervalAt(metrics, 'evaluation', 'all', 'model', 'ndcg@10')} unit="index" />
          ),
        },
        {
          key: 'gain',
          head: <Measure name="gainOverBaseline" />,
          kind: 'number',
          cell: ({ metrics }) => (
            <IntervalValue
              of={intervalAt(metrics, 'evaluation', 'gain', 'all')}
              unit="index"
              isChange
              better="more"
            />
          ),
        },
        {
          key: 'actions',
          head: <span className="visually-hidden">What can be done</span>,
          cell: (model) => <Promote model={model} channels={channels} kind="quiet" />,
        },
      ]}
    />
  )
}
