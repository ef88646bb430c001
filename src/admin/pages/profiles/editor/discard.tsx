import { useState } from 'react'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'

/** Throws a draft away, once one is sure. */
export function Discard({ profileKey }: { profileKey: string }) {
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const discard = useAction('DELETE /v1/profiles/{key}/draft', {
    done: () => `The draft of ${profileKey} is gone.`,
    invalidates: ['GET /v1/profiles', 'GET /v1/profiles/{key}', 'GET /v1/profiles/{key}/diff'],
  })
  if (!can('DELETE /v1/profiles/{key}/draft')) return null
  const close = () => setOpen(false)
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        Discard draft
      </Button>
      <Dialog
        title={`Discard the draft of ${profileKey}?`}
        isOpen={isOpen}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>Keep it</Button>
            <Button
              kind="danger"
              isBusy={discard.isRunning}
              onClick={() => void discard.run({ params: { key: profileKey } }).then(close)}
            >
              Discard
            </Button>
          </>
        }
      >
        <p>What it says is lost. What is live stays as it is.</p>
      </Dialog>
    </>
  )
}
