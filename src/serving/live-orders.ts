import type pg from 'pg'
import type { InteractionStore } from '../interactions/interaction-store.ts'
import type { StoredInteraction } from '../interactions/schema.ts'
import { createInteractionFeed, type InteractionFeed } from './interaction-feed.ts'
import type { TapedOrder } from './order-tape.ts'
import type { SnapshotStore } from './snapshot-store.ts'

export interface LiveOrders {
  /** Takes up what is new, or counts everything anew when that is due; one call at a time. See `InteractionFeed.poll`. */
  catchUp(): Promise<ReadonlySet<string> | null>
  /** Orders were taken away, which no feed tells: the next `catchUp` that may counts all again. */
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
  /** Reading every order costs seconds where there are millions, so it is done at most this often. */
  readonly recountEveryMs?: number
}

/** Keeps live demand in step with the orders that are stored. */
export function createLiveOrders(options: LiveOrdersOptions): LiveOrders {
  const { pool, interactions, snapshots, clockMs, recountEveryMs = 60_000 } = options
  let feed: InteractionFeed = createInteractionFeed({ pool, interactions })
  let isDue = false
  let lastMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const recount = async () => {
    isDue = false
    try {
      const fresh = createInteractionFeed({ pool, interactions })
      const counting = snapshots.recount()
      await fresh.poll((orders) => counting.add(orders.map(toTaped)))
      await counting.finish()
      feed = fresh
    } catch (error) {
      isDue = true
      throw error
    } finally {
      lastMs = clockMs()
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
      if (isDue && clockMs() >= lastMs + recountEveryMs) return recount()
      if (isDue) wakeLater()
      return feed.poll((orders) => snapshots.observe(orders.map(toTaped)))
    },
    recountSoon() {
      isDue = true
      options.wake()
    },
    close: () => clearTimeout(timer),
  }
}

function toTaped({ restaurantId, atMs, amount = Number.NaN }: StoredInteraction): TapedOrder {
  return { restaurantId, atMs, amount }
}
