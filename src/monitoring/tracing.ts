import type { Attributes, Context, HrTime } from '@opentelemetry/api'
import type pg from 'pg'
import { createStatementSpans } from './statement-spans.ts'

/** A part of the work, by the process's monotonic clock (`performance.now()`), ms. */
export interface SpanTime {
  readonly name: string
  readonly startMs: number
  readonly endMs: number
  readonly attributes?: Readonly<Record<string, string | number | boolean>>
}

/** One request that is over. */
export interface RequestTrace {
  readonly method: string
  /** The route's own words, never the caller's path. */
  readonly route: string
  readonly status: number
  readonly startMs: number
  readonly endMs: number
  readonly requestId: string
  readonly recommendationId: string | null
  /** The caller's header, W3C Trace Context; undefined: the trace begins here. */
  readonly traceparent: string | undefined
  readonly parts: readonly SpanTime[]
}

export interface Tracing {
  /** @returns the trace's id, for the log; null: it is not sampled */
  record(request: RequestTrace): string | null
  /** What `work` asks of PostgreSQL is added to `parts`. */
  inside(parts: SpanTime[], work: () => void): void
  /** Sends what is waiting, as far as whoever receives it answers. */
  close(): Promise<void>
}

export interface TracingOptions {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: traces go to `<endpoint>/v1/traces`, over HTTP. */
  readonly endpoint: string
  readonly version: string
  /** Its statements are told of. */
  readonly pool: pg.Pool
}

/**
 * Traces by OpenTelemetry's own SDK, which is loaded only here: whoever asks for no traces pays for none. Spans are made when a request
 * is over, from times that were taken anyway. At most 2048 wait to be sent; what is more is dropped. Sampling, headers and the
 * service's name are the SDK's own variables (`OTEL_TRACES_SAMPLER`, `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_SERVICE_NAME`).
 */
export async function openTracing({ endpoint, version, pool }: TracingOptions): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const named = resources.resourceFromAttributes({ 'service.name': 'maitre', 'service.version': version })
  const given = resources.detectResources({ detectors: [resources.envDetector] })
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })
  const provider = new sdk.NodeTracerProvider({
    resource: named.merge(given),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('maitre', version)
  const { SpanKind, SpanStatusCode, ROOT_CONTEXT, trace } = api
  const statements = createStatementSpans()
  statements.watch(pool)

  /** Each inside of the shortest one before it that it lies in, a statement in its look-up; otherwise in the request. */
  const addParts = (parts: readonly SpanTime[], request: Context) => {
    const added: { part: SpanTime; context: Context }[] = []
    for (const part of [...parts].sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs)) {
      const around = added.findLast(
        (each) => each.part.endMs >= part.endMs && isStatement(part) && !isStatement(each.part),
      )
      const context = around?.context ?? request
      const { name, startMs, endMs, attributes = {} } = part
      const span = tracer.startSpan(
        name,
        { startTime: timeOf(startMs), attributes: { ...attributes } },
        context,
      )
      span.end(timeOf(endMs))
      added.push({ part, context: trace.setSpan(context, span) })
    }
  }

  return {
    inside: statements.inside,
    record(request) {
      const parent = parentOf(request.traceparent)
      const around = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
      const span = tracer.startSpan(
        request.route,
        { kind: SpanKind.SERVER, startTime: timeOf(request.startMs), attributes: attributesOf(request) },
        around,
      )
      if (request.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      addParts(request.parts, trace.setSpan(around, span))
      span.end(timeOf(request.endMs))
      return span.isRecording() || span.spanContext().traceFlags % 2 === 1 ? span.spanContext().traceId : null
    },
    async close() {
      await provider.shutdown().catch(() => {})
    },
  }
}

/** Seconds and nanoseconds: given as a number, the SDK would move each span by the milliseconds' rounding of its own clock. */
function timeOf(ms: number): HrTime {
  const sinceEpochMs = performance.timeOrigin + ms
  const seconds = Math.floor(sinceEpochMs / 1000)
  return [seconds, Math.round((sinceEpochMs - seconds * 1000) * 1e6)]
}

const isStatement = ({ attributes }: SpanTime) => attributes !== undefined && 'db.query.text' in attributes

/** By OpenTelemetry's semantic conventions for HTTP servers. */
function attributesOf({ method, route, status, requestId, recommendationId }: RequestTrace): Attributes {
  return {
    'http.request.method': method,
    'http.route': route.slice(route.indexOf(' ') + 1),
    'http.response.status_code': status,
    'maitre.request_id': requestId,
    ...(recommendationId === null ? {} : { 'maitre.recommendation_id': recommendationId }),
  }
}

const traceparentPattern = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})/

function parentOf(header: string | undefined) {
  const [, traceId, spanId, flags] = traceparentPattern.exec(header ?? '') ?? []
  if (!traceId || !spanId || !flags) return null
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
}
