import type { Database } from '../db/client.ts'
import { listen, type Topic } from '../db/notifications.ts'
import { createChangeCheck } from './change-check.ts'
import { createChangeQueue } from './change-queue.ts'

export interface SnapshotLoader {
  /** False: changes are found by polling only. */
  isListening(): boolean
  /** Does at once what a notification would have done soon. */
  changed(topic: Topic): void
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
}

/** Interactions come after the catalogue that they point into; models come last, as they are bound to both. */
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

  const check = createChangeCheck(database.pool)
  await check.poll()
  let loaded = false
  const listener = await listen({
    url: database.url,
    onChange(topic) {
      told.add(topic)
      if (loaded) queue.changed(topic)
    },
    onError: (error) => options.onError?.('listening for changes', error),
  })
  try {
    for (const topic of firstLoad) await handlers[topic]()
    await handlers.models().catch((error: Error) => {
      // A service without a model still answers; the queue tries again and tells.
      told.add('models')
      options.onError?.('loading the models', error)
    })
  } catch (error) {
    await listener.close()
    throw error
  }
  // Only now, since a load that began earlier must not end later than one that began after it.
  loaded = true
  for (const topic of told) queue.changed(topic)

  let polling: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    polling = poll()
  }, pollMs)
  timer.unref()

  async function poll(): Promise<void> {
    const known = new Set(told)
    told.clear()
    try {
      for (const topic of await check.poll()) if (!known.has(topic)) queue.changed(topic)
    } catch (error) {
      options.onError?.('asking for changes', error instanceof Error ? error : new Error(String(error)))
    }
  }

  return {
    isListening: () => listener.isConnected(),
    changed: (topic) => queue.changed(topic),
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
