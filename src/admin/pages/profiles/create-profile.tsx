import { useId, useState } from 'react'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import type { Profiles } from '../../api/use-profiles.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select, TextInput } from '../../ui/inputs.tsx'
import { Failure } from '../../ui/states.tsx'

interface Props {
  readonly profiles: Profiles
  readonly onCreated: (key: string) => void
}

/** Begins a profile of a key of its own as a draft that says what another does; not offered to who may not. */
export function CreateProfile({ profiles, onCreated }: Props) {
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  if (!can('PUT /v1/profiles/{key}/draft')) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>New profile</Button>
      {isOpen && (
        <CreateDialog
          profiles={profiles}
          onClose={() => setOpen(false)}
          onCreated={(key) => {
            setOpen(false)
            onCreated(key)
          }}
        />
      )}
    </>
  )
}

function CreateDialog({ profiles, onClose, onCreated }: Props & { onClose: () => void }) {
  const form = useId()
  const [key, setKey] = useState('')
  const [stakeholder, setStakeholder] = useState('')
  const [from, setFrom] = useState(profiles.defaultKey ?? '')
  const create = useAction('PUT /v1/profiles/{key}/draft', {
    done: (made) => `${made.key} is a draft now; nothing is served from it before it is published.`,
    invalidates: ['GET /v1/profiles'],
  })
  const name = key.trim()
  const isTaken = profiles.of(name) !== undefined
  const copied = profiles.of(from)?.live?.settings
  const isReady = name !== '' && stakeholder.trim() !== '' && !isTaken && copied !== undefined
  const make = async () => {
    if (!isReady) return
    const body = { ...copied, stakeholder: stakeholder.trim(), description: `Begun as a copy of ${from}.` }
    // Refused where somebody published the same key meanwhile.
    const made = await create.run({ params: { key: name }, query: { expectedRevision: 0 }, body })
    if (made) onCreated(made.key)
  }
  return (
    <Dialog
      title="New profile"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} isBusy={create.isRunning} disabled={!isReady}>
            Make the draft
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        <p>
          It begins as a draft that says what another profile does. Guests see nothing of it before it is
          published, with a reason.
        </p>
        {create.error && !create.fieldErrors['key'] && <Failure error={create.error} />}
        <TextInput
          label="Key"
          value={key}
          onChange={setKey}
          placeholder="late-night"
          hint="How requests name it: lower-case letters, digits and hyphens. It stays as it is."
          error={isTaken ? 'is taken by another profile' : create.fieldErrors['key']}
          isNeeded
        />
        <TextInput
          label="Stakeholder"
          value={stakeholder}
          onChange={setStakeholder}
          hint="Who wants it, and is asked about it."
          isNeeded
        />
        <Select
          label="As a copy of"
          value={from}
          onChange={setFrom}
          options={profiles.all
            .filter(({ live }) => live)
            .map((profile) => ({ value: profile.key, label: profile.key }))}
          hint={copied?.description}
        />
      </form>
    </Dialog>
  )
}
