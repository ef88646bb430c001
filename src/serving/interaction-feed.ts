import type pg from 'pg'
import type { InteractionStore } from '../interactions/interaction-store.ts'
import { createOrderFeed } from '../interactions/order-feed.ts'
import type { StoredInteraction } from '../interactions/schema.ts'

export interface InteractionFeed {
  /**
   * Hands over every order that is stored and was not handed over yet, once each; one call at a time.
   * @returns the users who did something since the last call, some of them again; null: too many to name, or the first call
   */
  poll(receive: (orders: readonly StoredInteraction[]) => void): Promise<ReadonlySet<string> | null>
}

export interface InteractionFeedOptions {
  readonly pool: pg.Pool
  readonly interactions: Pick<InteractionStore, 'ordersSince'>
  /** See `createOrderFeed`. */
  readonly fromMs?: number
  /** Users named at most. */
  readonly maxUsers?: number
}

const usersSince = `
  SELECT DISTINCT user_id AS id FROM interactions WHERE received_at >= to_timestamp($1::float8 / 1000) LIMIT $2`

/** New interactions, whoever stored them: the orders for live demand, and whose history is out of date. */
export function createInteractionFeed(options: InteractionFeedOptions): InteractionFeed {
  const { pool, interactions, fromMs, maxUsers = 10_000 } = options
  let settledMs: number | undefined
  const orders = createOrderFeed({
    async ordersSince(watermark, limit) {
      const page = await interactions.ordersSince(watermark, limit)
      settledMs = page.watermark.settledMs
      return page
    },
    ...(fromMs === undefined ? {} : { fromMs }),
  })
  /** Nothing received before this is news to those who were told of users. */
  let toldUntilMs: number | undefined

  return {
    async poll(receive) {
      await orders.catchUp(receive)
      const sinceMs = toldUntilMs
      toldUntilMs = settledMs
      if (sinceMs === undefined) return null
      try {
        const { rows } = await pool.query<{ id: string }>(usersSince, [sinceMs, maxUsers + 1])
        return rows.length > maxUsers ? null : new Set(rows.map(({ id }) => id))
      } catch (error) {
        toldUntilMs = sinceMs
        throw error
      }
    },
  }
}
