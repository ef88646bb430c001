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

/**
 * Impressions that name their list, down to `mostPositions`, counted where they are: they are many. Orders do not count as clicks, since
 * a user may order from a place on the list without having looked at the list.
 */
export function positionCounts(
  { pool }: Pick<Database, 'pool'>,
  mostPositions: number,
): Promise<PositionCount[]> {
  return inTransaction(pool, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0')
    const { rows } = await client.query<PositionCount>(count, [mostPositions])
    return rows
  })
}

const count = `
  WITH shown AS (
    SELECT recommendation_id, restaurant_id, min(position) AS position FROM interactions
    WHERE type = 'impression' AND recommendation_id IS NOT NULL AND position BETWEEN 1 AND $1
    GROUP BY recommendation_id, restaurant_id
  ), clicked AS (
    SELECT DISTINCT recommendation_id, restaurant_id, true AS yes FROM interactions
    WHERE type = 'click' AND recommendation_id IS NOT NULL
  )
  SELECT restaurant_id AS "restaurantId", position, count(*)::int AS shown, count(yes)::int AS clicked
  FROM shown LEFT JOIN clicked USING (recommendation_id, restaurant_id)
  GROUP BY restaurant_id, position ORDER BY restaurant_id, position`
