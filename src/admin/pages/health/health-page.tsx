import { invalidate } from '../../api/invalidation.ts'
import { useUrlState } from '../../router/use-url-state.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLink } from '../../ui/copy-link.tsx'
import { Check, Segments } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { healthFields } from './health-state.ts'
import { QuarantineView } from './quarantine-view.tsx'
import { ServiceView } from './service-view.tsx'
import { StatusPanel } from './status-panel.tsx'
import { WorldView } from './world-view.tsx'

/** What any of the views shows. */
const asked = [
  'GET /health/ready',
  'GET /metrics',
  'GET /v1/admin/planner',
  'GET /v1/admin/batching',
  'GET /v1/admin/drift',
  'GET /v1/admin/data-quality',
  'GET /v1/admin/data-quality/quarantine',
] as const

export default function HealthPage() {
  const [state, set] = useUrlState(healthFields)
  const { view, live } = state
  const refresh = () => invalidate(...asked)
  return (
    <>
      <PageHead
        title="Health"
        hint="Whether the service is well, keeps its time, and still sees the world that it learnt."
        actions={
          <>
            <Check
              label="Refresh by itself"
              isOn={live}
              onChange={(isOn) => {
                set({ live: isOn })
                if (isOn) refresh()
              }}
            />
            <Button onClick={refresh}>Refresh</Button>
            <CopyLink />
          </>
        }
      />
      <div className="stack">
        <StatusPanel isLive={live} />
        <div className="row">
          <Segments
            label="What is shown"
            value={view}
            onChange={(next) => set({ view: next, cursor: '' }, 'push')}
            options={[
              { value: 'service', label: 'Time and load' },
              { value: 'data', label: 'Drift and data' },
              { value: 'quarantine', label: 'Quarantined rows' },
            ]}
          />
        </div>
        {view === 'service' && <ServiceView isLive={live} />}
        {view === 'data' && <WorldView state={state} set={set} />}
        {view === 'quarantine' && <QuarantineView state={state} set={set} />}
      </div>
    </>
  )
}
