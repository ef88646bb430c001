import { useQuery } from '../../api/use-query.ts'
import { QueryView } from '../../ui/states.tsx'
import { DriftPanel } from './drift-panel.tsx'
import type { HealthState, SetHealth } from './health-state.ts'
import { poll } from './poll.ts'
import { QualityPanel } from './quality-panel.tsx'
import { WaitingPanel } from './waiting-panel.tsx'

interface Props {
  readonly state: HealthState
  readonly set: SetHealth
}

const days = 60

/** Whether the world is still the one that the model learnt, and whether what comes in is whole. */
export function WorldView({ state, set }: Props) {
  const drift = useQuery('GET /v1/admin/drift', { query: { days } }, poll(state.live, 'seldom'))
  const quality = useQuery('GET /v1/admin/data-quality', { query: { days } }, poll(state.live, 'seldom'))
  const look = (check: string) => set({ check })
  return (
    <div className="stack">
      <QueryView query={drift}>
        {(report) => <DriftPanel of={report} check={state.check} onLook={look} />}
      </QueryView>
      <QueryView query={quality}>
        {(report) => (
          <div className="stack">
            <QualityPanel of={report} check={state.check} onLook={look} />
            <WaitingPanel of={report.pendingInteractions} />
          </div>
        )}
      </QueryView>
    </div>
  )
}
