import { useProfiles } from '../../api/use-profiles.ts'
import { useUrlState } from '../../router/use-url-state.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { Segments, Select } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SampleForm } from '../shared/sample-form.tsx'
import { FrontierView } from './frontier-view.tsx'
import { SolveView } from './solve-view.tsx'
import { tradeOffsFields } from './trade-offs-state.ts'

export default function TradeOffsPage() {
  const [state, set] = useUrlState(tradeOffsFields)
  const { profiles } = useProfiles()
  const profile = state.profile || profiles?.defaultKey
  const options = (profiles?.all ?? [])
    .filter(({ live }) => live)
    .map(({ key, isDefault }) => ({ value: key, label: isDefault ? `${key} (default)` : key }))
  return (
    <>
      <PageHead
        title="Trade-offs"
        hint="What can be had together: pick a point where two aims meet, or say what must hold and let the weights be found."
        actions={<CopyLink />}
      />
      <div className="with-aside">
        <div className="stack">
          <div className="row">
            <Segments
              label="How to find weights"
              value={state.view}
              onChange={(view) => set({ view }, 'push')}
              options={[
                { value: 'frontier', label: 'Frontier' },
                { value: 'guardrails', label: 'Guardrails' },
              ]}
            />
          </div>
          <Panel title="Profile">
            <Select
              label="Begin from"
              value={profile ?? ''}
              onChange={(key) => set({ profile: key, point: -1 }, 'push')}
              options={options}
              hint="Its model and plan do the ranking; its words and rules stay."
            />
          </Panel>
          <SampleForm state={state} set={(patch, mode) => set({ ...patch, point: -1 }, mode)} />
        </div>
        {profiles &&
          profile !== undefined &&
          (state.view === 'frontier' ? (
            <FrontierView profile={profile} profiles={profiles} state={state} set={set} />
          ) : (
            <SolveView profile={profile} profiles={profiles} state={state} set={set} />
          ))}
      </div>
    </>
  )
}
