import { useState } from 'react'
import type { ModelChannel } from '../../../client/index.ts'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { changedByChannels } from './promote.tsx'

/** Keeps a channel where it is, or lets training move it again. */
export function PinChannel({ of: { channel, version, pinned } }: { of: ModelChannel }) {
  const [isOpen, setOpen] = useState(false)
  const pin = useAction('POST /v1/admin/models/{version}/promote', {
    done: (state) => `${state.channel} is ${state.pinned ? 'pinned to' : 'no longer pinned to'} ${version}.`,
    invalidates: changedByChannels,
  })
  const verb = pinned ? 'Lift the pin' : 'Pin'
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {verb}
        <span className="visually-hidden"> of {channel}</span>
      </Button>
      <ReasonDialog
        title={pinned ? `Lift the pin of ${channel}?` : `Pin ${channel} to ${version}?`}
        confirm={verb}
        isOpen={isOpen}
        onClose={() => {
          setOpen(false)
          pin.clear()
        }}
        onConfirm={async (reason) =>
          (await pin.run({ params: { version }, body: { channel, reason, pin: !pinned } })) !== null
        }
        isRunning={pin.isRunning}
        error={pin.error}
      >
        <p>
          {pinned
            ? 'The next version that training moves the channel to is served there.'
            : 'New versions are trained and kept, and not served there until somebody moves the channel.'}
        </p>
      </ReasonDialog>
    </>
  )
}
