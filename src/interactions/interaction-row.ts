import type { InteractionType, StoredInteraction } from './schema.ts'

/** An interaction as the statements of this folder select it. */
export interface InteractionRow {
  id: string
  type: InteractionType
  userId: string
  restaurantId: string
  atMs: number
  amount: number | null
  rating: number | null
  recommendationId: string | null
  position: number | null
}

/** Epoch milliseconds straight from the database: cheaper than a Date per row. Columns are those of alias `i`. */
export const interactionColumns = `i.id, i.type, i.user_id AS "userId", i.restaurant_id AS "restaurantId",
  (extract(epoch FROM i.at) * 1000)::float8 AS "atMs", i.amount, i.rating,
  i.recommendation_id AS "recommendationId", i.position`

export function toStoredInteraction(row: InteractionRow): StoredInteraction {
  const { amount, rating, recommendationId, position } = row
  return {
    id: row.id,
    type: row.type,
    userId: row.userId,
    restaurantId: row.restaurantId,
    atMs: row.atMs,
    ...(amount === null ? {} : { amount }),
    ...(rating === null ? {} : { rating }),
    ...(recommendationId === null ? {} : { recommendationId }),
    ...(position === null ? {} : { position }),
  }
}
