import type { SampledShift, ShiftReport } from '../../../client/index.ts'
import { useProfiles } from '../../api/use-profiles.ts'
import { type Query, useQuery } from '../../api/use-query.ts'
import { useUrlState } from '../../router/use-url-state.ts'
import { formatValue } from '../../text/format.ts'
import type { WeightKey } from '../../text/objectives.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { Select } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty, QueryView } from '../../ui/states.tsx'
import { RequestForm } from '../shared/request-form.tsx'
import { toRequest } from '../shared/request-state.ts'
import { LeftOutPanel } from './left-out-panel.tsx'
import { type ObjectivesState, objectivesFields, sweepPoints } from './objectives-state.ts'
import { SweepPanel } from './sweep-panel.tsx'
import { VariantPanel } from './variant-panel.tsx'

/** One list taken apart, objective by objective. */
export default function ObjectivesPage() {
  const [state, set] = useUrlState(objectivesFields)
  const { profiles } = useProfiles()
  const profile = state.profile === '' ? profiles?.defaultKey : state.profile
  const shifted = useQuery(
    'POST /v1/admin/objectives/shift',
    profile === undefined
      ? null
      : { body: { request: toRequest(state), profile, points: sweepPoints, k: 10 } },
    { debounceMs: 150 },
  )
  return (
    <>
      <PageHead
        title="Objectives"
        hint="One list taken apart: what each objective moved, and what more or less of it would do."
        actions={<CopyLink />}
      />
      <div className="with-aside">
        <div className="stack">
          <RequestForm state={state} set={set} />
          <Panel title="Profile">
            <Select
              label="Profile"
              value={profile ?? ''}
              onChange={(key) => set({ profile: key })}
              options={(profiles?.all ?? []).map(({ key }) => ({ value: key, label: key }))}
            />
          </Panel>
        </div>
        <QueryView query={ofOneRequest(shifted)}>
          {(report) => <Report report={report} state={state} set={set} />}
        </QueryView>
      </div>
    </>
  )
}

/** One request is taken apart here, and no sample. */
function ofOneRequest({ data, ...rest }: Query<ShiftReport | SampledShift>): Query<ShiftReport> {
  return { ...rest, data: data && !('requests' in data) ? data : undefined }
}

interface ReportProps {
  readonly report: ShiftReport
  readonly state: ObjectivesState
  readonly set: (patch: Partial<ObjectivesState>) => void
}

function Report({ report, state, set }: ReportProps) {
  if (report.baseline.items.length === 0) {
    return (
      <Empty title="No restaurant can be shown here">
        None is open and in reach, at this place and time.
      </Empty>
    )
  }
  const show = (objective: WeightKey) => set({ objective, point: -1 })
  return (
    <div className="stack">
      <p className="soft">
        {formatValue(report.baseline.items.length, 'count')} restaurants by {report.baseline.plan.name},{' '}
        {formatValue(report.baseline.plan.candidates, 'count')} candidates.
      </p>
      <LeftOutPanel report={report} onShow={show} />
      <SweepPanel report={report} state={state} set={set} />
      <VariantPanel report={report} state={state} set={set} />
    </div>
  )
}
