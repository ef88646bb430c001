import type pg from 'pg'
import type { AttributedOrder } from '../analysis/off-policy/read-list.ts'
import type { LoggedRecommendation } from '../analysis/why.ts'
import type { LoggedRequest } from './logged-schema.ts'
import { maxSampled, type SampleQuery } from './past-requests.ts'

/** A list that was shown, and the orders that name it. */
export interface LoggedOutcome {
  readonly logged: LoggedRecommendation<LoggedRequest>
  readonly orders: readonly AttributedOrder[]
}

export interface ListQuery extends SampleQuery {
  /** Orders count so long after their list, hours; younger lists are left out, as orders may still come of them. */
  readonly attributionHours: number
}

/**
 * Orders are found by the user's index, so lists that were shown to nobody in particular are left out; a list that showed nothing
 * is no list.
 */
export function drawLists<Row extends pg.QueryResultRow>(
  pool: Pick<pg.Pool, 'query'>,
  { limit, seed, since, attributionHours }: ListQuery,
) {
  return pool.query<Row & { orders: AttributedOrder[] }>(
    `SELECT r.*, coalesce(o.orders, '[]') AS orders FROM (
       SELECT * FROM recommendations WHERE id IN (
         SELECT id FROM (
           SELECT id FROM recommendations
            WHERE user_id IS NOT NULL AND jsonb_array_length(items) > 0
              AND ($1::timestamptz IS NULL OR at >= $1) AND at < now() - make_interval(secs => $5)
            ORDER BY at DESC, id DESC LIMIT $2
         ) latest ORDER BY md5(id || ':' || $3), id LIMIT $4
       )
     ) r LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('restaurantId', i.restaurant_id, 'amount', i.amount) ORDER BY i.id) AS orders
         FROM interactions i
        WHERE i.user_id = r.user_id AND i.type = 'order' AND i.recommendation_id = r.id
          AND i.at < r.at + make_interval(secs => $5)
     ) o ON true
     ORDER BY md5(r.id || ':' || $3), r.id`,
    [since, maxSampled, String(seed), limit, attributionHours * 3600],
  )
}
