import type { Profile } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { draftOf, type TryState } from './try-state.ts'

/** Keeps what was moved as the profile's draft, to be looked at again and published under Profiles. */
export function SaveDraft({ profile, state }: { profile: Profile; state: TryState }) {
  const { can } = useSession()
  const save = useAction('PUT /v1/profiles/{key}/draft', {
    done: ({ key }) => `Kept as the draft of ${key}; publish it under Profiles.`,
    invalidates: ['GET /v1/profiles', 'GET /v1/profiles/{key}'],
  })
  if (!can('PUT /v1/profiles/{key}/draft') || !profile.live) return null
  const { settings, revision } = profile.live
  const keep = () =>
    save.run({
      params: { key: profile.key },
      query: { expectedRevision: revision },
      body: draftOf(settings, state),
    })
  return (
    <Button kind="primary" isBusy={save.isRunning} onClick={() => void keep()}>
      Keep as draft
    </Button>
  )
}
