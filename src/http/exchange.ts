import type { Response } from 'express'
import type { Identity } from '../keys/key-store.ts'
import type { SpanTime } from '../monitoring/tracing.ts'
import type { ProblemCode } from '../problem/problems.ts'

/** What is known of one request and its answer while it is under way; what the log line and the metrics are made of. */
export interface Exchange {
  readonly id: string
  readonly startedMs: number
  /** The route's own words (`POST /v1/users/:id`), never the caller's path, which may hold personal data. */
  route: string
  caller: Identity | null
  problem: ProblemCode | null
  /** For the log alone. */
  cause: unknown
  recommendationId: string | null
  /** What the work consisted of, for a trace; null: nobody asked for traces. */
  parts: SpanTime[] | null
}

const exchanges = new WeakMap<Response, Exchange>()

export function beginExchange(response: Response, id: string): Exchange {
  const exchange: Exchange = {
    id,
    startedMs: performance.now(),
    route: 'none',
    caller: null,
    problem: null,
    cause: null,
    recommendationId: null,
    parts: null,
  }
  exchanges.set(response, exchange)
  return exchange
}

/** @throws when `beginExchange` did not run first, which would be a fault in `app.ts` */
export function exchangeOf(response: Response): Exchange {
  const exchange = exchanges.get(response)
  if (!exchange) throw new Error('the exchange of this response has not begun')
  return exchange
}
