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

// Whatever a process had queued when a user was erased stays out: the tombstone tells. The lock on the users makes an erasure wait
// for this statement, or this statement find the user gone, so that the two can't miss each other. Of who opted out of personalisation,
// by the time that it is written, the list is kept without whom it was for.
const statement = `
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

/** A row as JSON, by the names of the columns. */
export function decisionText(row: Decision): string {
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

/**
 * Stores rows, each at most once, save those of erased users. All go in one text: as arrays, one a column, every quotation mark in them would
 * be written twice.
 * @param userIds of all rows, each once
 * @param texts see `decisionText`
 */
export async function insertDecisions(
  { pool }: Pick<Database, 'pool'>,
  userIds: readonly string[],
  texts: readonly string[],
): Promise<void> {
  await pool.query(statement, [userIds, `[${texts.join(',')}]`])
}
