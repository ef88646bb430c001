import type { Database } from '../db/client.ts'
import { listen, type Topic } from '../db/notifications.ts'
import { createChangeCheck } from './change-check.ts'
import { createChangeQueue } from './change-queue.ts'

export interface SnapshotLoader {
  /**
   * True: PostgreSQL answers neither LISTEN nor a poll, so what is served may be out of date. Where it just goes silent, that is known
   * after five seconds at most.
   */
  isAway(): boolean
  /** Does at once what a notification would have done soon. */
  changed(topic: Topic): void
  /** Resolves once what was committed before this call is served, or after `timeoutMs`. */
  caughtUp(topic: Topic, timeoutMs?: number): Promise<void>
  /** Topics whose last load failed, with the reason. */
  readonly failures: ReadonlyMap<Topic, string>
  /** Resolves when no load is due or running. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface SnapshotLoaderOptions {
  readonly database: Database
  /** What to load again when a topic changed. */
  readonly handlers: Readonly<Record<Topic, () => Promise<void>>>
  readonly debounceMs?: number
  readonly pollMs?: number
  readonly onLoaded?: (topic: Topic, error: Error | undefined) => void
  readonly onError?: (what: string, error: Error) => void
  /** What answers from now on may be another server, with other data. */
  readonly onConnectionLost?: () => void
  /** These users alone, instead of the handler that takes up all; absent: the handler does. */
  readonly onUsersChanged?: (ids: readonly string[]) => void
}

/** Interactions come after the catalogue that they point into; models and experiments come last, as they are bound to all of it. */
const firstLoad: readonly Topic[] = ['keys', 'users', 'profiles', 'catalogue', 'interactions']

/**
 * Loads everything once, then keeps what is in memory in step with PostgreSQL: LISTEN tells at once, a cheap question every `pollMs` stands behind it. Only the
 * part that changed is loaded again.
 * @throws what the first load throws
 */
export async function openSnapshotLoader(options: SnapshotLoaderOptions): Promise<SnapshotLoader> {
  const { database, handlers, debounceMs = 20, pollMs = 5000 } = options
  const failures = new Map<Topic, string>()
  /** Topics that a notification told of since the last poll; asking again would load them twice. */
  const told = new Set<Topic>()

  const queue = createChangeQueue({
    handlers,
    debounceMs,
    onDone(topic, error) {
      if (error) failures.set(topic, error.message)
      else failures.delete(topic)
      options.onLoaded?.(topic, error)
    },
  })

  let polling: Promise<void> | undefined
  let pollFailed = false
  const check = createChangeCheck(database.pool)
  await check.poll()
  let loaded = false
  const listener = await listen({
    url: database.url,
    onChange(topic, ids) {
      told.add(topic)
      if (topic === 'users' && ids && options.onUsersChanged) options.onUsersChanged(ids)
      else if (loaded) queue.changed(topic)
    },
    onError(error) {
      options.onConnectionLost?.()
      options.onError?.('listening for changes', error)
      if (loaded) pollNow()
    },
  })
  try {
    for (const topic of firstLoad) await handlers[topic]()
    for (const topic of ['experiments', 'models'] as const) {
      await handlers[topic]().catch((error: Error) => {
        // A service without a model still answers; the queue tries again and tells.
        told.add(topic)
        options.onError?.(`loading the ${topic}`, error)
      })
    }
  } catch (error) {
    await listener.close()
    throw error
  }
  // Only now, since a load that began earlier must not end later than one that began after it.
  loaded = true
  for (const topic of told) queue.changed(topic)

  const timer = setInterval(pollNow, pollMs)
  timer.unref()

  function pollNow(): void {
    polling ??= poll().finally(() => {
      polling = undefined
    })
  }

  async function poll(): Promise<void> {
    const known = new Set(told)
    told.clear()
    try {
      for (const topic of await check.poll()) if (!known.has(topic)) queue.changed(topic)
      pollFailed = false
    } catch (error) {
      pollFailed = true
      // Connections that no longer answer may hang for as long as a statement may take; those who wait on them are told now.
      if (!listener.isConnected()) database.cut()
      options.onError?.('asking for changes', error instanceof Error ? error : new Error(String(error)))
    }
  }

  return {
    isAway: () => pollFailed && !listener.isConnected(),
    changed: (topic) => queue.changed(topic),
    caughtUp(topic, timeoutMs = 2000) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeoutMs)
      })
      return Promise.race([queue.caughtUp(topic), late]).finally(() => clearTimeout(timer))
    },
    failures,
    settled: () => queue.settled(),
    async close() {
      clearInterval(timer)
      await listener.close()
      await polling
      await queue.close()
    },
  }
}
