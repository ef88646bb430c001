import { setTimeout as delay } from 'node:timers/promises'
import type { RunningService } from '../../../main.ts'

export interface FillLog {
  readonly service: RunningService
  readonly key: string
  readonly userIds: readonly string[]
  readonly wanted: number
}

const asked = 2048
const batchSize = 256
/** Places of a list that was asked for. */
const limit = 20

const columns =
  'user_id, profile_key, profile_revision, model_version, request, plan, items, took_ms, degraded'

/**
 * Asks for some lists, copies them until there are enough, dates them over the last month, and lets every tenth lead to an order of its
 * first place. For a database that is thrown away. @returns how many lists there are
 */
export async function fillLog({ service, key, userIds, wanted }: FillLog): Promise<number> {
  const { pool } = service.database
  const count = async () => {
    const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM recommendations')
    return rows[0]!.count
  }
  for (let from = 0; from < asked; from += batchSize) {
    const requests = Array.from({ length: batchSize }, (_, n) => ({
      userId: userIds[(from + n) % userIds.length],
      limit,
      profile: 'sales',
      filters: { openNow: false },
    }))
    const response = await fetch(`${service.url}/v1/recommendations/batch`, {
      method: 'POST',
      headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ requests }),
    })
    await response.text()
  }
  // Decisions are written a moment after they are answered.
  while ((await count()) < asked) await delay(100)
  await pool.query(
    `INSERT INTO recommendations (id, at, ${columns})
     SELECT id || '-' || copy, at, ${columns} FROM recommendations, generate_series(1, $1::int) copy LIMIT $2`,
    [Math.ceil(wanted / asked), Math.max(0, wanted - asked)],
  )
  await pool.query(
    `UPDATE recommendations SET at = now() - interval '2 days' - abs(hashtext(id)) % 2500000 * interval '1 second'`,
  )
  await pool.query(
    `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount, recommendation_id)
     SELECT 'of-' || id, 'order', user_id, items -> 0 ->> 'restaurantId', at + interval '1 hour', 20, id
       FROM recommendations WHERE user_id IS NOT NULL AND abs(hashtext(id)) % 10 = 0 AND jsonb_array_length(items) > 0`,
  )
  return await count()
}
