import { randomUUID } from 'node:crypto'
import type { RequestListener, ServerResponse } from 'node:http'
import type { SpanTime } from '../monitoring/tracing.ts'
import { Problem } from '../problem/problems.ts'
import type { Admitted, LoadClass } from '../serving/admission.ts'
import type { LivePlanner } from '../serving/live-planner.ts'
import type { Visit } from '../serving/visit.ts'
import type { AppDeps } from './deps.ts'
import { problemDocument } from './problem-answer.ts'
import { harmlessId } from './request-id.ts'
import type { Route } from './route.ts'

interface Entry extends Admitted {
  readonly kind: LoadClass
  readonly arrivedMs: number
}

const entries = new WeakMap<ServerResponse, Entry>()

/** Between two log lines about refused requests, ms. */
const tellEveryMs = 10_000

export type GateDeps = Pick<AppDeps, 'metrics' | 'logger'> & {
  readonly planner: Pick<LivePlanner, 'turns' | 'admission'>
}

/**
 * Stands before everything else: a request of a route that says `load` comes in, or is refused before its key is checked, its body
 * read or a log line written. All other routes (health, metrics, administration) are never refused here.
 */
export function gate(listener: RequestListener, routes: readonly Route[], deps: GateDeps): RequestListener {
  const { admission, turns } = deps.planner
  const kinds = new Map<string, LoadClass>()
  for (const { method, path, load } of routes) if (load) kinds.set(`${method.toUpperCase()} ${path}`, load)
  const tell = teller(deps)

  return (request, response) => {
    const name = `${request.method} ${pathOf(request.url ?? '')}`
    const kind = kinds.get(name)
    if (kind === undefined) {
      listener(request, response)
      return
    }
    const arrivedMs = turns.arrivedMs()
    const answer = admission.enter(kind)
    if (!answer.admitted) {
      refuse(response, harmlessId(request.headers['x-request-id']), answer.retryAfterSeconds)
      deps.metrics.observeRequest({
        method: request.method ?? '',
        route: name,
        status: 503,
        seconds: (performance.now() - arrivedMs) / 1000,
      })
      tell(kind)
      return
    }
    entries.set(response, { ...answer, kind, arrivedMs })
    response.once('close', answer.left)
    listener(request, response)
  }
}

/** The visit that belongs to a response; `startedMs` for those that the gate let pass unseen. */
export function visitOf(response: ServerResponse, startedMs: number, spans: SpanTime[] | null = null): Visit {
  const entry = entries.get(response)
  return {
    arrivedMs: entry?.arrivedMs ?? startedMs,
    patience: 1,
    mayRefuse: entry !== undefined,
    isGone: () => response.destroyed,
    served: () => entry?.served(),
    onFinished: (finished) => void response.once('finish', finished),
    ...(spans ? { parts: (parts) => void spans.push(...parts) } : {}),
  }
}

const pathOf = (url: string) => {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

function refuse(response: ServerResponse, id: string | null, retryAfterSeconds: number): void {
  const requestId = id ?? randomUUID()
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
