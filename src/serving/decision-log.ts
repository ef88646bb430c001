import type { Database } from '../db/client.ts'
import type { Assignment } from '../experiments/schema.ts'

/** One decision as the table `recommendations` keeps it. */
export interface Decision {
  readonly id: string
  readonly atMs: number
  readonly userId: string | null
  readonly profileKey: string
  readonly profileRevision: number
  readonly modelVersion: string | null
  readonly request: unknown
  readonly plan: unknown
  readonly items: unknown
  readonly tookMs: number
  readonly degraded: readonly string[]
  /** null: in none */
  readonly experiment: Assignment | null
}

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
}

/** Writes decisions in batches, one statement each; keeps them, up to `maxQueued`, while PostgreSQL is away. */
export function createDecisionLog(options: DecisionLogOptions): DecisionLog {
  const { batchSize = 64, flushEveryMs = 200, maxQueued } = options
  let queue: Queued[] = []
  /** Queue entries before this one are done; the array is cut when they are many, so that taking from the front is cheap. */
  let head = 0
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

  const drain = async (): Promise<void> => {
    while (size() > 0) {
      const rows = writtenOut(queue.slice(head, head + batchSize))
      const batch = queue.slice(head, head + rows.texts.length)
      // Taken out before the statement runs, so that dropping the oldest meanwhile can't drop what is being written.
      head += batch.length
      trim()
      try {
        await insert(options.database, rows)
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
      const entry: Queued = { userId, make, text: '' }
      queue.push(entry)
      if (fresh.length === 0) setImmediate(writeOut)
      fresh.push(entry)
      if (size() > maxQueued) {
        head++
        lose(1)
        trim()
      }
      schedule()
    },
    forget(userId) {
      queue = queue.slice(head).filter((entry) => entry.userId !== userId)
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

// Whatever a process had queued when a user was erased stays out: the tombstone tells. The lock on the users makes an erasure wait
// for this statement, or this statement find the user gone, so that the two can't miss each other. Of who opted out of personalisation,
// by the time that it is written, the list is kept without whom it was for.
const insertDecisions = `
  WITH present AS MATERIALIZED (
    SELECT id, personalisation_opt_out AS opted_out FROM users WHERE id = ANY ($1::text[]) ORDER BY id FOR KEY SHARE
  )
  INSERT INTO recommendations (id, at, user_id, profile_key, profile_revision, model_version, request, plan, items, took_ms, degraded,
    experiment_key, experiment_variant)
  SELECT given.id, to_timestamp(at_ms / 1000), CASE WHEN unlinked.id IS NULL THEN user_id END, profile_key, profile_revision,
         model_version, CASE WHEN unlinked.id IS NULL THEN request ELSE jsonb_set(request, '{userId}', 'null') END, plan, items, took_ms,
         ARRAY(SELECT jsonb_array_elements_text(degraded)), experiment_key, experiment_variant
    FROM json_to_recordset($2::json)
      AS given (id text, at_ms float8, user_id text, profile_key text, profile_revision int, model_version text, request jsonb, plan jsonb,
                items jsonb, took_ms float8, degraded jsonb, experiment_key text, experiment_variant text)
    LEFT JOIN present unlinked ON unlinked.id = user_id AND unlinked.opted_out
   WHERE user_id IS NULL
      OR (user_id IN (SELECT id FROM present) OR NOT EXISTS (SELECT FROM users u WHERE u.id = user_id))
     AND NOT EXISTS (SELECT FROM erasures e WHERE e.user_hash = user_hash(user_id)
                        AND (e.lifted_at IS NULL OR e.erased_at >= to_timestamp(at_ms / 1000)))
  ON CONFLICT DO NOTHING`

interface WrittenOut {
  readonly userIds: readonly string[]
  /** a row each, as JSON */
  readonly texts: readonly string[]
}

/** As many of the first as come to `mostText` characters, at least one. */
function writtenOut(batch: readonly Queued[]): WrittenOut {
  const userIds = new Set<string>()
  const texts: string[] = []
  let length = 0
  for (const entry of batch) {
    if (entry.userId !== null) userIds.add(entry.userId)
    const text = textOf(entry)
    texts.push(text)
    length += text.length
    if (length >= mostText) break
  }
  return { userIds: [...userIds], texts }
}

function textOf(entry: Queued): string {
  if (entry.make) entry.text = rowText(entry.make())
  entry.make = undefined
  return entry.text
}

/** By the names of the columns. */
function rowText(row: Decision): string {
  return JSON.stringify({
    id: row.id,
    at_ms: row.atMs,
    user_id: row.userId,
    profile_key: row.profileKey,
    profile_revision: row.profileRevision,
    model_version: row.modelVersion,
    request: row.request,
    plan: row.plan,
    items: row.items,
    took_ms: row.tookMs,
    degraded: row.degraded,
    experiment_key: row.experiment?.key ?? null,
    experiment_variant: row.experiment?.variant ?? null,
  })
}

/** All rows in one text: as arrays, one a column, every quotation mark in them would be written twice. */
async function insert(database: Database, { userIds, texts }: WrittenOut): Promise<void> {
  await database.pool.query(insertDecisions, [userIds, `[${texts.join(',')}]`])
}
