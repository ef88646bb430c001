import { useState } from 'react'
import type { ProfileDraft } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useQuery } from '../../api/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { QueryView } from '../../ui/states.tsx'
import { Differences } from './differences.tsx'

interface Props {
  readonly profileKey: string
  readonly draft: ProfileDraft
  readonly onDone?: () => void
}

/** Publishes a draft after what it changes was shown and a reason given; not offered to who may not. */
export function PublishDraft({ profileKey, draft, onDone }: Props) {
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const publish = useAction('POST /v1/profiles/{key}/publish', {
    done: ({ key, revision }) => `${key} is at revision ${revision} now.`,
    invalidates: [
      'GET /v1/profiles',
      'GET /v1/profiles/{key}',
      'GET /v1/profiles/{key}/revisions',
      'GET /v1/profiles/{key}/diff',
    ],
  })
  if (!can('POST /v1/profiles/{key}/publish')) return null
  const confirm = async (reason: string) => {
    const body = { reason, expected: draft.etag }
    const isDone = (await publish.run({ params: { key: profileKey }, body })) !== null
    if (isDone) onDone?.()
    return isDone
  }
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        Publish…
      </Button>
      <ReasonDialog
        title={`Publish the draft of ${profileKey}?`}
        confirm="Publish"
        isOpen={isOpen}
        onClose={() => {
          setOpen(false)
          publish.clear()
        }}
        onConfirm={confirm}
        isRunning={publish.isRunning}
        error={publish.error}
      >
        <p>From the next request on, lists of this profile follow it. It can be reverted at any time.</p>
        {draft.baseRevision > 0 && <WhatChanges profileKey={profileKey} />}
      </ReasonDialog>
    </>
  )
}

function WhatChanges({ profileKey }: { profileKey: string }) {
  const diff = useQuery('GET /v1/profiles/{key}/diff', {
    params: { key: profileKey },
    query: { from: 'live', to: 'draft' },
  })
  return (
    <QueryView query={diff}>
      {({ differences }) =>
        differences.length > 0 ? (
          <Differences caption="What publishing changes" differences={differences} from="Live" to="Draft" />
        ) : (
          <p className="soft">The draft says the same as what is live; there is nothing to publish.</p>
        )
      }
    </QueryView>
  )
}
