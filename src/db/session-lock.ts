import { connectTo } from './hosts.ts'

export interface SessionLock {
  release(): Promise<void>
}

export interface SessionLockOptions {
  readonly url: string
  /** A number that no other lock of ours uses. */
  readonly key: number
  /** Told when the connection, and with it the lock, is lost before `release`. */
  readonly onLost: (error: Error) => void
}

/**
 * Takes an advisory lock for as long as a connection of its own lives, or answers null when another session has it: what dies lets
 * go of it.
 */
export async function trySessionLock({ url, key, onLost }: SessionLockOptions): Promise<SessionLock | null> {
  const client = await connectTo(url, { application_name: 'maitre-lock' })
  let released = false
  client.on('error', (error) => {
    if (!released) onLost(error)
  })
  const release = async () => {
    released = true
    await client.end().catch(() => {})
  }
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [key])
    if (rows[0]?.taken) return { release }
    await release()
    return null
  } catch (error) {
    await release()
    throw error
  }
}
