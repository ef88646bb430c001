import type { Logger } from 'pino'
import type { Database } from '../db/client.ts'
import { keepOrderCounts } from '../jobs/keep-order-counts.ts'
import type { Closers } from './closers.ts'

export interface OrderCountsDeps {
  readonly database: Database
  readonly logger: Pick<Logger, 'info' | 'warn'>
}

/** Soon after a start, which may be the first after an import; not at once, when requests are what matters. */
const firstMs = 10_000
const everyMs = 300_000

/** Keeps the counts that the next start begins with, again and again; of several processes one at a time. */
export function keepCountingOrders({ database, logger }: OrderCountsDeps, closers: Closers): void {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  let isClosed = false
  const keep = async () => {
    try {
      const restaurants = await keepOrderCounts({ database })
      if (restaurants !== null) logger.info({ restaurants }, 'orders are counted for the next start')
    } catch (error) {
      if (!isClosed)
        logger.warn({ err: error }, 'counting orders for the next start failed; it is tried again')
    }
  }
  const schedule = (afterMs: number) => {
    timer = setTimeout(() => {
      running = keep().finally(() => {
        if (!isClosed) schedule(everyMs)
      })
    }, afterMs).unref()
  }
  schedule(firstMs)
  closers.defer('counts of orders', async () => {
    isClosed = true
    clearTimeout(timer)
    await running
  })
}
