import { type ReactNode, useState } from 'react'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'

interface Props {
  readonly profileKey: string
  /** what is served now */
  readonly defaultKey: string | undefined
  /** what the button says */
  readonly label?: ReactNode
  readonly kind?: 'primary' | 'plain'
  /** what it would change, shown before it is confirmed */
  readonly consequences?: ReactNode
}

/** Serves a profile to everybody who names none, after a reason is given; not offered to who may not. */
export function MakeDefault({ profileKey, defaultKey, consequences, ...rest }: Props) {
  const { label = 'Serve to everybody', kind = 'primary' } = rest
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const serve = useAction('PUT /v1/profiles/default', {
    done: () => `${profileKey} is served now.`,
    invalidates: ['GET /v1/profiles', 'GET /v1/profiles/{key}', 'GET /v1/admin/audit'],
  })
  if (!can('PUT /v1/profiles/default') || profileKey === defaultKey) return null
  const close = () => {
    setOpen(false)
    serve.clear()
  }
  return (
    <>
      <Button kind={kind} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <ReasonDialog
        title={`Serve ${profileKey} to everybody?`}
        confirm={`Serve ${profileKey}`}
        isOpen={isOpen}
        onClose={close}
        onConfirm={async (reason) => (await serve.run({ body: { key: profileKey, reason } })) !== null}
        isRunning={serve.isRunning}
        error={serve.error}
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
        {consequences}
      </ReasonDialog>
    </>
  )
}
