import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from '../db/client.ts'
import { trySessionLock } from '../db/session-lock.ts'
import { inTransaction } from '../db/transaction.ts'

/** How long each kind of row is kept, days; 0: for ever. */
export interface RetentionDays {
  readonly impressions: number
  readonly interactions: number
  readonly pendingInteractions: number
  readonly recommendations: number
  readonly trainingRuns: number
  readonly models: number
  readonly quarantine: number
  readonly audit: number
  readonly monitoring: number
  readonly dailySketches: number
}
export type Retained = keyof RetentionDays

/** One kind of row that grows with time. */
interface Rule {
  readonly table: string
  readonly key: string
  /** What the key is in the database. */
  readonly type: 'text' | 'bigint' | 'date'
  /** What its age is counted from. */
  readonly since: string
  readonly only?: string
}

/** What was received before the first of the experiments that run began. */
const beforeExperiments = `received_at < coalesce((SELECT min(started_at) FROM experiments WHERE state = 'running'), 'infinity')`

/**
 * Interactions count from when they were received, not from when they happened: an import of old orders is there to be learnt from. A
 * model that serves, served before, is the newest, or is kept by an experiment stays whatever its age, and so do the lists of an
 * experiment that runs and all interactions since its start: its results are made of them. What training learns from is bounded below by
 * the configuration.
 */
const rules: Readonly<Record<Retained, Rule>> = {
  impressions: {
    table: 'interactions',
    key: 'id',
    type: 'text',
    since: 'received_at',
    only: `type = 'impression' AND ${beforeExperiments}`,
  },
  interactions: {
    table: 'interactions',
    key: 'id',
    type: 'text',
    since: 'received_at',
    only: `type <> 'impression' AND ${beforeExperiments}`,
  },
  pendingInteractions: { table: 'pending_interactions', key: 'id', type: 'text', since: 'received_at' },
  recommendations: {
    table: 'recommendations',
    key: 'id',
    type: 'text',
    since: 'at',
    only: `NOT EXISTS (SELECT FROM experiments e WHERE e.key = experiment_key AND e.state = 'running')`,
  },
  trainingRuns: { table: 'training_runs', key: 'id', type: 'bigint', since: 'finished_at' },
  models: {
    table: 'models',
    key: 'version',
    type: 'text',
    since: 'created_at',
    only: `version NOT IN (SELECT version FROM model_channels UNION SELECT coalesce(previous, version) FROM model_channels
                            UNION SELECT version FROM market_models)
      AND version <> (SELECT max(version) FROM models)
      AND version NOT IN (SELECT variant ->> 'modelVersion' FROM experiments, jsonb_array_elements(settings -> 'variants') variant
                           WHERE state <> 'stopped' AND variant ? 'modelVersion')`,
  },
  quarantine: { table: 'quarantine', key: 'id', type: 'bigint', since: 'at' },
  audit: { table: 'audit', key: 'id', type: 'bigint', since: 'at' },
  monitoring: { table: 'monitoring_reports', key: 'id', type: 'bigint', since: 'computed_at' },
  dailySketches: { table: 'daily_sketches', key: 'day', type: 'date', since: 'computed_at' },
}

export interface RetentionOptions {
  readonly database: Pick<Database, 'pool' | 'url'>
  readonly days: RetentionDays
  /** Told after each batch. */
  readonly onDeleted?: (what: Retained, rows: number) => void
  /** Rows a transaction; small, so that nobody waits for it. */
  readonly batchSize?: number
  /** Between two batches, ms: the database has other things to do. */
  readonly pauseMs?: number
  readonly signal?: AbortSignal
}

/** The advisory lock of whoever deletes. */
const retentionLockKey = 727_304

/**
 * Deletes what is older than it is to be kept, batch by batch. Ages are measured by PostgreSQL's clock, so that a service whose own
 * clock is wrong deletes nothing too soon.
 * @returns rows deleted of each kind; null: another process is at it
 */
export async function applyRetention(options: RetentionOptions): Promise<Record<Retained, number> | null> {
  const { database, days, signal } = options
  let lost: Error | undefined
  const lock = await trySessionLock({
    url: database.url,
    key: retentionLockKey,
    onLost: (error) => {
      lost = error
    },
  })
  if (!lock) return null
  const isOver = () => {
    if (lost) throw lost
    return signal?.aborted === true
  }
  const deleted = zeros()
  try {
    for (const what of retainedKinds) {
      if (days[what] > 0) deleted[what] = await deleteOld(what, options, isOver)
    }
    return deleted
  } finally {
    await lock.release()
  }
}

async function deleteOld(
  what: Retained,
  { database, days, onDeleted, batchSize = 1000, pauseMs = 20 }: RetentionOptions,
  isOver: () => boolean,
): Promise<number> {
  const rule = rules[what]
  let total = 0
  let from: Cursor | null = null
  while (!isOver()) {
    const batch: readonly Old[] = await findOld(database.pool, rule, days[what], from, batchSize)
    if (batch.length === 0) break
    const rows = await deleteRows(database.pool, rule, batch)
    total += rows
    if (rows > 0) onDeleted?.(what, rows)
    if (batch.length < batchSize) break
    from = batch.at(-1)!
    await delay(pauseMs)
  }
  return total
}

/** Text, so that no digit of a time is lost on the way. */
interface Cursor {
  readonly since: string
  readonly key: string
}
type Old = Cursor

/** The oldest first, after `from`: what was passed over once is not looked at again in the same run. */
async function findOld(
  pool: pg.Pool,
  { table, key, type, since, only = 'true' }: Rule,
  days: number,
  from: Cursor | null,
  limit: number,
): Promise<readonly Old[]> {
  const { rows } = await pool.query<Old>(
    `SELECT ${since}::text AS since, ${key}::text AS key FROM ${table}
      WHERE ${since} < now() - make_interval(days => $1) AND ${only}
        AND ($2::text IS NULL OR ${since} >= $2::timestamptz)
        AND ($2::text IS NULL OR (${since}, ${key}) > ($2::timestamptz, $3::${type}))
      ORDER BY ${since}, ${key} LIMIT $4`,
    [days, from?.since ?? null, from?.key ?? null, limit],
  )
  return rows
}

async function deleteRows(
  pool: pg.Pool,
  { table, key, type, only = 'true' }: Rule,
  batch: readonly Old[],
): Promise<number> {
  return inTransaction(pool, async (client) => {
    // What the audit's trigger asks for.
    await client.query(`SELECT set_config('maitre.retention', 'on', true)`)
    const { rowCount } = await client.query(
      `DELETE FROM ${table} WHERE ${key} = ANY($1::${type}[]) AND ${only}`,
      [batch.map((row) => row.key)],
    )
    return rowCount ?? 0
  })
}

const zeros = (): Record<Retained, number> => ({
  impressions: 0,
  interactions: 0,
  pendingInteractions: 0,
  recommendations: 0,
  trainingRuns: 0,
  models: 0,
  quarantine: 0,
  audit: 0,
  monitoring: 0,
  dailySketches: 0,
})
export const retainedKinds = Object.keys(zeros()) as readonly Retained[]
