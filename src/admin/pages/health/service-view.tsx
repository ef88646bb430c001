import { useMemo } from 'react'
import { useQuery } from '../../api/use-query.ts'
import { QueryView } from '../../ui/states.tsx'
import { AdmissionPanel } from './admission-panel.tsx'
import { BatchingPanel } from './batching-panel.tsx'
import { neededSamples, readSamples } from './metrics-text.ts'
import { PlannerFigures } from './planner-figures.tsx'
import { PlansPanel } from './plans-panel.tsx'
import { poll } from './poll.ts'
import { RoutesPanel } from './routes-panel.tsx'

/** Time, plans, load and batching of the process that answers. */
export function ServiceView({ isLive }: { isLive: boolean }) {
  const planner = useQuery('GET /v1/admin/planner', {}, poll(isLive))
  const batching = useQuery('GET /v1/admin/batching', {}, poll(isLive))
  const metrics = useQuery('GET /metrics', {}, poll(isLive))
  const samples = useMemo(
    () => (metrics.data === undefined ? undefined : readSamples(metrics.data, neededSamples)),
    [metrics.data],
  )
  return (
    <>
      <QueryView query={planner}>
        {(state) => (
          <div className="stack">
            <PlannerFigures of={state} />
            <PlansPanel of={state} />
            <AdmissionPanel of={state.admission} />
          </div>
        )}
      </QueryView>
      <QueryView query={batching}>{(report) => <BatchingPanel of={report} />}</QueryView>
      <QueryView query={metrics}>{() => samples && <RoutesPanel samples={samples} />}</QueryView>
    </>
  )
}
