import type { Profile, ProfileRevision } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useQuery } from '../../api/use-query.ts'
import { formatAgo, formatInstant } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty, QueryView } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Differences } from './differences.tsx'
import type { ProfilesState, SetProfiles } from './profiles-state.ts'
import { RevertTo } from './revert-to.tsx'

interface Props {
  readonly profile: Profile
  readonly state: ProfilesState
  readonly set: SetProfiles
}

const mostRevisions = 100

/** Every revision: who, when and why; what differs between any two; the way back. */
export function HistoryPanel({ profile, state, set }: Props) {
  const { key } = profile
  const revisions = useQuery('GET /v1/profiles/{key}/revisions', {
    params: { key },
    query: { limit: mostRevisions },
  })
  return (
    <QueryView query={revisions}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="It was never published">Publish its draft: each revision will stand here.</Empty>
        ) : (
          <div className="stack">
            <DiffPanel profile={profile} revisions={items} state={state} set={set} />
            <Panel title="History">
              <Revisions profile={profile} revisions={items} set={set} />
            </Panel>
          </div>
        )
      }
    </QueryView>
  )
}

function Revisions({
  profile: { key, live },
  revisions,
  set,
}: Pick<Props, 'profile' | 'set'> & { revisions: readonly ProfileRevision[] }) {
  const nowMs = useNow()
  const { can } = useSession()
  const canRevert = can('POST /v1/profiles/{key}/revert')
  return (
    <Table
      caption={`Revisions of ${key}, the newest first`}
      rows={revisions}
      keyOf={({ revision }) => String(revision)}
      columns={[
        {
          key: 'revision',
          head: 'Revision',
          cell: ({ revision, revertsTo }) => (
            <span className="row">
              {revision}
              {revision === live?.revision && <Tag kind="good">live</Tag>}
              {revertsTo !== null && <Tag>restores {revertsTo}</Tag>}
            </span>
          ),
        },
        {
          key: 'when',
          head: 'When',
          cell: ({ publishedAt }) => (
            <time dateTime={publishedAt}>
              {formatInstant(publishedAt)} <span className="soft small">{formatAgo(publishedAt, nowMs)}</span>
            </time>
          ),
        },
        { key: 'who', head: 'Who', cell: ({ publishedBy }) => <code>{publishedBy}</code> },
        { key: 'why', head: 'Why', cell: ({ reason }) => reason },
        {
          key: 'actions',
          head: <span className="visually-hidden">What can be done</span>,
          cell: ({ revision }) => (
            <span className="row">
              {revision > 1 && (
                <Button
                  kind="quiet"
                  onClick={() => set({ from: String(revision - 1), to: String(revision) }, 'push')}
                >
                  What changed<span className="visually-hidden"> in revision {revision}</span>
                </Button>
              )}
              {canRevert && revision !== live?.revision && <RevertTo profileKey={key} revision={revision} />}
            </span>
          ),
        },
      ]}
    />
  )
}

function DiffPanel({ profile, revisions, state, set }: Props & { revisions: readonly ProfileRevision[] }) {
  const { key, live, draft } = profile
  const options = [
    ...(draft ? [{ value: 'draft', label: 'the draft' }] : []),
    ...revisions.map(({ revision }) => ({
      value: String(revision),
      label: `revision ${revision}${revision === live?.revision ? ', live' : ''}`,
    })),
  ]
  const known = (value: string, standard: string | undefined) =>
    options.some((option) => option.value === value) ? value : standard
  const to = known(state.to, options[0]?.value)
  const from = known(state.from, options[1]?.value ?? to)
  const isPair = from !== undefined && to !== undefined && from !== to
  const diff = useQuery(
    'GET /v1/profiles/{key}/diff',
    isPair ? { params: { key }, query: { from, to } } : null,
  )
  return (
    <Panel title="What differs">
      <div className="stack">
        <div className="row row-end">
          <Select
            label="From"
            value={from ?? ''}
            onChange={(value) => set({ from: value }, 'push')}
            options={options}
          />
          <Select
            label="To"
            value={to ?? ''}
            onChange={(value) => set({ to: value }, 'push')}
            options={options}
          />
        </div>
        {isPair ? (
          <QueryView query={diff}>
            {({ differences }) =>
              differences.length === 0 ? (
                <p className="soft">Nothing: they say the same.</p>
              ) : (
                <Differences caption={`What differs from ${from} to ${to}`} differences={differences} />
              )
            }
          </QueryView>
        ) : (
          <p className="soft">
            {options.length > 1 ? 'Choose two that are not the same.' : 'There is one revision alone so far.'}
          </p>
        )}
      </div>
    </Panel>
  )
}
