import { useMemo } from 'react'
import { type Profiles, useProfiles } from '../../api/use-profiles.ts'
import { useQuery } from '../../api/use-query.ts'
import { formatValue } from '../../text/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { Failure, QueryView } from '../../ui/states.tsx'
import { UnderWay } from '../../ui/under-way.tsx'
import { useStanding } from '../shared/use-standing.ts'
import { CreateProfile } from './create-profile.tsx'
import type { ProfilesState, SetProfiles } from './profiles-state.ts'
import { ProfilesTable } from './profiles-table.tsx'
import { ServedPanel } from './served-panel.tsx'

interface Props {
  readonly state: ProfilesState
  readonly set: SetProfiles
}

/** What is served, what all profiles would bring instead, and the way into each. */
export function Overview({ state, set }: Props) {
  const { query, profiles } = useProfiles()
  return (
    <QueryView query={query}>
      {() => profiles && <Loaded profiles={profiles} state={state} set={set} />}
    </QueryView>
  )
}

function Loaded({ profiles, state, set }: Props & { profiles: Profiles }) {
  const standing = useStanding(profiles.all, state)
  const switches = useQuery('GET /v1/admin/audit', { query: { action: 'profile.default', limit: 1 } })
  const running = useQuery('GET /v1/admin/experiments', { query: { state: 'running', limit: 100 } })
  const { defaultKey } = profiles
  // Of another default the report speaks of other differences.
  const report = standing.data?.sides[0]?.name === defaultKey ? standing.data : undefined
  const isBusy = standing.isLoading || standing.isRefreshing
  const experiments = useMemo(() => running.data?.items ?? [], [running.data])
  return (
    <div className="stack">
      {defaultKey && (
        <ServedPanel defaultKey={defaultKey} last={switches.data?.items[0]} report={report} isBusy={isBusy} />
      )}
      <Panel
        title="Profiles"
        actions={<CreateProfile profiles={profiles} onCreated={(key) => set({ key, tab: 'edit' }, 'push')} />}
        hint={
          report
            ? `Each on the same ${formatValue(report.requests, 'count')} past requests of ${formatValue(report.users, 'count')} guests; changes are against ${defaultKey}, in colour where they are more than chance.`
            : 'Who wants what, and what it would bring.'
        }
      >
        <div className="stack">
          <UnderWay
            label={`Ranking ${formatValue(state.size, 'count')} past requests under each profile`}
            query={standing}
          />
          {standing.error && <Failure error={standing.error} onRetry={standing.reload} />}
          <ProfilesTable profiles={profiles} report={report} experiments={experiments} />
        </div>
      </Panel>
    </div>
  )
}
