import type pg from 'pg'
import { readCounted } from '../interactions/counted-orders.ts'
import type { InteractionStore } from '../interactions/interaction-store.ts'
import type { StoredInteraction } from '../interactions/schema.ts'
import { countsForm } from '../relevance/order-counts.ts'
import { createInteractionFeed, type InteractionFeed } from './interaction-feed.ts'
import type { LiveOrder } from './order-book.ts'
import type { SnapshotStore } from './snapshot-store.ts'

export interface LiveOrders {
  /** Takes up what is new, or all there is, at first and when that is due; one call at a time. See `InteractionFeed.poll`. */
  catchUp(): Promise<ReadonlySet<string> | null>
  /** Orders were taken away, which no feed tells: the next `catchUp` that may takes up all again. */
  recountSoon(): void
  close(): void
}

export interface LiveOrdersOptions {
  readonly pool: pg.Pool
  readonly interactions: Pick<InteractionStore, 'ordersSince'>
  readonly snapshots: Pick<SnapshotStore, 'observe' | 'recount'>
  /** Asks for a `catchUp` soon. */
  readonly wake: () => void
  readonly clockMs: () => number
  /** Taking up everything costs seconds where nobody kept counts, so it is done at most this often. */
  readonly recountEveryMs?: number
}

/** Keeps live demand in step with the orders that are stored. */
export function createLiveOrders(options: LiveOrdersOptions): LiveOrders {
  const { pool, interactions, snapshots, clockMs, recountEveryMs = 60_000 } = options
  /** undefined: nothing was taken up yet */
  let feed: InteractionFeed | undefined
  let isDue = false
  let lastMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const poll = (from: InteractionFeed) => from.poll((orders) => snapshots.observe(orders.map(toLive)))

  /** What is kept in counts, what came in since, and then what comes. */
  const recount = async () => {
    const isFirst = !feed
    isDue = false
    try {
      const counting = snapshots.recount()
      const fromMs = await readCounted(pool, countsForm, async (reading) => {
        for await (const page of reading.kept()) counting.restore(page)
        for await (const page of reading.orders()) counting.add(page)
        return reading.untilMs
      })
      const fresh = createInteractionFeed({ pool, interactions, fromMs })
      await fresh.poll((orders) => counting.add(orders.map(toCounted)))
      await counting.finish()
      feed = fresh
    } catch (error) {
      isDue = true
      throw error
    } finally {
      if (!isFirst) lastMs = clockMs()
    }
    // Whoever did something meanwhile is among all.
    return null
  }

  const wakeLater = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined
        options.wake()
      },
      Math.max(0, lastMs + recountEveryMs - clockMs()),
    ).unref()
  }

  return {
    async catchUp() {
      if (!feed || (isDue && clockMs() >= lastMs + recountEveryMs)) return recount()
      if (isDue) wakeLater()
      return poll(feed)
    },
    recountSoon() {
      isDue = true
      options.wake()
    },
    close: () => clearTimeout(timer),
  }
}

const toCounted = ({ restaurantId, atMs, amount }: StoredInteraction) => ({
  restaurantId,
  atMs,
  amount: amount ?? null,
})

function toLive({ restaurantId, atMs, amount = Number.NaN }: StoredInteraction): LiveOrder {
  return { restaurantId, atMs, amount }
}
