import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../src/config.ts'
import { projectRoot } from '../../src/db/project-root.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { build, type RunningService } from '../../src/main.ts'
import { testDatabase } from '../support/postgres.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

const attributeSchema = z.object({
  key: z.string(),
  value: z.object({ stringValue: z.string().optional(), intValue: z.coerce.number().optional() }).loose(),
})
const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes: z.array(attributeSchema),
})
const exportSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attributeSchema) }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
})
type Span = z.infer<typeof spanSchema>

const database = await testDatabase()
const spans: Span[] = []
const resources = new Set<string>()
/** An OTLP receiver, as a collector is one. */
const collector = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  expect([request.method, request.url]).toEqual(['POST', '/v1/traces'])
  const { resourceSpans } = exportSchema.parse(JSON.parse(Buffer.concat(chunks).toString()))
  for (const { resource, scopeSpans } of resourceSpans) {
    for (const { key, value } of resource.attributes)
      if (key === 'service.name') resources.add(String(value.stringValue))
    for (const scope of scopeSpans) spans.push(...scope.spans)
  }
  response.setHeader('content-type', 'application/json')
  response.end('{}')
})
const lines: string[] = []
const logger = pino(
  { level: 'info' },
  new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  }),
)
let folder = ''
let service: RunningService
let key = ''

beforeAll(async () => {
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  folder = await mkdtemp(join(tmpdir(), 'maitre-traces-'))
  await storeOrders(database, 20, habits(60))
  const { port } = collector.address() as AddressInfo
  service = await build(
    readConfig({
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      SEED: 'none',
      PORT: '0',
      DATABASE_POOL_SIZE: '3',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`,
    }),
    { logger, version: 'test' },
  )
  key = (await readKeyFile(folder))?.admin ?? ''
}, 120_000)
afterAll(async () => {
  collector.closeAllConnections()
  collector.close()
  await rm(folder, { recursive: true, force: true })
})

describe('with a collector', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const parent = '00f067aa0ba902b7'
  const stringOf = (span: Span, name: string) =>
    span.attributes.find((attribute) => attribute.key === name)?.value.stringValue

  test('a recommendation is a trace of its parts, joined to its log line and its caller', async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${service.url}/v1/recommendations`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
        // Nobody whom warming up has looked up already.
        body: JSON.stringify({ userId: 'stranger' }),
      })
    const response = await ask({ traceparent: `00-${traceId}-${parent}-01`, 'x-request-id': 'asked-here' })
    const { recommendationId } = z.object({ recommendationId: z.string() }).parse(await response.json())
    await (await ask({ traceparent: `00-${'a'.repeat(32)}-${parent}-00` })).text()
    await (await ask({ traceparent: 'nonsense' })).text()
    await (await fetch(`${service.url}/v1/users/somebody-secret`, { headers: { 'x-api-key': key } })).text()
    await fetch(`${service.url}/v1/interactions`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({
        interactions: [
          {
            id: 'sent',
            type: 'click',
            userId: 'somebody-secret',
            restaurantId: 'r01',
            at: '2026-01-01T12:00:00Z',
          },
        ],
      }),
    }).then((answer) => answer.text())
    // Sends what waits.
    await service.close()

    expect(resources).toEqual(new Set(['maitre']))
    const root = spans.find((span) => stringOf(span, 'maitre.request_id') === 'asked-here')!
    expect(root).toMatchObject({ traceId, parentSpanId: parent, name: 'POST /v1/recommendations', kind: 2 })
    expect(stringOf(root, 'maitre.recommendation_id')).toBe(recommendationId)
    const parts = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId)
    expect(parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['lookup', 'turn', 'candidates', 'blend', 'answer']),
    )
    // One after the other, and inside of the request, to a microsecond.
    const slack = 1000n
    const ordered = [...parts].sort((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano))
    for (const [n, span] of ordered.entries()) {
      expect(span.traceId).toBe(traceId)
      expect(span.startTimeUnixNano).toBeGreaterThanOrEqual(root.startTimeUnixNano - slack)
      expect(span.endTimeUnixNano).toBeLessThanOrEqual(root.endTimeUnixNano + slack)
      const next = ordered[n + 1]
      if (next) expect(next.startTimeUnixNano).toBeGreaterThanOrEqual(span.endTimeUnixNano - slack)
    }
    const nowNs = BigInt(Date.now()) * 1_000_000n
    expect(nowNs - root.endTimeUnixNano).toBeLessThan(60_000_000_000n)
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ requestId: 'asked-here', recommendationId, traceId }),
    )
    // A caller that does not sample is not sampled; one whose header nobody can read begins a trace.
    expect(spans.some((span) => span.traceId === 'a'.repeat(32))).toBe(false)
    const roots = spans.filter(
      ({ name, parentSpanId }) => name === 'POST /v1/recommendations' && !parentSpanId,
    )
    expect(roots).toHaveLength(1)
    expect(
      JSON.stringify(spans, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('somebody-secret')
    expect(spans.map(({ name }) => name)).toContain('GET /v1/users/:id')
    // Each statement is a span: of the look-up inside of its part, of what has no parts inside of the request.
    const statementsIn = ({ spanId }: Span) =>
      spans.filter((span) => span.parentSpanId === spanId && stringOf(span, 'db.query.text'))
    const lookup = parts.find(({ name }) => name === 'lookup')!
    expect(statementsIn(lookup).map(({ name }) => name)).toEqual(['SELECT'])
    expect(stringOf(statementsIn(lookup)[0]!, 'db.query.text')).toContain('$1')
    const user = spans.find(({ name }) => name === 'GET /v1/users/:id')!
    expect(statementsIn(user).map((span) => stringOf(span, 'db.operation.name'))).toEqual(['SELECT'])
    const sent = spans.find(({ name }) => name === 'POST /v1/interactions')!
    expect(statementsIn(sent).map(({ name }) => name)).toEqual(['BEGIN', 'WITH', 'COMMIT'])
  }, 60_000)
})

test('without a collector nothing of the SDK is loaded', async () => {
  const source = join(projectRoot, 'src')
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.ts'))
  const loading: string[] = []
  for (const file of files) {
    const text = await readFile(join(source, file), 'utf8')
    // Types cost nothing, and what is imported inside of a function is loaded when it is called.
    if (/^(import|export) (?!type ).*['"](@opentelemetry\/[^'"]+|[./a-z]*\/tracing\.ts)['"]/m.test(text))
      loading.push(file)
  }
  expect(files.length).toBeGreaterThan(300)
  expect(loading).toEqual(['main.ts'])
  expect(await readFile(join(source, 'main.ts'), 'utf8')).toContain("from './main/tracing.ts'")
})

test('an endpoint that is no URL is refused at the start', () => {
  expect(() => readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' })).toThrow(
    /OTEL_EXPORTER_OTLP_ENDPOINT/,
  )
})
