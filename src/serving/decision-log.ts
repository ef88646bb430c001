import type { Database } from '../db/client.ts'
import { type Decision, decisionText, insertDecisions } from './decision-rows.ts'

export interface DecisionLog {
  /** Never waits and never throws; `make` runs a turn of the event loop later, when the answer is out. */
  write(userId: string | null, make: () => Decision): void
  /** Drops what is queued of a user who was erased; what is being written already is kept out or deleted by the database. */
  forget(userId: string): void
  queued(): number
  dropped(): number
  /** Resolves when all that was queued before is stored. @throws when PostgreSQL is away */
  flush(): Promise<void>
  /** Stores what it can within `graceMs`, then stops. */
  close(graceMs?: number): Promise<void>
}

export interface DecisionLogOptions {
  readonly database: Database
  readonly maxQueued: number
  /** Characters of the rows queued; long lists are long rows. */
  readonly maxQueuedText?: number
  /** What gives way when the queue is full. */
  readonly whenFull: 'drop-oldest'
  readonly batchSize?: number
  readonly flushEveryMs?: number
  readonly onError?: (error: Error) => void
  readonly onDropped?: (rows: number) => void
}

/** Characters in a statement: more, and making and sending it would keep everyone waiting. */
const mostText = 500_000

interface Queued {
  readonly userId: string | null
  /** undefined: `text` is there */
  make: (() => Decision) | undefined
  text: string
  isQueued: boolean
}

/** Writes decisions in batches, one statement each; keeps them, up to `maxQueued` and `maxQueuedText`, while PostgreSQL is away. */
export function createDecisionLog(options: DecisionLogOptions): DecisionLog {
  const { batchSize = 64, flushEveryMs = 200, maxQueued, maxQueuedText = 100_000_000 } = options
  let queue: Queued[] = []
  /** Queue entries before this one are done; the array is cut when they are many, so that taking from the front is cheap. */
  let head = 0
  /** Of what is queued and written out. */
  let characters = 0
  let dropped = 0
  let failures = 0
  /** Of the queue's end: not written out yet. */
  let fresh: Queued[] = []
  let timer: NodeJS.Timeout | undefined
  let draining: Promise<void> | undefined
  let closed = false

  const size = () => queue.length - head

  const lose = (rows: number) => {
    if (rows === 0) return
    dropped += rows
    options.onDropped?.(rows)
  }

  const trim = () => {
    if (head < 1024 || head * 2 < queue.length) return
    queue = queue.slice(head)
    head = 0
  }

  const textOf = (entry: Queued): string => {
    if (!entry.make) return entry.text
    entry.text = decisionText(entry.make())
    entry.make = undefined
    if (entry.isQueued) characters += entry.text.length
    return entry.text
  }

  const take = (entries: readonly Queued[]) => {
    for (const entry of entries) {
      entry.isQueued = false
      characters -= entry.text.length
    }
  }

  const dropOldest = () => {
    take(queue.slice(head, ++head))
    lose(1)
    trim()
  }

  /** As many of the first as come to `mostText` characters, at least one. */
  const nextBatch = (): Queued[] => {
    const batch: Queued[] = []
    let length = 0
    while (batch.length < Math.min(batchSize, size()) && length < mostText) {
      const entry = queue[head + batch.length]!
      length += textOf(entry).length
      batch.push(entry)
    }
    return batch
  }

  const drain = async (): Promise<void> => {
    while (size() > 0) {
      const batch = nextBatch()
      // Taken out before the statement runs, so that dropping the oldest meanwhile can't drop what is being written.
      head += batch.length
      take(batch)
      trim()
      try {
        const userIds = new Set(batch.flatMap(({ userId }) => userId ?? []))
        const texts = batch.map(({ text }) => text)
        await insertDecisions(options.database, [...userIds], texts)
        failures = 0
      } catch (error) {
        // Rows that the database will never take must not stand in the way of those behind them.
        if (isRefused(error)) lose(batch.length)
        else putBack(batch)
        throw error
      }
    }
  }

  const putBack = (batch: Queued[]) => {
    const room = Math.max(0, maxQueued - size())
    const kept = batch.slice(Math.max(0, batch.length - room))
    for (const entry of kept) {
      entry.isQueued = true
      characters += entry.text.length
    }
    queue = [...kept, ...queue.slice(head)]
    head = 0
    lose(batch.length - kept.length)
  }

  const drainOnce = (): Promise<void> => {
    draining ??= drain().finally(() => {
      draining = undefined
    })
    return draining
  }

  // Soon, since a decision as text is a fraction of all that a ranking holds, and one by one, so that no flush holds anybody up.
  const writeOut = () => {
    const entries = fresh
    fresh = []
    for (const entry of entries) {
      try {
        textOf(entry)
      } catch {
        // It is tried again where it is stored, which tells.
      }
    }
    while (characters > maxQueuedText && size() > 0) dropOldest()
  }

  const schedule = () => {
    if (timer || closed) return
    timer = setTimeout(
      () => {
        timer = undefined
        drainOnce()
          .catch((error: Error) => {
            failures++
            options.onError?.(error)
          })
          .finally(() => {
            if (size() > 0) schedule()
          })
      },
      flushEveryMs * 2 ** Math.min(failures, 4),
    )
    timer.unref()
  }

  return {
    write(userId, make) {
      if (closed) return
      const entry: Queued = { userId, make, text: '', isQueued: true }
      queue.push(entry)
      if (fresh.length === 0) setImmediate(writeOut)
      fresh.push(entry)
      if (size() > maxQueued) dropOldest()
      schedule()
    },
    forget(userId) {
      const present = queue.slice(head)
      take(present.filter((entry) => entry.userId === userId))
      queue = present.filter((entry) => entry.userId !== userId)
      head = 0
    },
    queued: size,
    dropped: () => dropped,
    async flush() {
      while (size() > 0 || draining !== undefined) await drainOnce()
    },
    async close(graceMs = 2000) {
      clearTimeout(timer)
      timer = undefined
      closed = true
      let limit: NodeJS.Timeout | undefined
      const outOfTime = new Promise<void>((resolve) => {
        limit = setTimeout(resolve, graceMs)
      })
      const flushed = (async () => {
        while (size() > 0 || draining !== undefined) await drainOnce()
      })().catch((error: Error) => options.onError?.(error))
      await Promise.race([flushed, outOfTime])
      clearTimeout(limit)
      lose(size())
      queue = []
      head = 0
    },
  }
}

/** True for data exceptions and broken constraints (SQLSTATE classes 22 and 23): trying again would end the same way. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}
