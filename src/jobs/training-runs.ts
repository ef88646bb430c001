import { z } from 'zod'
import { writeAudit } from '../db/audit.ts'
import type { Database } from '../db/client.ts'
import { type NumberedPage, numberedPage, positionOf } from '../db/numbered-page.ts'
import type { Queryable } from '../db/queryable.ts'
import { inTransaction } from '../db/transaction.ts'
import { Problem } from '../problem/problems.ts'
import type { PageQuery } from '../schema/cursor.ts'
import type { Stage } from './train-stages.ts'

export const triggers = ['manual', 'schedule', 'new-data', 'drift', 'first-start'] as const
export type Trigger = (typeof triggers)[number]
export const runStatuses = ['queued', 'running', 'succeeded', 'rejected', 'failed', 'cancelled'] as const
export type RunStatus = (typeof runStatuses)[number]

/** The advisory lock that whoever trains holds. */
export const trainingLockKey = 727_303

export interface TrainingRun {
  readonly id: string
  readonly trigger: Trigger
  readonly actor: string
  readonly reason: string | null
  readonly options: unknown
  readonly status: RunStatus
  readonly stage: string | null
  /** 0 to 1 */
  readonly progress: number
  /** null: not known, or over */
  readonly etaSeconds: number | null
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly cancelledBy: string | null
  /** in words, what kept it from a model, or the model from being served */
  readonly error: string | null
  readonly modelVersion: string | null
  /** the restaurant that names the market that it learnt from; null: everything */
  readonly market: string | null
  /** null until there is one */
  readonly report: unknown
}

export interface NewRun {
  readonly trigger: Trigger
  readonly actor: string
  readonly reason: string | null
  /** default: everything */
  readonly market?: string | null
  readonly options: object
}

export interface RunEnd {
  readonly status: Exclude<RunStatus, 'queued' | 'running'>
  readonly error?: string | null
  readonly modelVersion?: string | null
  readonly report?: unknown
}

export interface TrainingRuns {
  /**
   * For a run of everything the caller holds the lock: whatever says that it runs is of a process that died, and is marked so. Runs of
   * markets are watched over by whoever gave out the job; see `bury`.
   */
  open(run: NewRun): Promise<string>
  /** Says how far the run is; returns who asked it to stop, or null. */
  beat(id: string, at: { stage: Stage; progress: number; etaSeconds: number | null }): Promise<string | null>
  /** @throws Error when the run is over already: then nothing of it may be kept */
  finish(id: string, end: RunEnd, client?: Queryable): Promise<void>
  /** The process that ran it is known to be gone: nothing of it may be kept any more. */
  bury(id: string): Promise<void>
  /** Whoever runs it sees it within a second. @throws Problem training-run-not-found, conflict when it is over */
  requestCancel(id: string, actor: string): Promise<TrainingRun>
  /** Newest first, without their reports. @throws Problem invalid-cursor */
  list(query: PageQuery): Promise<NumberedPage<TrainingRun>>
  /** @throws Problem training-run-not-found */
  get(id: string): Promise<TrainingRun>
  /** The latest one of everything, by whatever started it; null: none yet. */
  latest(): Promise<TrainingRun | null>
}

const died = 'The process that ran it ended before it was done; nothing was registered.'
const columnsWithoutReport = `id::text, trigger, actor, reason, options, status, stage, progress, eta_seconds AS "etaSeconds",
  started_at AS "startedAt", finished_at AS "finishedAt", cancelled_by AS "cancelledBy", error, model_version AS "modelVersion", market`
const columns = `${columnsWithoutReport}, report`
const isActive = `status IN ('queued', 'running')`
/** A key below 2^32 stands in objid, with a classid of 0 and an objsubid of 1. */
const lockIsFree = `NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = ${trainingLockKey}
  AND objsubid = 1 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`

