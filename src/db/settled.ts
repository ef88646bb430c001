import type { Queryable } from './queryable.ts'

/** Covers rounding to milliseconds and the instant between a transaction's start and its showing in pg_stat_activity. */
export const settledMarginMs = 2000

/**
 * Start of the oldest transaction that is still running, epoch ms. Rows carry the start of the transaction that wrote them, so nothing
 * from `settledMarginMs` before this can still appear. To be asked *before* reading.
 */
export async function readSettled(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ ms: number }>(
    `SELECT (extract(epoch FROM least(now(), min(xact_start))) * 1000)::float8 AS ms FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  )
  return Math.floor(rows[0]?.ms ?? 0)
}
