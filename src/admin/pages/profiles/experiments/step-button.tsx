import { useState } from 'react'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { ReasonDialog } from '../../../ui/reason-dialog.tsx'

const steps = {
  start: {
    name: 'POST /v1/admin/experiments/{key}/start',
    title: 'Start',
    words:
      'From the next request on guests are split, and the plan is fixed. Nobody else’s experiment can take the same requests.',
    done: 'runs now.',
  },
  stop: {
    name: 'POST /v1/admin/experiments/{key}/stop',
    title: 'Stop',
    words:
      'From the next request on nobody is in it. What it found stays; it does not start again, and publishing the winner is a step of its own.',
    done: 'is stopped.',
  },
} as const

/** Starts or stops an experiment, with a reason; not offered to who may not. */
export function StepButton({ experimentKey, step }: { experimentKey: string; step: 'start' | 'stop' }) {
  const { name, title, words, done } = steps[step]
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const action = useAction(name, {
    done: ({ key }) => `${key} ${done}`,
    invalidates: [
      'GET /v1/admin/experiments',
      'GET /v1/admin/experiments/{key}',
      'GET /v1/admin/experiments/{key}/results',
    ],
  })
  if (!can(name)) return null
  return (
    <>
      <Button kind={step === 'start' ? 'primary' : 'danger'} onClick={() => setOpen(true)}>
        {title}…
      </Button>
      <ReasonDialog
        title={`${title} ${experimentKey}?`}
        confirm={title}
        kind={step === 'start' ? 'primary' : 'danger'}
        isOpen={isOpen}
        onClose={() => {
          setOpen(false)
          action.clear()
        }}
        onConfirm={async (reason) =>
          (await action.run({ params: { key: experimentKey }, body: { reason } })) !== null
        }
        isRunning={action.isRunning}
        error={action.error}
      >
        <p>{words}</p>
      </ReasonDialog>
    </>
  )
}
