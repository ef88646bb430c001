import { useState } from 'react'
import type { Model, ModelChannel } from '../../../client/index.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Check, Segments } from '../../ui/inputs.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Tag } from '../../ui/tag.tsx'

/** What speaks of what channels serve. */
export const changedByChannels = ['GET /v1/admin/models', 'GET /v1/admin/audit'] as const

interface Props {
  readonly model: Pick<Model, 'version' | 'status'>
  readonly channels: readonly ModelChannel[]
  readonly kind?: 'primary' | 'plain' | 'quiet'
}

type Channel = ModelChannel['channel']

/** Lets a channel serve a version, after a reason is given; not offered to who may not, nor where both serve it. */
export function Promote({ model: { version, status }, channels, kind = 'plain' }: Props) {
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const free = (['latest', 'stable'] as const).filter(
    (name) => !channels.some((state) => state.channel === name && state.version === version),
  )
  const [chosen, setChannel] = useState<Channel>('latest')
  const [pin, setPin] = useState(false)
  const promote = useAction('POST /v1/admin/models/{version}/promote', {
    done: (state) => `${state.channel} serves ${state.version}.`,
    invalidates: changedByChannels,
  })
  if (!can('POST /v1/admin/models/{version}/promote') || free[0] === undefined) return null
  const channel = free.includes(chosen) ? chosen : free[0]
  const now = channels.find((state) => state.channel === channel)?.version
  return (
    <>
      <Button kind={kind} onClick={() => setOpen(true)}>
        Promote<span className="visually-hidden"> {version}</span>
      </Button>
      <ReasonDialog
        title={`Promote ${version}?`}
        confirm={`Promote to ${channel}`}
        isOpen={isOpen}
        onClose={() => {
          setOpen(false)
          promote.clear()
        }}
        onConfirm={async (reason) =>
          (await promote.run({ params: { version }, body: { channel, reason, pin } })) !== null
        }
        isRunning={promote.isRunning}
        error={promote.error}
      >
        {status === 'rejected' && (
          <p>
            <Tag kind="bad">rejected</Tag> Its gate kept it back; this serves it all the same.
          </p>
        )}
        {free.length > 1 && (
          <div className="row">
            <Segments
              label="Channel"
              value={channel}
              onChange={setChannel}
              options={free.map((value) => ({ value, label: value }))}
            />
          </div>
        )}
        <p>
          From the next request on, profiles that follow <strong>{channel}</strong> are ranked by{' '}
          <strong>{version}</strong>
          {now && (
            <>
              {' '}
              instead of <strong>{now}</strong>
            </>
          )}
          . It can be rolled back.
        </p>
        <Check label="Keep it there: training moves it no more" isOn={pin} onChange={setPin} />
      </ReasonDialog>
    </>
  )
}
