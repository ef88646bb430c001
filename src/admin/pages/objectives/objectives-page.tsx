import { useMemo } from 'react'
import type { SampledShift, ShiftReport } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useProfiles } from '../../api/use-profiles.ts'
import { useQuery } from '../../api/use-query.ts'
import { useUrlState } from '../../router/use-url-state.ts'
import { formatValue } from '../../text/format.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { ExportButtons } from '../../ui/export-buttons.tsx'
import { Segments, Select } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/panel.tsx'
import { QueryView } from '../../ui/states.tsx'
import { UnderWay } from '../../ui/under-way.tsx'
import { RequestForm } from '../shared/request-form.tsx'
import { SampleForm } from '../shared/sample-form.tsx'
import { profileOptions, withOwn } from '../shared/side-options.ts'
import { useFirstGuest } from '../shared/use-first-guest.ts'
import { WhyNotPanel } from '../shared/why-not/why-not-panel.tsx'
import {
  mostSampled,
  type ObjectivesState,
  objectivesFields,
  type SetObjectives,
  shownState,
  toShiftBody,
  toWhyNotBody,
} from './objectives-state.ts'
import { RequestReport } from './request-report.tsx'
import { SampleReport } from './sample/sample-report.tsx'

/** Lists taken apart, objective by objective: one, or past ones. */
export default function ObjectivesPage() {
  const [state, set] = useUrlState(objectivesFields)
  const { client } = useSession()
  const { profiles } = useProfiles()
  const isReady = useFirstGuest(set)
  const isSample = state.on === 'sample'
  const profile = state.profile === '' ? profiles?.defaultKey : state.profile
  const body = useMemo(
    () => (profile === undefined || !isReady ? null : toShiftBody(state, profile)),
    [state, profile, isReady],
  )
  const shifted = useQuery('POST /v1/admin/objectives/shift', body && { body }, { debounceMs: 150 })
  // The answer to the other kind of question is none to this one.
  const data = shifted.data && 'requests' in shifted.data === isSample ? shifted.data : undefined
  return (
    <>
      <PageHead
        title="Objectives"
        hint="Lists taken apart: what each objective moved, and what more or less of it would do. On one request, or on many past ones."
        actions={
          <>
            {body && (
              <ExportButtons
                name={isSample ? 'shift-sample' : 'shift'}
                load={(format) =>
                  client.text('POST /v1/admin/objectives/shift', { body: { ...body, format } })
                }
              />
            )}
            <CopyLink />
          </>
        }
      />
      <div className="with-aside">
        <div className="stack">
          <Segments
            label="Taken apart"
            value={state.on}
            onChange={(on) => set({ on }, 'push')}
            options={[
              { value: 'request', label: 'One request' },
              { value: 'sample', label: 'Past requests' },
            ]}
          />
          {isSample ? (
            <SampleForm state={state} set={set} most={mostSampled} />
          ) : (
            <RequestForm state={state} set={set} />
          )}
          <Panel title="Profile">
            <Select
              label="Ranked by"
              value={profile ?? ''}
              onChange={(key) => set({ profile: key })}
              options={withOwn(profileOptions(profiles?.all ?? []), profile ?? '')}
            />
          </Panel>
        </div>
        <div className="stack">
          {isSample && (
            <UnderWay
              label={`Taking ${formatValue(state.size, 'count')} past lists apart`}
              query={{ ...shifted, isLoading: shifted.isLoading || (shifted.isRefreshing && !data) }}
            />
          )}
          <QueryView query={{ ...shifted, data }}>
            {(report) => <Report report={report} state={state} set={set} />}
          </QueryView>
          <WhyNotPanel
            restaurant={state.missing}
            onChange={(missing) => set({ missing }, 'push')}
            asked={profile === undefined ? null : toWhyNotBody(state, profile)}
          />
        </div>
      </div>
    </>
  )
}

interface ReportProps {
  readonly report: ShiftReport | SampledShift
  readonly state: ObjectivesState
  readonly set: SetObjectives
}

function Report({ report, state, set }: ReportProps) {
  const shown = shownState(state, report.leftOut)
  return 'requests' in report ? (
    <SampleReport report={report} state={shown} set={set} />
  ) : (
    <RequestReport report={report} state={shown} set={set} />
  )
}
