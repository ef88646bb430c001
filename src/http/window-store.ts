import type { Store } from 'express-rate-limit'
import { LRUCache } from 'lru-cache'

interface Window {
  hits: number
  /** on the monotonic clock */
  endsMs: number
}

export interface WindowStoreOptions {
  readonly windowMs: number
  /** Monotonic, ms: by the time of day a clock that is set back would lock a key out until it has caught up. */
  readonly clockMs: () => number
  /** Callers remembered at most; beyond that the one that was quiet for longest begins a new window. */
  readonly maxKeys?: number
}

/** Counts requests in fixed windows, each from its first request on, in the memory of this process. */
export function createWindowStore({ windowMs, clockMs, maxKeys = 100_000 }: WindowStoreOptions): Store {
  const windows = new LRUCache<string, Window>({ max: maxKeys })
  return {
    localKeys: true,
    increment(key) {
      const nowMs = clockMs()
      const known = windows.get(key)
      const current = known && nowMs < known.endsMs ? known : { hits: 0, endsMs: nowMs + windowMs }
      current.hits++
      windows.set(key, current)
      // The headers are made by the time of day, from the difference to now.
      return { totalHits: current.hits, resetTime: new Date(Date.now() + current.endsMs - nowMs) }
    },
    decrement(key) {
      const known = windows.get(key)
      if (known && known.hits > 0) known.hits--
    },
    resetKey: (key) => void windows.delete(key),
  }
}
