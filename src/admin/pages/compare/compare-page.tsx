import { useMemo } from 'react'
import type { Comparison, SampledComparison } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useQuery } from '../../api/use-query.ts'
import { useUrlState } from '../../router/use-url-state.ts'
import { formatValue } from '../../text/format.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { ExportButtons } from '../../ui/export-buttons.tsx'
import { Segments } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { QueryView } from '../../ui/states.tsx'
import { UnderWay } from '../../ui/under-way.tsx'
import { RequestForm } from '../shared/request-form.tsx'
import { SampleForm } from '../shared/sample-form.tsx'
import { SampleResult } from '../shared/sample-result.tsx'
import { useFirstGuest } from '../shared/use-first-guest.ts'
import { compareFields, toCompareBody } from './compare-state.ts'
import { RequestResult } from './request-result.tsx'
import { SidesPanel } from './sides-panel.tsx'

export default function ComparePage() {
  const [state, set] = useUrlState(compareFields)
  const { client } = useSession()
  const body = useMemo(() => toCompareBody(state), [state])
  const isReady = useFirstGuest(set)
  const query = useQuery('POST /v1/admin/objectives/compare', isReady ? { body } : null, { debounceMs: 150 })
  const isSample = state.on === 'sample'
  const words = `Ranking ${formatValue(state.size, 'count')} past requests on ${state.sides.length} sides`
  return (
    <>
      <PageHead
        title="Compare"
        hint="Profiles, revisions, drafts and models side by side: on one request, or on many past ones."
        actions={
          <>
            <ExportButtons
              name={isSample ? 'comparison-sample' : 'comparison'}
              load={(format) =>
                client.text('POST /v1/admin/objectives/compare', { body: { ...body, format } })
              }
            />
            <CopyLink />
          </>
        }
      />
      <div className="with-aside">
        <div className="stack">
          <Segments
            label="Compare on"
            value={state.on}
            onChange={(on) => set({ on }, 'push')}
            options={[
              { value: 'request', label: 'One request' },
              { value: 'sample', label: 'Past requests' },
            ]}
          />
          <SidesPanel sides={state.sides} onChange={(sides) => set({ sides }, 'push')} />
          {isSample ? <SampleForm state={state} set={set} /> : <RequestForm state={state} set={set} />}
        </div>
        <div className="stack">
          {isSample && <UnderWay label={words} query={query} />}
          <QueryView query={query}>{(report) => <Result report={report} />}</QueryView>
        </div>
      </div>
    </>
  )
}

const Result = ({ report }: { report: Comparison | SampledComparison }) =>
  'pairs' in report ? <RequestResult report={report} /> : <SampleResult report={report} />
