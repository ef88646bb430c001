import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import {
  access,
  type Client,
  createClient,
  type OperationName,
  ProblemError,
  type Session,
} from '../../client/index.ts'
import { onBack, reportAway } from './connection.ts'

/** Kept for this tab alone, until it is closed or one signs out. */
const storageKey = 'maitre.key'

export type Role = Session['role']

export interface SignedIn {
  readonly client: Client
  readonly session: Session
  /** whether the role may call that route; what it may not do is not offered */
  can(operation: OperationName): boolean
  /** @param words why, for the sign-in page */
  signOut(words?: string): void
}

export type SessionState =
  | { readonly status: 'checking' }
  | { readonly status: 'signed-out'; readonly words: string | null; signIn(key: string): Promise<void> }
  | ({ readonly status: 'signed-in' } & SignedIn)

const SignedInContext = createContext<SignedIn | null>(null)

/** @throws Error outside of the signed-in part of the page */
export function useSession(): SignedIn {
  const value = useContext(SignedInContext)
  if (!value) throw new Error('nobody is signed in here')
  return value
}

export const SignedInProvider = ({ value, children }: { value: SignedIn; children: ReactNode }) => (
  <SignedInContext value={value}>{children}</SignedInContext>
)

/** Who is signed in: by the key of this tab, as soon as the service knows it. */
export function useSessionState(): SessionState {
  const [key, setKey] = useState(() => sessionStorage.getItem(storageKey))
  const [session, setSession] = useState<Session | null>(null)
  const [words, setWords] = useState<string | null>(null)
  const client = useMemo(() => createClient({ key: () => key }), [key])

  const signOut = useCallback((why?: string) => {
    sessionStorage.removeItem(storageKey)
    setKey(null)
    setSession(null)
    setWords(why ?? null)
  }, [])

  const signIn = useCallback(async (given: string) => {
    const found = await createClient({ key: given }).call('GET /v1/admin/session')
    sessionStorage.setItem(storageKey, given)
    setKey(given)
    setSession(found)
    setWords(null)
  }, [])

  useEffect(() => {
    if (key === null || session) return
    const check = () => {
      client.call('GET /v1/admin/session').then(setSession, (error: unknown) => {
        if (error instanceof ProblemError && error.status < 500) signOut(error.message)
        else reportAway()
      })
    }
    check()
    return onBack(check)
  }, [client, key, session, signOut])

  return useMemo(() => {
    if (key === null) return { status: 'signed-out', words, signIn }
    if (!session) return { status: 'checking' }
    const can = (operation: OperationName) => mayCall(session.role, operation)
    return { status: 'signed-in', client, session, can, signOut }
  }, [client, key, session, signIn, signOut, words])
}

function mayCall(role: Role, operation: OperationName): boolean {
  const allowed: readonly string[] = access[operation]
  return allowed.includes(role) || allowed.includes('public')
}
