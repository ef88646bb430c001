import type { Database } from '../db/client.ts'

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
}

export interface DecisionLog {
  /** Never waits and never throws; `make` runs later, off the request path. */
  write(make: () => Decision): void
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

/** Writes decisions in batches, one statement each; keeps them, up to `maxQueued`, while PostgreSQL is away. */
export function createDecisionLog(options: DecisionLogOptions): DecisionLog {
  const { batchSize = 500, flushEveryMs = 200, maxQueued } = options
  let queue: (() => Decision)[] = []
  /** Queue entries before this one are done; the array is cut when they are many, so that taking from the front is cheap. */
  let head = 0
  let dropped = 0
  let failures = 0
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
      const batch = queue.slice(head, head + batchSize)
      // Taken out before the statement runs, so that dropping the oldest meanwhile can't drop what is being written.
      head += batch.length
      trim()
      try {
        await insert(options.database, batch)
        failures = 0
      } catch (error) {
        // Rows that the database will never take must not stand in the way of those behind them.
        if (isRefused(error)) lose(batch.length)
        else putBack(batch)
        throw error
      }
    }
  }

  const putBack = (batch: (() => Decision)[]) => {
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
    write(make) {
      if (closed) return
      queue.push(make)
      if (size() > maxQueued) {
        head++
        lose(1)
        trim()
      }
      schedule()
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

const insertDecisions = `
  INSERT INTO recommendations (id, at, user_id, profile_key, profile_revision, model_version, request, plan, items, took_ms, degraded)
  SELECT id, to_timestamp(at_ms / 1000), user_id, profile_key, profile_revision, model_version, request, plan, items, took_ms,
         ARRAY(SELECT jsonb_array_elements_text(degraded))
    FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::int[], $6::text[], $7::jsonb[], $8::jsonb[], $9::jsonb[],
                $10::float8[], $11::jsonb[])
      AS given (id, at_ms, user_id, profile_key, profile_revision, model_version, request, plan, items, took_ms, degraded)
  ON CONFLICT (id) DO NOTHING`

async function insert(database: Database, batch: readonly (() => Decision)[]): Promise<void> {
  const rows = batch.map((make) => make())
  const column = <T>(pick: (row: Decision) => T) => rows.map(pick)
  await database.pool.query(insertDecisions, [
    column((row) => row.id),
    column((row) => row.atMs),
    column((row) => row.userId),
    column((row) => row.profileKey),
    column((row) => row.profileRevision),
    column((row) => row.modelVersion),
    column((row) => JSON.stringify(row.request)),
    column((row) => JSON.stringify(row.plan)),
    column((row) => JSON.stringify(row.items)),
    column((row) => row.tookMs),
    column((row) => JSON.stringify(row.degraded)),
  ])
}
