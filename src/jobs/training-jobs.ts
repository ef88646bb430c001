import { z } from 'zod'
import { writeAudit } from '../db/audit.ts'
import type { Database } from '../db/client.ts'
import { inTransaction } from '../db/transaction.ts'

const optionsSchema = z.object({ seed: z.int(), force: z.boolean(), searchSeconds: z.number() })
export type JobOptions = z.infer<typeof optionsSchema>

export interface NewJob {
  /** a restaurant that names the market to learn from; null: everything */
  readonly market: string | null
  readonly options: JobOptions
  readonly actor: string
  readonly reason: string | null
}

/** A job as a worker has it, until its lease runs out. */
export interface ClaimedJob extends NewJob {
  readonly id: string
  /** this one included */
  readonly attempts: number
  /** what an earlier worker began and did not end; null: nobody began */
  readonly leftRunId: string | null
}

export interface TrainingJob {
  readonly id: string
  readonly market: string | null
  readonly status: 'queued' | 'running' | 'done' | 'failed'
  readonly attempts: number
  readonly worker: string | null
  readonly runId: string | null
  readonly error: string | null
  readonly queuedAt: string
  readonly finishedAt: string | null
}

/** Who holds a job: its number and the worker's name. */
export interface Holder {
  readonly id: string
  readonly worker: string
}

/**
 * Training that waits in PostgreSQL for whichever machine has time. A job is one worker's for as long as its lease runs, by the database's
 * clock; what a worker that died left is anybody's then, `mostAttempts` times.
 */
export interface TrainingJobs {
  /** null: one of the same market waits already */
  add(job: NewJob): Promise<string | null>
  /** The oldest that nobody has; null: there is none. Of several that ask at the same moment each gets another one. */
  claim(worker: string, leaseMs: number): Promise<ClaimedJob | null>
  /** False: it is somebody else's by now, or over. */
  renew(holder: Holder, leaseMs: number): Promise<boolean>
  noteRun(holder: Holder, runId: string): Promise<void>
  /** It is over, whatever came of it; `error` in words, null: a version. */
  finish(holder: Holder, error: string | null): Promise<void>
  /** It came to nothing: it waits again, or, tried often enough, is given up. */
  fail(holder: Holder, error: string): Promise<void>
  /** Back into the queue, behind the others, as if nobody had taken it. */
  release(holder: Holder): Promise<void>
  /** Newest first. */
  list(limit: number): Promise<TrainingJob[]>
}

export const mostAttempts = 3
const givenUp = `Given up after ${mostAttempts} attempts: the worker ended each time.`

export function createTrainingJobs({ pool }: Pick<Database, 'pool'>): TrainingJobs {
  const holds = `id = $1 AND worker = $2 AND status = 'running'`

  return {
    add: ({ market, options, actor, reason }) =>
      inTransaction(pool, async (client) => {
        // Looks and adds as one, whoever else does.
        await client.query('LOCK TABLE training_jobs IN SHARE ROW EXCLUSIVE MODE')
        await client.query(`DELETE FROM training_jobs WHERE finished_at < now() - interval '1 year'`)
        const { rows } = await client.query<{ id: string }>(
          `INSERT INTO training_jobs (market, options, actor, reason) SELECT $1, $2, $3, $4
            WHERE NOT EXISTS (SELECT FROM training_jobs WHERE status = 'queued' AND market IS NOT DISTINCT FROM $1)
           RETURNING id::text`,
          [market, JSON.stringify(options), actor, reason],
        )
        const id = rows[0]?.id
        if (id === undefined) return null
        const entry = { actor, action: 'training.queue', subject: id, ...(reason !== null && { reason }) }
        await writeAudit(client, new Date(), { ...entry, detail: { market, ...options } })
        return id
      }),

    async claim(worker, leaseMs) {
      await pool.query(
        `UPDATE training_jobs SET status = 'failed', lease_until = NULL, finished_at = now(), error = $1
          WHERE status = 'running' AND lease_until < now() AND attempts >= $2`,
        [givenUp, mostAttempts],
      )
      const { rows } = await pool.query<ClaimRow>(
        `UPDATE training_jobs SET status = 'running', attempts = attempts + 1, worker = $1, error = NULL,
                lease_until = now() + make_interval(secs => $2)
          WHERE id = (
            SELECT id FROM training_jobs
             WHERE status = 'queued' OR (status = 'running' AND lease_until < now())
             ORDER BY queued_at, id FOR UPDATE SKIP LOCKED LIMIT 1
          )
         RETURNING id::text, market, options, actor, reason, attempts, run_id::text AS "leftRunId"`,
        [worker, leaseMs / 1000],
      )
      const row = rows[0]
      return row ? { ...row, options: optionsSchema.parse(row.options) } : null
    },

    async renew({ id, worker }, leaseMs) {
      const { rowCount } = await pool.query(
        `UPDATE training_jobs SET lease_until = now() + make_interval(secs => $3) WHERE ${holds}`,
        [id, worker, leaseMs / 1000],
      )
      return rowCount === 1
    },

    async noteRun({ id, worker }, runId) {
      await pool.query(`UPDATE training_jobs SET run_id = $3 WHERE ${holds}`, [id, worker, runId])
    },

    async finish({ id, worker }, error) {
      await pool.query(
        `UPDATE training_jobs SET status = 'done', lease_until = NULL, finished_at = now(), error = $3 WHERE ${holds}`,
        [id, worker, error],
      )
    },

    async fail({ id, worker }, error) {
      await pool.query(
        `UPDATE training_jobs SET error = $3, lease_until = NULL,
                status = CASE WHEN attempts >= $4 THEN 'failed' ELSE 'queued' END,
                finished_at = CASE WHEN attempts >= $4 THEN now() END
          WHERE ${holds}`,
        [id, worker, error, mostAttempts],
      )
    },

    async release({ id, worker }) {
      await pool.query(
        `UPDATE training_jobs SET status = 'queued', lease_until = NULL, attempts = attempts - 1, queued_at = now() WHERE ${holds}`,
        [id, worker],
      )
    },

    async list(limit) {
      const { rows } = await pool.query<JobRow>(
        `SELECT id::text, market, status, attempts, worker, run_id::text AS "runId", error,
                queued_at AS "queuedAt", finished_at AS "finishedAt"
           FROM training_jobs ORDER BY training_jobs.id DESC LIMIT $1`,
        [limit],
      )
      return rows.map((row) => ({
        ...row,
        queuedAt: row.queuedAt.toISOString(),
        finishedAt: row.finishedAt?.toISOString() ?? null,
      }))
    },
  }
}

type ClaimRow = Omit<ClaimedJob, 'options'> & { readonly options: unknown }
type JobRow = Omit<TrainingJob, 'queuedAt' | 'finishedAt'> & {
  readonly queuedAt: Date
  readonly finishedAt: Date | null
}
