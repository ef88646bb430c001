import type { AuditRecord } from '../../../client/index.ts'
import { useQuery } from '../../api/use-query.ts'
import { type Fields, text } from '../../router/url-state.ts'
import { useUrlState } from '../../router/use-url-state.ts'
import { formatAgo, formatInstant } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLink } from '../../ui/copy-link.tsx'
import { Select, TextInput } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty, QueryView } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { useNow } from '../../ui/use-now.ts'
import { actionsByKind, actionText } from './actions.ts'
import { Detail } from './detail.tsx'

interface State {
  readonly action: string
  readonly subject: string
  /** where the page begins; empty: at the newest */
  readonly cursor: string
}

const fields: Fields<State> = { action: text(), subject: text(), cursor: text() }
const pageSize = 50

/** Who changed what, when and why. */
export default function AuditPage() {
  const [state, set] = useUrlState(fields)
  const { action, subject, cursor } = state
  const found = useQuery(
    'GET /v1/admin/audit',
    {
      query: {
        limit: pageSize,
        ...(action ? { action } : {}),
        ...(subject.trim() ? { subject: subject.trim() } : {}),
        ...(cursor ? { cursor } : {}),
      },
    },
    { debounceMs: 200 },
  )
  return (
    <>
      <PageHead
        title="Audit"
        hint="Who changed what, when and why. What stands here is never changed or removed by hand."
        actions={<CopyLink />}
      />
      <Panel>
        <div className="stack">
          <div className="row row-end">
            <Select
              label="What"
              value={action}
              onChange={(chosen) => set({ action: chosen, cursor: '' })}
              options={[{ value: '', label: 'Everything' }, ...actionsByKind]}
            />
            <TextInput
              label="Of"
              value={subject}
              onChange={(value) => set({ subject: value, cursor: '' })}
              placeholder="a profile, a version, an id"
            />
          </div>
          <QueryView query={found}>
            {({ items, nextCursor }) =>
              items.length === 0 ? (
                <Empty title="Nothing was done">
                  {action || subject
                    ? 'Nothing of this kind.'
                    : 'Publish a profile or train a model: it will stand here.'}
                </Empty>
              ) : (
                <div className="stack">
                  <Records records={items} />
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
        </div>
      </Panel>
    </>
  )
}

function Records({ records }: { records: readonly AuditRecord[] }) {
  const nowMs = useNow()
  const columns: Column<AuditRecord>[] = [
    {
      key: 'at',
      head: 'When',
      cell: ({ at }) => (
        <time dateTime={at} title={at}>
          <span className="nowrap">{formatInstant(at)}</span>
          <br />
          <span className="soft small">{formatAgo(at, nowMs)}</span>
        </time>
      ),
    },
    { key: 'action', head: 'What', cell: ({ action }) => actionText(action) },
    { key: 'subject', head: 'Of', cell: ({ subject }) => <code>{subject}</code> },
    { key: 'actor', head: 'Who', cell: ({ actor }) => <code>{actor}</code> },
    { key: 'reason', head: 'Why', cell: ({ reason }) => reason ?? <span className="soft">–</span> },
    { key: 'detail', head: 'More', cell: ({ detail }) => <Detail of={detail} /> },
  ]
  return (
    <Table
      caption="What was done, the newest first"
      rows={records}
      columns={columns}
      keyOf={({ id }) => id}
    />
  )
}
