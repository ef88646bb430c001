import { useUrlState } from '../../router/use-url-state.ts'
import { CopyLink } from '../../ui/copy-link.tsx'
import { Segments } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ExperimentsView } from './experiments/experiments-view.tsx'
import { Overview } from './overview.tsx'
import { ProfileDetail } from './profile-detail.tsx'
import { profilesFields } from './profiles-state.ts'

export default function ProfilesPage() {
  const [state, set] = useUrlState(profilesFields)
  if (state.key !== '') return <ProfileDetail key={state.key} state={state} set={set} />
  return (
    <>
      <PageHead
        title="Profiles"
        hint="What each stakeholder wants of a list, which of them everybody gets, and how to change that."
        actions={<CopyLink />}
      />
      <div className="stack">
        <div className="row">
          <Segments
            label="What is shown"
            value={state.view}
            onChange={(view) => set({ view, experiment: '' }, 'push')}
            options={[
              { value: 'profiles', label: 'Profiles' },
              { value: 'experiments', label: 'Experiments' },
            ]}
          />
        </div>
        {state.view === 'profiles' ? (
          <Overview state={state} set={set} />
        ) : (
          <ExperimentsView state={state} set={set} />
        )}
      </div>
    </>
  )
}