export function createTrainingRuns({
  database,
  now,
}: {
  database: Pick<Database, 'pool'>
  now: () => Date
}): TrainingRuns {
  const { pool } = database

  const buryWhere = (condition: string, id: string | null = null) =>
    pool.query(
      `UPDATE training_runs SET status = 'failed', finished_at = greatest($1, started_at), eta_seconds = NULL, error = $2
        WHERE ${isActive} AND ($3::bigint IS NULL OR id = $3) AND ${condition}`,
      [now(), died, id],
    )
  /** Runs of markets have no lock that tells. */
  const bury = (condition: string) => buryWhere(`market IS NULL AND ${condition}`)

  const read = async (id: string): Promise<TrainingRun> => {
    const { rows } = /^\d{1,18}$/.test(id)
      ? await pool.query<RunRow>(`SELECT ${columns} FROM training_runs WHERE id = $1`, [id])
      : { rows: [] }
    if (!rows[0]) throw new Problem('training-run-not-found')
    return toRun(rows[0])
  }

  return {
    async open({ trigger, actor, reason, market = null, options }) {
      if (market === null) await bury('true')
      return await inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(
          `INSERT INTO training_runs (trigger, actor, reason, options, started_at, heartbeat_at, market)
           VALUES ($1, $2, $3, $4, $5, $5, $6) RETURNING id::text`,
          [trigger, actor, reason, JSON.stringify(options), now(), market],
        )
        const { id } = rows[0]!
        const entry = { actor, action: 'training.start', subject: id, ...(reason !== null && { reason }) }
        await writeAudit(client, now(), {
          ...entry,
          detail: { trigger, ...options, ...(market === null ? {} : { market }) },
        })
        return id
      })
    },

    async beat(id, { stage, progress, etaSeconds }) {
      const { rows } = await pool.query<{ cancelledBy: string | null }>(
        `UPDATE training_runs SET status = 'running', stage = $2, progress = $3, eta_seconds = $4, heartbeat_at = $5
          WHERE id = $1 AND ${isActive} RETURNING cancelled_by AS "cancelledBy"`,
        [id, stage, progress, etaSeconds, now()],
      )
      return rows.length === 0 ? 'another process, which took it for dead' : rows[0]!.cancelledBy
    },

    async finish(id, { status, error = null, modelVersion = null, report = null }, client = pool) {
      const { rowCount } = await client.query(
        `UPDATE training_runs SET status = $2, finished_at = $3, eta_seconds = NULL, error = $4, model_version = $5, report = $6,
           progress = CASE WHEN $2 IN ('succeeded', 'rejected') THEN 1 ELSE progress END
          WHERE id = $1 AND ${isActive}`,
        [id, status, now(), error, modelVersion, report === null ? null : JSON.stringify(report)],
      )
      if (rowCount === 0) throw new Error(`training run ${id} is over already`)
    },

    async bury(id) {
      await buryWhere('true', id)
    },

    async requestCancel(id, actor) {
      await bury(lockIsFree)
      const run = await read(id)
      await inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE training_runs SET cancelled_by = coalesce(cancelled_by, $2) WHERE id = $1 AND ${isActive}`,
          [run.id, actor],
        )
        if (rowCount === 0) throw new Problem('conflict', { detail: `The run is over: ${run.status}.` })
        await writeAudit(client, now(), { actor, action: 'training.cancel', subject: run.id })
      })
      return await read(id)
    },

    async list({ limit, cursor }) {
      const position = positionOf(cursor)
      await bury(lockIsFree)
      const { rows } = await pool.query<RunRow>(
        `SELECT ${columnsWithoutReport}, NULL AS report FROM training_runs WHERE $1::bigint IS NULL OR id < $1 ORDER BY training_runs.id DESC LIMIT $2`,
        [position, limit + 1],
      )
      return numberedPage(rows.map(toRun), limit)
    },

    async get(id) {
      await bury(lockIsFree)
      return await read(id)
    },

    async latest() {
      const { rows } = await pool.query<RunRow>(
        `SELECT ${columns} FROM training_runs WHERE market IS NULL ORDER BY training_runs.id DESC LIMIT 1`,
      )
      return rows[0] ? toRun(rows[0]) : null
    },
  }
}

type RunRow = Omit<TrainingRun, 'startedAt' | 'finishedAt' | 'trigger' | 'status'> & {
  readonly trigger: string
  readonly status: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

const triggerSchema = z.enum(triggers)
const statusSchema = z.enum(runStatuses)

const toRun = (row: RunRow): TrainingRun => ({
  ...row,
  trigger: triggerSchema.parse(row.trigger),
  status: statusSchema.parse(row.status),
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})
