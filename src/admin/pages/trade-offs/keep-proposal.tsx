import { useState } from 'react'
import type { ProfileSettings } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import type { Profiles } from '../../api/use-profiles.ts'
import { Link } from '../../router/link.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/inputs.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'

interface Props {
  readonly profiles: Profiles
  /** the profile that is suggested */
  readonly standard: string
  /** the proposal in a profile's place: what is live there goes in */
  readonly settingsFor: (live: ProfileSettings) => ProfileSettings
}

const changed = ['GET /v1/profiles', 'GET /v1/profiles/{key}', 'GET /v1/profiles/{key}/revisions'] as const

/** Keeps a proposal as a draft of a profile, or publishes it with a reason; not offered to who may not. */
export function KeepProposal({ profiles, standard, settingsFor }: Props) {
  const { can } = useSession()
  const [chosen, setChosen] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [savedFor, setSavedFor] = useState<string | null>(null)
  const key = chosen ?? standard
  const profile = profiles.of(key)
  const save = useAction('PUT /v1/profiles/{key}/draft', { invalidates: changed })
  const publish = useAction('POST /v1/profiles/{key}/publish', {
    done: ({ revision }) => `${key} is at revision ${revision} now.`,
    invalidates: changed,
  })
  if (!can('PUT /v1/profiles/{key}/draft') || !profile?.live) return null
  const { revision, settings } = profile.live
  const keep = async () => {
    const saved = await save.run({
      params: { key },
      query: { expectedRevision: revision, ...(profile.draft ? { expected: profile.draft.etag } : {}) },
      body: settingsFor(settings),
    })
    setSavedFor(saved && key)
    return saved
  }
  const confirm = async (reason: string) => {
    const saved = await keep()
    if (!saved?.draft) return false
    const body = { reason, expected: saved.draft.etag }
    const isDone = (await publish.run({ params: { key }, body })) !== null
    if (isDone) setSavedFor(null)
    return isDone
  }
  return (
    <div className="stack-tight">
      <div className="row row-end">
        <Select
          label="For the profile"
          value={key}
          onChange={setChosen}
          options={profiles.all
            .filter(({ live }) => live)
            .map((each) => ({ value: each.key, label: each.key }))}
        />
        <Button kind="primary" isBusy={save.isRunning} onClick={() => void keep()}>
          Save as draft
        </Button>
        {can('POST /v1/profiles/{key}/publish') && <Button onClick={() => setOpen(true)}>Publish…</Button>}
      </div>
      {profile.draft && savedFor !== key && (
        <p className="soft small">{key} has a draft already; this would take its place.</p>
      )}
      {savedFor !== null && (
        <p role="status">
          Saved as the draft of {savedFor}.{' '}
          <Link to="profiles" query={{ key: savedFor, tab: 'preview' }}>
            See what publishing it would change
          </Link>
        </p>
      )}
      <ReasonDialog
        title={`Publish this as ${key}?`}
        confirm="Publish"
        isOpen={isOpen}
        onClose={() => {
          setOpen(false)
          save.clear()
          publish.clear()
        }}
        onConfirm={confirm}
        isRunning={save.isRunning || publish.isRunning}
        error={save.error ?? publish.error}
      >
        <p>
          From the next request on, lists of <strong>{key}</strong> follow these weights. It can be reverted
          under Profiles at any time.
        </p>
      </ReasonDialog>
    </div>
  )
}
