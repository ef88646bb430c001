import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Identity } from '../keys/key-store.ts'
import type { SpanTime } from '../monitoring/tracing.ts'
import type { ProblemCode } from '../problem/problems.ts'
import type { Entry } from './gate.ts'
import { requestIdOf } from './request-id.ts'

/** What is known of one request and its answer while it is under way; what the log line and the metrics are made of. */
export interface Exchange {
  readonly id: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly startedMs: number
  /** null: the gate lets in everyone who asks this route */
  readonly entry: Entry | null
  /** What the answer's head has to say besides what every head says: name and value in turn. */
  readonly head: string[]
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

/** An exchange begins; its id comes back to the caller in the same header. */
export function beginExchange(
  request: IncomingMessage,
  response: ServerResponse,
  entry: Entry | null,
): Exchange {
  const id = requestIdOf(request)
  return {
    id,
    request,
    response,
    startedMs: performance.now(),
    entry,
    head: ['X-Request-Id', id],
    route: 'none',
    caller: null,
    problem: null,
    cause: null,
    recommendationId: null,
    parts: null,
  }
}
