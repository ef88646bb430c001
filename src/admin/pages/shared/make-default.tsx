import { useState } from 'react'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextInput } from '../../ui/inputs.tsx'
import { Failure } from '../../ui/states.tsx'

interface Props {
  readonly profileKey: string
  /** what is served now */
  readonly defaultKey: string | undefined
  /** what the button says */
  readonly label?: string
}

/** Serves a profile to everybody who names none, after a reason is given; not offered to who may not. */
export function MakeDefault({ profileKey, defaultKey, label = 'Serve to everybody' }: Props) {
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const serve = useAction('PUT /v1/profiles/default', {
    done: () => `${profileKey} is served now.`,
    invalidates: ['GET /v1/profiles', 'GET /v1/profiles/{key}'],
  })
  if (!can('PUT /v1/profiles/default') || profileKey === defaultKey) return null
  const close = () => {
    setOpen(false)
    serve.clear()
  }
  const confirm = async () => {
    if (await serve.run({ body: { key: profileKey, reason } })) close()
  }
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        title={`Serve ${profileKey} to everybody?`}
        isOpen={isOpen}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              kind="primary"
              isBusy={serve.isRunning}
              disabled={reason.trim() === ''}
              onClick={() => void confirm()}
            >
              Serve {profileKey}
            </Button>
          </>
        }
      >
        <p>
          From the next request on, lists follow <strong>{profileKey}</strong>
          {defaultKey && (
            <>
              {' '}
              instead of <strong>{defaultKey}</strong>
            </>
          )}
          , for every request that names no profile. It can be put back in the same way.
        </p>
        {serve.error && <Failure error={serve.error} />}
        <TextInput
          label="Reason"
          rows={2}
          value={reason}
          onChange={setReason}
          hint="It stands in the audit with your key."
          isNeeded
        />
      </Dialog>
    </>
  )
}
