import { useState } from 'react'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'

interface Props {
  readonly profileKey: string
  /** the profile was never published, so that there is nothing but the draft */
  readonly isAll: boolean
  /** it is gone, and the profile with it */
  readonly onGone: () => void
}

/** Throws a draft away, once one is sure. */
export function Discard({ profileKey, isAll, onGone }: Props) {
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const discard = useAction('DELETE /v1/profiles/{key}/draft', {
    done: () => `The draft of ${profileKey} is gone.`,
    invalidates: ['GET /v1/profiles', 'GET /v1/profiles/{key}', 'GET /v1/profiles/{key}/diff'],
  })
  if (!can('DELETE /v1/profiles/{key}/draft')) return null
  const close = () => setOpen(false)
  const confirm = async () => {
    const isDone = (await discard.run({ params: { key: profileKey } })) !== null
    close()
    if (isDone && isAll) onGone()
  }
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
            <Button kind="danger" isBusy={discard.isRunning} onClick={() => void confirm()}>
              Discard
            </Button>
          </>
        }
      >
        <p>
          What it says is lost.{' '}
          {isAll ? 'The profile, which was never published, goes with it.' : 'What is live stays as it is.'}
        </p>
      </Dialog>
    </>
  )
}
