import { useState } from 'react'
import type { TrainingRun } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Check, Select, TextInput } from '../../ui/inputs.tsx'
import { Failure } from '../../ui/states.tsx'

interface Props {
  /** a run is under way: one at a time */
  readonly isBusy: boolean
  readonly onStarted: (run: TrainingRun) => void
}

const searches = [
  { value: '0', label: 'no: the settings of the model in service' },
  { value: '60', label: 'for a minute' },
  { value: '300', label: 'for 5 minutes' },
  { value: '1800', label: 'for half an hour' },
  { value: '7200', label: 'for 2 hours' },
]

const operation = 'POST /v1/admin/training-runs'

/** Starts a training run; not offered to who may not. */
export function StartTraining({ isBusy, onStarted }: Props) {
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [searchSeconds, setSearchSeconds] = useState('0')
  const [reason, setReason] = useState('')
  const [force, setForce] = useState(false)
  const start = useAction(operation, {
    done: ({ id }) => `Run ${id} has begun.`,
    invalidates: ['GET /v1/admin/training-runs'],
  })
  if (!can(operation)) return null
  const close = () => {
    setOpen(false)
    start.clear()
  }
  const why = reason.trim()
  const go = async () => {
    const body = { force, searchSeconds: Number(searchSeconds), ...(why === '' ? {} : { reason: why }) }
    const run = await start.run({ body })
    if (!run) return
    close()
    onStarted(run)
  }
  return (
    <>
      <Button
        kind="primary"
        disabled={isBusy}
        title={isBusy ? 'One run at a time' : undefined}
        onClick={() => setOpen(true)}
      >
        Train a model
      </Button>
      <Dialog
        title="Train a model"
        isOpen={isOpen}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              kind="primary"
              isBusy={start.isRunning}
              disabled={force && why === ''}
              onClick={() => void go()}
            >
              Start training
            </Button>
          </>
        }
      >
        <p>
          It learns from all that is stored, beside everything else, and is served as <strong>latest</strong>{' '}
          only when it passes its gate.
        </p>
        {start.error && <Failure error={start.error} />}
        <Select
          label="Look for better settings first"
          value={searchSeconds}
          onChange={setSearchSeconds}
          options={searches}
          hint="Tries settings on earlier orders; what it finds holds until the next search."
        />
        <TextInput
          label="Reason"
          rows={2}
          value={reason}
          onChange={setReason}
          isNeeded={force}
          error={start.fieldErrors['reason']}
          hint={force ? 'Needed, since it is forced.' : 'May be left out.'}
        />
        <div className="stack-tight">
          <Check label="By force" isOn={force} onChange={setForce} />
          <p className="small soft">
            Trains on data that look broken, and serves the result whatever the gate finds.
          </p>
        </div>
      </Dialog>
    </>
  )
}
