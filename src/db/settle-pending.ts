import type { Queryable } from './queryable.ts'

/**
 * Moves pending interactions over whose restaurant exists by now. Run on its own it may lose a race against an erasure; see
 * `retryRaces`.
 *
 * A restaurant's writer calls this inside its transaction. That alone would miss what another transaction puts aside at the same
 * moment, so both sides call it once more after their commit: whoever commits last sees the other, and no lock is needed.
 * @param restaurantIds null: all restaurants
 * @returns how many moved
 */
export async function settlePending(
  database: Queryable,
  restaurantIds: readonly string[] | null,
): Promise<number> {
  if (restaurantIds?.length === 0) return 0
  const { rowCount } = await database.query(waits, [restaurantIds])
  // Spares the listeners a notice of nothing: the trigger on interactions fires for empty statements too.
  if (!rowCount) return 0
  const { rows } = await database.query<{ moved: number }>(move, [restaurantIds])
  return rows[0]?.moved ?? 0
}

const waits = `
  SELECT 1 FROM pending_interactions p JOIN restaurants r ON r.id = p.restaurant_id
  WHERE $1::text[] IS NULL OR p.restaurant_id = ANY($1) LIMIT 1`

const columns = 'id, type, user_id, restaurant_id, at, amount, rating, recommendation_id, position'

const move = `
  WITH moved AS (
    DELETE FROM pending_interactions p USING restaurants r
    WHERE r.id = p.restaurant_id AND ($1::text[] IS NULL OR p.restaurant_id = ANY($1))
    RETURNING p.*
  ), stored AS (
    INSERT INTO interactions (${columns}) SELECT ${columns} FROM moved ORDER BY id
    ON CONFLICT DO NOTHING
  )
  SELECT count(*)::int AS moved FROM moved`
