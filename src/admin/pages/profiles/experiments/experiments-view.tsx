import type { Experiment } from '../../../../client/index.ts'
import { useSession } from '../../../api/session.tsx'
import { useQuery } from '../../../api/use-query.ts'
import { Link } from '../../../router/link.tsx'
import { formatInstant, formatValue } from '../../../text/format.ts'
import { Panel } from '../../../ui/panel.tsx'
import { Empty, QueryView } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import type { ProfilesState, SetProfiles } from '../profiles-state.ts'
import { CreateExperiment } from './create-experiment.tsx'
import { ExperimentDetail } from './experiment-detail.tsx'
import { StateTag } from './state-tag.tsx'

interface Props {
  readonly state: ProfilesState
  readonly set: SetProfiles
}

/** Experiments between profiles: those that there were, and the way to a new one. */
export function ExperimentsView({ state, set }: Props) {
  const { can } = useSession()
  const query = useQuery('GET /v1/admin/experiments', { query: { limit: 100 } })
  return (
    <div className="stack">
      <Panel
        title="Experiments"
        hint="Each splits guests between profiles, and says what came of it. Intervals hold at all times, so look as often as you like."
      >
        <QueryView query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="There was no experiment yet">
                {can('POST /v1/admin/experiments')
                  ? 'Plan one below: it changes no answer before it is started.'
                  : 'A manager can plan one here.'}
              </Empty>
            ) : (
              <Experiments experiments={items} open={state.experiment} />
            )
          }
        </QueryView>
      </Panel>
      {state.experiment !== '' && (
        <ExperimentDetail key={state.experiment} experimentKey={state.experiment} />
      )}
      {can('POST /v1/admin/experiments') && state.experiment === '' && (
        <CreateExperiment onCreated={(experiment) => set({ experiment }, 'push')} />
      )}
    </div>
  )
}

const Experiments = ({ experiments, open }: { experiments: readonly Experiment[]; open: string }) => (
  <Table
    caption="Experiments, the newest first"
    rows={experiments}
    keyOf={({ key }) => key}
    columns={[
      {
        key: 'key',
        head: 'Experiment',
        cell: ({ key }) => (
          <Link
            to="profiles"
            query={{ view: 'experiments', experiment: key }}
            aria-current={key === open ? 'true' : undefined}
          >
            {key}
          </Link>
        ),
      },
      { key: 'state', head: 'State', cell: ({ state }) => <StateTag state={state} /> },
      {
        key: 'variants',
        head: 'Between',
        cell: ({ settings }) =>
          settings.variants
            .map(({ key, profile, share }) => `${key} (${profile}, ${formatValue(share, 'share')})`)
            .join(', '),
      },
      {
        key: 'traffic',
        head: 'Guests',
        kind: 'number',
        cell: ({ settings }) => formatValue(settings.traffic, 'share'),
      },
      {
        key: 'since',
        head: 'Since',
        cell: ({ started, createdAt }) => formatInstant(started?.at ?? createdAt),
      },
      { key: 'owner', head: 'Owner', cell: ({ settings }) => settings.owner },
    ]}
  />
)
