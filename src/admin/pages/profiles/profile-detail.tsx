import { useState } from 'react'
import type { Profile, ProfileSettings } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useProfiles } from '../../api/use-profiles.ts'
import { useQuery } from '../../api/use-query.ts'
import { Link } from '../../router/link.tsx'
import { CopyLink } from '../../ui/copy-link.tsx'
import { Segments } from '../../ui/inputs.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty, QueryView } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { MakeDefault } from '../shared/make-default.tsx'
import { DraftEditor } from './editor/draft-editor.tsx'
import { HistoryPanel } from './history.tsx'
import { Preview } from './preview.tsx'
import type { ProfilesState, SetProfiles, Tab } from './profiles-state.ts'
import { PublishDraft } from './publish-draft.tsx'
import { SettingsPanel } from './settings-panel.tsx'

interface Props {
  readonly state: ProfilesState
  readonly set: SetProfiles
}

const tabLabels: Readonly<Record<Tab, string>> = {
  settings: 'Settings',
  edit: 'Edit',
  preview: 'Preview',
  history: 'History',
}

/** One profile: what it says, its draft, what that would change, and how it came to be. */
export function ProfileDetail({ state, set }: Props) {
  const { can } = useSession()
  const { profiles } = useProfiles()
  const profile = useQuery('GET /v1/profiles/{key}', { params: { key: state.key } })
  /** what was edited and is not saved yet; null: nothing */
  const [edited, setEdited] = useState<ProfileSettings | null>(null)
  const offered = (Object.keys(tabLabels) as Tab[]).filter(
    (tab) => tab !== 'edit' || can('PUT /v1/profiles/{key}/draft'),
  )
  const tab = offered.includes(state.tab) ? state.tab : 'settings'
  return (
    <>
      <PageHead
        title={state.key}
        hint={<Link to="profiles">All profiles</Link>}
        actions={
          <>
            {profile.data?.draft && edited === null && (
              <PublishDraft
                profileKey={state.key}
                draft={profile.data.draft}
                onDone={() => set({ tab: 'settings' })}
              />
            )}
            {profile.data?.live && !profile.data.draft && profiles && (
              <MakeDefault profileKey={state.key} defaultKey={profiles.defaultKey} kind="plain" />
            )}
            <CopyLink />
          </>
        }
      />
      <div className="stack">
        <div className="row">
          <Segments
            label="Part of the profile"
            value={tab}
            onChange={(next) => set({ tab: next }, 'push')}
            options={offered.map((value) => ({ value, label: tabLabels[value] }))}
          />
          {profile.data && <State profile={profile.data} isEdited={edited !== null} />}
        </div>
        <QueryView query={profile}>
          {(loaded) => (
            <>
              {tab === 'settings' && <Settings profile={loaded} />}
              {tab === 'edit' && (
                <DraftEditor
                  profile={loaded}
                  defaultKey={profiles?.defaultKey}
                  edited={edited}
                  onEdit={setEdited}
                  onGone={() => set({ key: '', tab: 'settings' })}
                />
              )}
              {tab === 'preview' && (
                <Preview profile={loaded} defaultKey={profiles?.defaultKey} state={state} set={set} />
              )}
              {tab === 'history' && <HistoryPanel profile={loaded} state={state} set={set} />}
            </>
          )}
        </QueryView>
      </div>
    </>
  )
}

function State({ profile: { isDefault, live, draft }, isEdited }: { profile: Profile; isEdited: boolean }) {
  return (
    <>
      {live ? <Tag>revision {live.revision}</Tag> : <Tag kind="warn">never published</Tag>}
      {isDefault && <Tag kind="good">default</Tag>}
      {live && draft && <Tag kind="warn">draft, not published</Tag>}
      {draft?.stale && <Tag kind="bad">another revision went live since it was begun</Tag>}
      {isEdited && <Tag kind="accent">changes not saved</Tag>}
    </>
  )
}

function Settings({ profile: { live, draft } }: { profile: Profile }) {
  if (!live && !draft) return <Empty title="It says nothing yet" />
  return (
    <div className="stack">
      {live && <SettingsPanel title={`Live: revision ${live.revision}`} settings={live.settings} />}
      {draft && <SettingsPanel title="Draft" settings={draft.settings} />}
    </div>
  )
}
