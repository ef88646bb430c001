import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { connectTo } from './hosts.ts'

export interface AdvisoryLockOptions {
  readonly url: string
  /** A number that no other lock of ours uses. */
  readonly key: number
  /** Told again and again while another process holds the lock; what it throws gives up waiting. */
  readonly onWaiting: () => void
  readonly retryMs?: number
}

/**
 * Runs `work` while no other process that names the same key and database does. The lock is a session's, on a connection of its own:
 * a process that dies lets go of it.
 */
export async function withAdvisoryLock<T>(options: AdvisoryLockOptions, work: () => Promise<T>): Promise<T> {
  const { url, key, onWaiting, retryMs = 250 } = options
  // When it is lost while `work` goes on, others may begin too: no worse than without a lock, and no reason to fall over.
  const client = await connectTo(url, { application_name: 'maitre-lock' })
  try {
    // Asking again instead of waiting in the database, so that Ctrl-C is heard.
    while (!(await isTaken(client, key))) {
      onWaiting()
      await delay(retryMs)
    }
    return await work()
  } finally {
    await client.end().catch(() => {})
  }
}

async function isTaken(client: pg.Client, key: number): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [key])
  return rows[0]?.taken === true
}
