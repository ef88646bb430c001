import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextInput } from './inputs.tsx'
import { Failure } from './states.tsx'

interface Props {
  readonly title: string
  /** what the button says that goes on: a verb */
  readonly confirm: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** does it. @returns whether it was done; then the dialog closes */
  readonly onConfirm: (reason: string) => Promise<boolean>
  readonly isRunning: boolean
  readonly error: Error | undefined
  /** `danger`: cannot be taken back */
  readonly kind?: 'primary' | 'danger'
  /** what will happen, in words */
  readonly children: ReactNode
}

/** Asks why before something is done that others will see; without a reason it is not done. */
export function ReasonDialog({ title, confirm, isOpen, onClose, onConfirm, ...rest }: Props) {
  const { isRunning, error, kind = 'primary', children } = rest
  const [reason, setReason] = useState('')
  const close = () => {
    setReason('')
    onClose()
  }
  const go = async () => {
    if (await onConfirm(reason.trim())) close()
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind={kind} isBusy={isRunning} disabled={reason.trim() === ''} onClick={() => void go()}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      {error && <Failure error={error} />}
      <TextInput
        label="Reason"
        rows={2}
        value={reason}
        onChange={setReason}
        hint="It stands in the audit with your key."
        isNeeded
      />
    </Dialog>
  )
}
