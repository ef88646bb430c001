import type { RequestHandler } from 'express'
import { describeFault } from '../monitoring/describe-fault.ts'
import type { AppDeps } from './deps.ts'
import { exchangeOf } from './exchange.ts'

/**
 * One log line and one observation per request, when its answer is out or its connection gone. Neither holds a header, a body or
 * the caller's path: those carry keys and personal data.
 */
export function requestLog({
  logger,
  metrics,
  tracing,
}: Pick<AppDeps, 'logger' | 'metrics' | 'tracing'>): RequestHandler {
  return (request, response, next) => {
    const exchange = exchangeOf(response)
    if (tracing) exchange.parts = []
    response.once('close', () => {
      const tookMs = performance.now() - exchange.startedMs
      // 499, as nginx has it: the client left before the answer was out.
      const status = response.writableFinished ? response.statusCode : 499
      metrics.observeRequest({
        route: exchange.route,
        method: request.method,
        status,
        seconds: tookMs / 1000,
      })
      const traceId = tracing?.record({
        method: request.method,
        route: exchange.route,
        status,
        startMs: exchange.startedMs,
        endMs: exchange.startedMs + tookMs,
        requestId: exchange.id,
        recommendationId: exchange.recommendationId,
        traceparent: request.get('traceparent'),
        parts: exchange.parts ?? [],
      })
      const line = {
        requestId: exchange.id,
        method: request.method,
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
    next()
  }
}
