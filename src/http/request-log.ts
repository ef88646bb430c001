import { describeFault } from '../monitoring/describe-fault.ts'
import type { AppDeps } from './deps.ts'
import type { Exchange } from './exchange.ts'

/**
 * One log line and one observation per request, when its answer is out or its connection gone. Neither holds a header, a body or
 * the caller's path: those carry keys and personal data.
 */
export function requestLog({
  logger,
  metrics,
  tracing,
}: Pick<AppDeps, 'logger' | 'metrics' | 'tracing'>): (exchange: Exchange) => void {
  return (exchange) => {
    const { request, response } = exchange
    const method = request.method ?? ''
    if (tracing) exchange.parts = []
    response.once('close', () => {
      const tookMs = performance.now() - exchange.startedMs
      // 499, as nginx has it: the client left before the answer was out.
      const status = response.writableFinished ? response.statusCode : 499
      metrics.observeRequest({
        route: exchange.route,
        method,
        status,
        seconds: tookMs / 1000,
      })
      const traceId = tracing?.record({
        method,
        route: exchange.route,
        status,
        startMs: exchange.startedMs,
        endMs: exchange.startedMs + tookMs,
        requestId: exchange.id,
        recommendationId: exchange.recommendationId,
        traceparent: first(request.headers['traceparent']),
        parts: exchange.parts ?? [],
      })
      const line = {
        requestId: exchange.id,
        method,
        route: exchange.route,
        status,
        tookMs: Math.round(tookMs * 100) / 100,
        ...(exchange.caller ? { keyId: exchange.caller.id } : {}),
        ...(exchange.problem ? { problem: exchange.problem } : {}),
        ...(exchange.recommendationId ? { recommendationId: exchange.recommendationId } : {}),
        ...(traceId ? { traceId } : {}),
        ...(exchange.cause ? { fault: describeFault(exchange.cause) } : {}),
      }
      if (status >= 500) logger.error(line, 'request failed')
      else logger.info(line, 'request')
    })
  }
}

const first = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)
