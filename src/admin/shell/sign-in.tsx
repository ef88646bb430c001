import { type FormEvent, useState } from 'react'
import { ConnectionError } from '../../client/index.ts'
import { Button } from '../ui/button.tsx'
import { TextInput } from '../ui/inputs.tsx'
import { Panel } from '../ui/panel.tsx'
import { Brand } from './brand.tsx'
import './navigation.css'
import './shell.css'

interface Props {
  /** why one is here again; null: one comes fresh */
  readonly words: string | null
  readonly signIn: (key: string) => Promise<void>
}

export function SignIn({ words, signIn }: Props) {
  const [key, setKey] = useState('')
  const [error, setError] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await signIn(key.trim())
    } catch (cause) {
      setError(explain(cause))
      setBusy(false)
    }
  }

  return (
    <main className="door">
      <Panel className="door-panel">
        <Brand />
        <form className="stack" onSubmit={submit}>
          <div className="stack-tight">
            <h1>Sign in</h1>
            <p className="soft">{words ?? 'With a key of the role analyst, manager or admin.'}</p>
          </div>
          <TextInput
            label="API key"
            type="password"
            autoComplete="off"
            value={key}
            onChange={setKey}
            error={error}
            hint="The first start prints one key of each role, and keeps them in .data/keys.json."
            isNeeded
          />
          <Button kind="primary" type="submit" isBusy={isBusy} disabled={key.trim() === ''}>
            Sign in
          </Button>
        </form>
      </Panel>
    </main>
  )
}

const explain = (cause: unknown): string => {
  if (cause instanceof ConnectionError) return 'The service does not answer; try again in a moment.'
  return cause instanceof Error ? cause.message : String(cause)
}
