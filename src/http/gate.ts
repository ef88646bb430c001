import type { IncomingMessage, ServerResponse } from 'node:http'
import { Problem } from '../problem/problems.ts'
import type { Admitted, LoadClass } from '../serving/admission.ts'
import type { LivePlanner } from '../serving/live-planner.ts'
import type { AppDeps } from './deps.ts'
import { problemDocument } from './problem-answer.ts'
import { requestIdOf } from './request-id.ts'

/** A request that was let in. */
export interface Entry extends Admitted {
  readonly arrivedMs: number
}

/** Between two log lines about refused requests, ms. */
const tellEveryMs = 10_000

export type GateDeps = Pick<AppDeps, 'metrics' | 'logger'> & {
  readonly planner: Pick<LivePlanner, 'turns' | 'admission'>
}

/**
 * Stands before everything else: a request of a route that says `load` comes in, or is refused before its key is checked, its body
 * read or a log line written. All other routes (health, metrics, administration) are never refused here.
 * @returns by request and its route: null when it was refused, and answered
 */
export function createGate(deps: GateDeps) {
  const { admission, turns } = deps.planner
  const tell = teller(deps)

  return (request: IncomingMessage, response: ServerResponse, { name, load }: Guarded): Entry | null => {
    const arrivedMs = turns.arrivedMs()
    const answer = admission.enter(load)
    if (answer.admitted) {
      response.once('close', answer.left)
      return { ...answer, arrivedMs }
    }
    refuse(response, requestIdOf(request), answer.retryAfterSeconds)
    deps.metrics.observeRequest({
      method: request.method ?? '',
      route: name,
      status: 503,
      seconds: (performance.now() - arrivedMs) / 1000,
    })
    tell(load)
    return null
  }
}

export interface Guarded {
  /** `POST /v1/recommendations` */
  readonly name: string
  readonly load: LoadClass
}

function refuse(response: ServerResponse, requestId: string, retryAfterSeconds: number): void {
  const body = JSON.stringify(problemDocument(new Problem('overloaded'), requestId))
  response.writeHead(503, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
    'Retry-After': String(retryAfterSeconds),
  })
  response.end(body)
}

/** One line now and then: a line for each refusal would be work that there is no time for. */
function teller({ logger }: Pick<GateDeps, 'logger'>): (kind: LoadClass) => void {
  let refused: Partial<Record<LoadClass, number>> = {}
  let toldMs = Number.NEGATIVE_INFINITY
  return (kind) => {
    refused[kind] = (refused[kind] ?? 0) + 1
    const nowMs = performance.now()
    if (nowMs - toldMs < tellEveryMs) return
    logger.info({ refused }, 'more comes in than can be answered in time; some is refused')
    toldMs = nowMs
    refused = {}
  }
}
