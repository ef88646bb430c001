import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LoggedRecommendation } from '../analysis/why.ts'
import type { Database } from '../db/client.ts'
import { Problem } from '../problem/problems.ts'
import { isStorableText } from '../schema/primitives.ts'
import { readItems } from './logged-items.ts'
import { drawLists, type ListQuery, type LoggedOutcome } from './logged-outcomes.ts'
import {
  type LoggedRequest,
  loggedItemsSchema,
  loggedPlanSchema,
  loggedRequestSchema,
} from './logged-schema.ts'
import { maxSampled, type PastRequest, type SampleQuery } from './past-requests.ts'

export type RecommendationLog = ReturnType<typeof createRecommendationLog>

/** Reads what the decision log wrote. */
export function createRecommendationLog({ database }: { database: Pick<Database, 'pool'> }) {
  const { pool } = database

  /** @throws Problem recommendation-not-found; a decision is logged a moment after it was answered */
  async function get(id: string): Promise<LoggedRecommendation<LoggedRequest>> {
    const { rows } = isStorableText(id)
      ? await pool.query<LogRow>('SELECT * FROM recommendations WHERE id = $1', [id])
      : { rows: [] }
    if (!rows[0]) throw new Problem('recommendation-not-found', { detail: 'The log holds no such decision.' })
    return readRow(rows[0])
  }

  /** Past requests, drawn by seed from the latest `maxSampled` since `since`; rows that cannot be read any more are left out. */
  async function sample({ limit, seed, since }: SampleQuery): Promise<PastRequest[]> {
    const { rows } = await pool.query<{ id: string; user_id: string | null; request: unknown }>(
      `SELECT id, user_id, request FROM recommendations WHERE id IN (
         SELECT id FROM (
           SELECT id FROM recommendations WHERE $1::timestamptz IS NULL OR at >= $1 ORDER BY at DESC, id DESC LIMIT $2
         ) latest ORDER BY md5(id || ':' || $3), id LIMIT $4
       ) ORDER BY md5(id || ':' || $3), id`,
      [since, maxSampled, String(seed), limit],
    )
    return await flatMapInTurns(rows, ({ id, user_id, request }) => {
      const parsed = loggedRequestSchema.safeParse(request)
      // Nobody in particular is everybody on their own: such requests do not belong together.
      return parsed.success
        ? [{ user: user_id ?? `request:${id}`, request: parsed.data, orderedId: null }]
        : []
    })
  }

  /** Lists that were shown to known users, with what they ordered from them; rows that cannot be read are left out. */
  async function lists(query: ListQuery): Promise<LoggedOutcome[]> {
    const { rows } = await drawLists<LogRow>(pool, query)
    return await flatMapInTurns(rows, ({ orders, ...row }) => {
      const logged = parseRow(row)
      return logged ? [{ logged, orders }] : []
    })
  }

  return { get, sample, lists }
}

/** Rows looked at in one turn of the event loop. */
const rowsATurn = 20

async function flatMapInTurns<Row, T>(rows: readonly Row[], read: (row: Row) => readonly T[]): Promise<T[]> {
  const found: T[] = []
  for (const [n, row] of rows.entries()) {
    if (n % rowsATurn === rowsATurn - 1) await nextTurn()
    found.push(...read(row))
  }
  return found
}

interface LogRow {
  id: string
  at: Date
  user_id: string | null
  profile_key: string
  profile_revision: number
  model_version: string | null
  request: unknown
  plan: unknown
  items: unknown
  took_ms: number
  degraded: string[] | null
  experiment_key: string | null
  experiment_variant: string | null
}

function readRow(row: LogRow): LoggedRecommendation<LoggedRequest> {
  const logged = parseRow(row)
  if (logged) return logged
  const cause = new Error(`logged recommendation ${row.id} has a form that this version does not read`)
  throw new Problem('internal', { cause })
}

function parseRow(row: LogRow): LoggedRecommendation<LoggedRequest> | null {
  const request = loggedRequestSchema.safeParse(row.request)
  const plan = loggedPlanSchema.safeParse(row.plan)
  const items = loggedItemsSchema.safeParse(row.items)
  if (!request.success || !plan.success || !items.success) return null
  const { experiment_key: key, experiment_variant: variant } = row
  const { weighing, ...chosen } = plan.data
  return {
    id: row.id,
    at: row.at.toISOString(),
    userId: row.user_id,
    profile: { key: row.profile_key, revision: row.profile_revision },
    ...(key !== null && variant !== null ? { experiment: { key, variant } } : {}),
    modelVersion: row.model_version,
    request: request.data,
    plan: chosen,
    items: readItems(items.data, weighing),
    tookMs: row.took_ms,
    degraded: row.degraded ?? [],
  }
}
