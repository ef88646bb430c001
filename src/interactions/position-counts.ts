import type { Database } from '../db/client.ts'
import { inTransaction } from '../db/transaction.ts'

/** How often a restaurant was shown at a position of a list, and in how many of these lists it was clicked. */
export interface PositionCount {
  readonly restaurantId: string
  /** 1 is the top */
  readonly position: number
  readonly shown: number
  readonly clicked: number
}

/** Of all interactions, the latest that are looked at: however long a service runs, a training run reads no more. */
const latestInteractions = 1_000_000

/**
 * Impressions that name their list, down to `mostPositions`, among the latest interactions, counted where they are: they are many. Orders
 * do not count as clicks, since a user may order from a place on the list without having looked at the list.
 */
export function positionCounts(
  { pool }: Pick<Database, 'pool'>,
  mostPositions: number,
  latest: number = latestInteractions,
): Promise<PositionCount[]> {
  return inTransaction(pool, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0')
    const { rows } = await client.query<PositionCount>(count, [mostPositions, latest])
    return rows
  })
}

const count = `
  WITH latest AS MATERIALIZED (
    SELECT type, recommendation_id, restaurant_id, position FROM interactions ORDER BY at DESC, id DESC LIMIT $2
  ), shown AS (
    SELECT recommendation_id, restaurant_id, min(position) AS position FROM latest
    WHERE type = 'impression' AND recommendation_id IS NOT NULL AND position BETWEEN 1 AND $1
    GROUP BY recommendation_id, restaurant_id
  ), clicked AS (
    SELECT DISTINCT recommendation_id, restaurant_id, true AS yes FROM latest
    WHERE type = 'click' AND recommendation_id IS NOT NULL
  )
  SELECT restaurant_id AS "restaurantId", position, count(*)::int AS shown, count(yes)::int AS clicked
  FROM shown LEFT JOIN clicked USING (recommendation_id, restaurant_id)
  GROUP BY restaurant_id, position ORDER BY restaurant_id, position`
