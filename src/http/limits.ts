import type { RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Problem } from '../problem/problems.ts'
import { exchangeOf } from './exchange.ts'
import { createWindowStore, type HitExchange } from './window-store.ts'

const windowMs = 60_000

/**
 * Requests a key may send in a minute, told in the standard `RateLimit` headers; 0: no limit. Counts are kept in this process
 * and shared with those of the same `maitre serve`; of several services behind a balancer each counts on its own.
 */
export function limitPerKey(perMinute: number, exchange?: HitExchange): RequestHandler {
  if (perMinute === 0) return (_request, _response, next) => next()
  return rateLimit({
    windowMs,
    store: createWindowStore({
      windowMs,
      clockMs: () => performance.now(),
      ...(exchange ? { exchange } : {}),
    }),
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'per-key',
    keyGenerator: (request, response) => exchangeOf(response).caller?.id ?? ipKeyGenerator(request.ip ?? ''),
    handler: (_request, response, next) => {
      const retryAfterSeconds = Number(response.getHeader('Retry-After')) || windowMs / 1000
      next(new Problem('too-many-requests', { retryAfterSeconds }))
    },
  })
}
