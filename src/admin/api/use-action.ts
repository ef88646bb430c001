import { useCallback, useState } from 'react'
import {
  type Answer,
  ConnectionError,
  type Input,
  type OperationName,
  ProblemError,
} from '../../client/index.ts'
import { useToasts } from '../ui/toasts.tsx'
import { reportAway } from './connection.ts'
import { invalidate } from './invalidation.ts'
import { useSession } from './session.tsx'

export interface Action<Name extends OperationName> {
  /** resolves to the answer, or to null when it failed; what went wrong is in `error` then, and told in a toast where no field is to blame */
  run(input: Input<Name>): Promise<Answer<Name> | null>
  readonly isRunning: boolean
  readonly error: Error | undefined
  /** faults of the input by field path */
  readonly fieldErrors: Readonly<Record<string, string>>
  clear(): void
}

export interface ActionOptions<Name extends OperationName> {
  /** what the toast says when it is done; absent: nothing */
  readonly done?: (answer: Answer<Name>) => string
  /** routes whose answers this changes */
  readonly invalidates?: readonly OperationName[]
}

/** Something that a person does by pressing a button: publish, promote, roll back. */
export function useAction<Name extends OperationName>(
  name: Name,
  { done, invalidates = [] }: ActionOptions<Name> = {},
): Action<Name> {
  const { client, signOut } = useSession()
  const toasts = useToasts()
  const [isRunning, setRunning] = useState(false)
  const [error, setError] = useState<Error>()

  const run = async (input: Input<Name>) => {
    setRunning(true)
    setError(undefined)
    try {
      const answer = await client.call(name, ...([input] as never))
      invalidate(...invalidates)
      if (done) toasts.say(done(answer))
      return answer
    } catch (cause) {
      const failure = cause instanceof Error ? cause : new Error(String(cause))
      setError(failure)
      if (failure instanceof ConnectionError) reportAway()
      if (failure instanceof ProblemError && failure.status === 401) signOut('The key is no longer valid.')
      else if (!(failure instanceof ProblemError && failure.fields.length > 0)) toasts.fail(failure.message)
      return null
    } finally {
      setRunning(false)
    }
  }

  const clear = useCallback(() => setError(undefined), [])
  const fields = error instanceof ProblemError ? error.fields : []
  const fieldErrors = Object.fromEntries(fields.map(({ path, message }) => [path, message]))
  return { run, isRunning, error, fieldErrors, clear }
}
