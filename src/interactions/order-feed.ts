import type { OrderPage, OrderWatermark } from './orders-since.ts'
import type { StoredInteraction } from './schema.ts'

export interface OrderFeed {
  /** Calls `receive` once for every order that is new since the last call, page by page; one call at a time. */
  catchUp(receive: (orders: readonly StoredInteraction[]) => void): Promise<void>
}

interface FeedOptions {
  ordersSince(watermark: OrderWatermark | null, limit: number): Promise<OrderPage>
  pageSize?: number
  /** Everything received before this was taken up by other means, epoch ms; default: nothing was. */
  fromMs?: number
}

/**
 * Every stored order once, late commits included. Remembers the ids since the point that the next sweep begins at: a few seconds'
 * worth, or, while a long import runs, the orders since its start.
 */
export function createOrderFeed({ ordersSince, pageSize = 10_000, fromMs }: FeedOptions): OrderFeed {
  let watermark: OrderWatermark | null =
    fromMs === undefined ? null : { receivedAtMs: fromMs, id: '', settledMs: fromMs }
  let seen = new Set<string>()
  // Of the sweep that is under way; outlives a page that failed, so that the next call goes on where this one stopped.
  let sweep = new Set<string>()
  return {
    async catchUp(receive) {
      for (let more = true; more; ) {
        const page: OrderPage = await ordersSince(watermark, pageSize)
        const fresh = page.orders.filter(({ id }) => !seen.has(id) && !sweep.has(id))
        for (const id of page.recentIds) sweep.add(id)
        watermark = page.watermark
        more = page.more
        if (fresh.length > 0) receive(fresh)
      }
      // The next sweep begins where this one said that all is settled, so it can meet again what this one met after that.
      seen = sweep
      sweep = new Set()
    },
  }
}
