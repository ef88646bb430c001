import type { Database } from '../db/client.ts'
import { trySessionLock } from '../db/session-lock.ts'
import {
  announceCounting,
  type CountsReading,
  countsAPage,
  type KeptCounts,
  keepCounts,
  readCounted,
} from '../interactions/counted-orders.ts'
import { countsForm } from '../relevance/order-counts.ts'
import { createTally, type Tally } from '../relevance/tally.ts'

export interface KeepOrderCountsOptions {
  readonly database: Pick<Database, 'pool' | 'url'>
  /** With fewer new orders and none taken away nothing is done: a start reads them in a moment. */
  readonly leastOrders?: number
  /** What was received so shortly ago may not be all there yet, ms. */
  readonly marginMs?: number
}

/** The advisory lock of whoever keeps counts. */
const countsLockKey = 727_308

/**
 * Keeps counts of the orders by restaurant in the database, of all that came in until now, so that a start need not read them all. Reads
 * only what came since the last time, and what lost orders.
 * @returns restaurants that were counted; null: nothing to do, or somebody else is at it
 */
export async function keepOrderCounts(options: KeepOrderCountsOptions): Promise<number | null> {
  const { database, leastOrders = 10_000, marginMs } = options
  const { rows } = await database.pool.query<{ due: boolean }>(isDue, [countsForm, leastOrders])
  if (!rows[0]?.due) return null
  const lock = await trySessionLock({ url: database.url, key: countsLockKey, onLost: () => {} })
  if (!lock) return null
  try {
    await announceCounting(database.pool)
    const { reading, tally } = await readCounted(database.pool, countsForm, tallyUp, marginMs)
    const isKept = await keepCounts(database.pool, { form: countsForm, reading, counts: pagesOf(tally) })
    return isKept ? tally.ids.length : null
  } finally {
    await lock.release()
  }
}

/** What is kept of those restaurants alone that something changed for. */
async function tallyUp(reading: CountsReading): Promise<{ reading: CountsReading; tally: Tally }> {
  const tally = createTally()
  for await (const page of reading.orders()) for (const order of page) tally.observe(order)
  const changed = tally.ids.filter((id) => !reading.stale.has(id))
  for await (const page of reading.kept(changed)) {
    for (const { restaurantId, timeZone, bytes } of page) tally.add(restaurantId, timeZone, bytes)
  }
  return { reading, tally }
}

function* pagesOf(tally: Tally): Generator<readonly KeptCounts[]> {
  for (let n = 0; n < tally.ids.length; n += countsAPage) {
    yield tally.ids.slice(n, n + countsAPage).map((restaurantId) => ({
      restaurantId,
      timeZone: tally.timeZoneOf(restaurantId),
      bytes: tally.encode(restaurantId),
    }))
  }
}

const isDue = `
  WITH state AS (SELECT counted_until FROM order_count_state WHERE form = $1)
  SELECT EXISTS (SELECT FROM order_recounts) OR (
    SELECT count(*) FROM (
      SELECT FROM interactions WHERE type = 'order'
         AND received_at >= coalesce((SELECT counted_until FROM state), '-infinity') LIMIT $2
    ) new
  ) >= $2 AS due`
