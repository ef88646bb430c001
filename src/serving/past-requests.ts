import type { Database } from '../db/client.ts'
import type { RecommendationRequest } from './service.ts'

/** A moment at which somebody was, or would have been, shown a list. */
export interface PastRequest {
  /** requests of the same user belong together */
  readonly user: string
  readonly request: RecommendationRequest
  /** what was ordered then; null: not known */
  readonly orderedId: string | null
}

export interface SampleQuery {
  readonly limit: number
  /** The same seed takes the same sample of the same rows. */
  readonly seed: number
  /** null: from the beginning */
  readonly since: Date | null
}

/** Rows that a sample is drawn from at most, the latest: a draw costs the same however long the log grows. */
export const maxSampled = 100_000

/** The request of somebody who opens the app: ten places that are open, anything goes. */
export function plainRequest(changes: Partial<RecommendationRequest>): RecommendationRequest {
  return {
    userId: null,
    location: null,
    atMs: null,
    radiusKm: null,
    cuisines: null,
    maxPriceLevel: null,
    openNow: true,
    excludeIds: [],
    candidateIds: null,
    limit: 10,
    profile: null,
    latencyBudgetMs: null,
    explain: false,
    ...changes,
  }
}

/** Past orders as the requests that could have led to them: the user, a moment before the order, wherever they live. */
export async function sampleOrders(
  { pool }: Pick<Database, 'pool'>,
  { limit, seed, since }: SampleQuery,
): Promise<PastRequest[]> {
  const { rows } = await pool.query<{ user_id: string; restaurant_id: string; at: Date }>(
    `SELECT user_id, restaurant_id, at FROM (
       SELECT id, user_id, restaurant_id, at FROM interactions
        WHERE type = 'order' AND ($1::timestamptz IS NULL OR at >= $1)
        ORDER BY at DESC, id DESC LIMIT $2
     ) latest ORDER BY md5(id || ':' || $3), id LIMIT $4`,
    [since, maxSampled, String(seed), limit],
  )
  // Just before: a request at the very moment of the order would know of it.
  return rows.map(({ user_id, restaurant_id, at }) => ({
    user: user_id,
    orderedId: restaurant_id,
    request: plainRequest({ userId: user_id, atMs: at.getTime() - 1 }),
  }))
}
