import { useState } from 'react'
import type { ModelChannel } from '../../../client/index.ts'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Check } from '../../ui/inputs.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { changedByChannels } from './promote.tsx'

interface Props {
  readonly channel: ModelChannel['channel']
  readonly version: string
  readonly previous: string
}

/** Puts a channel back to the version before, after a reason is given. */
export function RollBack({ channel, version, previous }: Props) {
  const [isOpen, setOpen] = useState(false)
  const [pin, setPin] = useState(false)
  const rollBack = useAction('POST /v1/admin/models/rollback', {
    done: (state) => `${state.channel} serves ${state.version} again.`,
    invalidates: changedByChannels,
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        Roll back<span className="visually-hidden"> {channel}</span>
      </Button>
      <ReasonDialog
        title={`Roll ${channel} back?`}
        confirm="Roll back"
        isOpen={isOpen}
        onClose={() => {
          setOpen(false)
          rollBack.clear()
        }}
        onConfirm={async (reason) => (await rollBack.run({ body: { channel, reason, pin } })) !== null}
        isRunning={rollBack.isRunning}
        error={rollBack.error}
      >
        <p>
          From the next request on, profiles that follow <strong>{channel}</strong> are ranked by{' '}
          <strong>{previous}</strong> instead of <strong>{version}</strong>. Rolling back again undoes it.
        </p>
        <Check label="Keep it there: training moves it no more" isOn={pin} onChange={setPin} />
      </ReasonDialog>
    </>
  )
}
