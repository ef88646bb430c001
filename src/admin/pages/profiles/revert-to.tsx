import { useState } from 'react'
import { useAction } from '../../api/use-action.ts'
import { useQuery } from '../../api/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { QueryView } from '../../ui/states.tsx'
import { Differences } from './differences.tsx'

/** Goes back to an older revision, after what that changes was shown and a reason given. */
export function RevertTo({ profileKey, revision }: { profileKey: string; revision: number }) {
  const [isOpen, setOpen] = useState(false)
  const revert = useAction('POST /v1/profiles/{key}/revert', {
    done: ({ key, revision: now }) =>
      `${key} says what it said at revision ${revision}; that is revision ${now}.`,
    invalidates: [
      'GET /v1/profiles',
      'GET /v1/profiles/{key}',
      'GET /v1/profiles/{key}/revisions',
      'GET /v1/profiles/{key}/diff',
    ],
  })
  const confirm = async (reason: string) =>
    (await revert.run({ params: { key: profileKey }, body: { to: revision, reason } })) !== null
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        Revert<span className="visually-hidden"> to revision {revision}</span>
      </Button>
      <ReasonDialog
        title={`Revert ${profileKey} to revision ${revision}?`}
        confirm="Revert"
        isOpen={isOpen}
        onClose={() => {
          setOpen(false)
          revert.clear()
        }}
        onConfirm={confirm}
        isRunning={revert.isRunning}
        error={revert.error}
      >
        <p>A new revision that equals it goes live; nothing is lost.</p>
        <WhatChanges profileKey={profileKey} revision={revision} />
      </ReasonDialog>
    </>
  )
}

function WhatChanges({ profileKey, revision }: { profileKey: string; revision: number }) {
  const diff = useQuery('GET /v1/profiles/{key}/diff', {
    params: { key: profileKey },
    query: { from: 'live', to: String(revision) },
  })
  return (
    <QueryView query={diff}>
      {({ differences }) =>
        differences.length > 0 ? (
          <Differences
            caption="What reverting changes"
            differences={differences}
            from="Live"
            to={`Revision ${revision}`}
          />
        ) : (
          <p className="soft">It says the same as what is live; there is nothing to revert.</p>
        )
      }
    </QueryView>
  )
}
