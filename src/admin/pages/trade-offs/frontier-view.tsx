import { useMemo } from 'react'
import type { FrontierReport } from '../../../client/index.ts'
import type { Profiles } from '../../api/use-profiles.ts'
import { useQuery } from '../../api/use-query.ts'
import { formatValue } from '../../text/format.ts'
import { objectiveText } from '../../text/objectives.ts'
import { Select } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import { QueryView } from '../../ui/states.tsx'
import { UnderWay } from '../../ui/under-way.tsx'
import { PricesPanel } from '../shared/prices-panel.tsx'
import { toSample } from '../shared/sample-state.ts'
import { useStanding } from '../shared/use-standing.ts'
import { FrontierChart } from './frontier-chart.tsx'
import { PickedPoint } from './picked-point.tsx'
import {
  type ObjectiveKey,
  objectiveKeys,
  objectivesOf,
  type SetTradeOffs,
  type TradeOffsState,
} from './trade-offs-state.ts'

interface Props {
  readonly profile: string
  readonly profiles: Profiles
  readonly state: TradeOffsState
  readonly set: SetTradeOffs
}

const objectiveOptions = objectiveKeys.map((value) => ({ value, label: objectiveText(value).label }))

/** The best that two or three objectives allow together, and where every live profile stands. */
export function FrontierView({ profile, profiles, state, set }: Props) {
  const input = useMemo(
    () => ({
      body: { profile, objectives: objectivesOf(state), sample: toSample(state) },
    }),
    [profile, state],
  )
  const query = useQuery('POST /v1/admin/objectives/frontier', input)
  // After the frontier: one is looked at while the other is worked out.
  const standing = useStanding(profiles.all, state, query.data !== undefined)
  const axis = (name: 'x' | 'y', label: string) => (
    <Select<ObjectiveKey>
      label={label}
      value={objectivesOf(state)[name === 'x' ? 0 : 1] ?? 'relevance'}
      onChange={(key) => set({ [name]: key, point: -1 }, 'push')}
      options={objectiveOptions}
    />
  )
  return (
    <div className="stack">
      <Panel title="Aims">
        <div className="row row-end">
          {axis('x', 'Across')}
          {axis('y', 'Up')}
          <Select<ObjectiveKey | 'none'>
            label="In colour"
            value={objectivesOf(state)[2] ?? 'none'}
            onChange={(third) => set({ third, point: -1 }, 'push')}
            options={[{ value: 'none', label: 'nothing' }, ...objectiveOptions]}
          />
        </div>
      </Panel>
      <UnderWay
        label={`Weighing ${formatValue(state.size, 'count')} past requests in up to sixty ways`}
        query={query}
      />
      {query.data && <UnderWay label="Placing the live profiles beside it" query={standing} />}
      <QueryView query={query}>
        {(report) => (
          <Found
            report={report}
            standing={standing.data}
            profile={profile}
            profiles={profiles}
            state={state}
            set={set}
          />
        )}
      </QueryView>
    </div>
  )
}

function Found({
  report,
  standing,
  profile,
  profiles,
  state,
  set,
}: Props & { report: FrontierReport; standing: ReturnType<typeof useStanding>['data'] }) {
  const picked = report.points[state.point]
  return (
    <div className="stack">
      <FrontierChart
        report={report}
        standing={standing}
        point={state.point}
        zoom={state.zoom}
        onZoom={(zoom) => set({ zoom })}
        onPick={(point) => set({ point })}
      />
      {picked && <PickedPoint report={report} point={picked} profile={profile} profiles={profiles} />}
      <PricesPanel report={report} />
    </div>
  )
}
