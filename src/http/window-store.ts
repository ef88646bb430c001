import { LRUCache } from 'lru-cache'

interface Window {
  hits: number
  /** on the monotonic clock */
  endsMs: number
}

/** How several processes that answer as one tell each other what their callers sent. */
export interface HitExchange {
  tell(hits: readonly (readonly [key: string, hits: number])[]): void
  /** Replaces who listened before. */
  onHeard(listener: (key: string, hits: number) => void): void
}

export interface WindowStoreOptions {
  readonly windowMs: number
  /** Monotonic, ms: by the time of day a clock that is set back would lock a key out until it has caught up. */
  readonly clockMs: () => number
  /** Callers remembered at most; beyond that the one that was quiet for longest begins a new window. */
  readonly maxKeys?: number
  /** Absent: nobody else counts. */
  readonly exchange?: HitExchange
}

export interface WindowStore {
  /** Counts a request. @returns how many this window has had, this one included, and how long it lasts yet */
  count(key: string): { readonly hits: number; readonly leftMs: number }
}

/** Between two messages to the other processes, ms: so much of what they let in is not known here. */
const tellEveryMs = 100

/**
 * Counts requests in fixed windows, each from its first request on, in the memory of this process. Where several processes answer as one, each
 * also counts what the others let in, a tenth of a second later.
 */
export function createWindowStore(options: WindowStoreOptions): WindowStore {
  const { windowMs, clockMs, maxKeys = 100_000, exchange } = options
  const windows = new LRUCache<string, Window>({ max: maxKeys })
  const tell = exchange ? teller(exchange) : () => {}

  const add = (key: string, hits: number, nowMs: number): Window => {
    const known = windows.get(key)
    const current = known && nowMs < known.endsMs ? known : { hits: 0, endsMs: nowMs + windowMs }
    current.hits += hits
    windows.set(key, current)
    return current
  }
  exchange?.onHeard((key, hits) => void add(key, hits, clockMs()))

  return {
    count(key) {
      const nowMs = clockMs()
      const { hits, endsMs } = add(key, 1, nowMs)
      tell(key)
      return { hits, leftMs: endsMs - nowMs }
    },
  }
}

/** Sums up what is to be told; as many keys as were used within `tellEveryMs`. */
function teller(exchange: HitExchange): (key: string) => void {
  let hits = new Map<string, number>()
  const flush = () => {
    const told = hits
    hits = new Map()
    exchange.tell([...told])
  }
  return (key) => {
    if (hits.size === 0) setTimeout(flush, tellEveryMs).unref()
    hits.set(key, (hits.get(key) ?? 0) + 1)
  }
}
