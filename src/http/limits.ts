import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { Problem } from '../problem/problems.ts'
import type { Exchange } from './exchange.ts'
import { createWindowStore, type HitExchange } from './window-store.ts'

const windowMs = 60_000
/** Callers whose name in the headers is kept; beyond that it is made anew. */
const maxNames = 10_000

/** Counts a request. @throws Problem too-many-requests */
export type Limiter = (exchange: Exchange, caller: string) => void

/**
 * Requests a key may send in a minute, told in the standard `RateLimit` headers (draft 8); 0: no limit. Counts are kept in this process
 * and shared with those of the same `maitre serve`; of several services behind a balancer each counts on its own.
 */
export function limitPerKey(perMinute: number, others?: HitExchange): Limiter {
  if (perMinute === 0) return () => {}
  const windows = createWindowStore({
    windowMs,
    clockMs: () => performance.now(),
    ...(others ? { exchange: others } : {}),
  })
  const policies = new LRUCache<string, string>({ max: maxNames })

  const policyOf = (caller: string) => {
    const known = policies.get(caller)
    if (known) return known
    const policy = `"per-key"; q=${perMinute}; w=${windowMs / 1000}; pk=:${partitionOf(caller)}:`
    policies.set(caller, policy)
    return policy
  }

  return ({ head }, caller) => {
    const { hits, leftMs } = windows.count(caller)
    const resetSeconds = Math.max(0, Math.ceil(leftMs / 1000))
    const remaining = Math.max(0, perMinute - hits)
    head.push(
      'RateLimit',
      `"per-key"; r=${remaining}; t=${resetSeconds}`,
      'RateLimit-Policy',
      policyOf(caller),
    )
    if (hits > perMinute) throw new Problem('too-many-requests', { retryAfterSeconds: resetSeconds })
  }
}

/** Tells the quotas of two keys apart without telling the keys. */
function partitionOf(caller: string): string {
  const hash = createHash('sha256').update(caller).digest('hex').slice(0, 12)
  return Buffer.from(hash).toString('base64')
}
