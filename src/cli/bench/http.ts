import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Result } from 'autocannon'
import express from 'express'
import { mainThreadCpuMs } from './cpu.ts'

export interface HttpTimings {
  readonly what: string
  readonly connections: number
  /** with 2xx */
  readonly answers: number
  /** answered with 2xx */
  readonly requestsPerSecond: number
  /** of this process's main thread, µs per answer; what refusals cost is in it */
  readonly cpuUs: number
  readonly medianMs: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly bytesPerAnswer: number
  readonly failed: number
}

export interface Target {
  readonly what: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly bodies: readonly string[]
}

/**
 * Loads `target` from a thread of its own, each connection sending its next request when it has the answer to the last.
 * @param warmUpSeconds not counted; 0: none
 */
export async function benchHttp(
  target: Target,
  connections: number,
  seconds: number,
  warmUpSeconds = 1,
): Promise<HttpTimings> {
  const { default: autocannon } = await import('autocannon')
  const load = (duration: number): Promise<Result> =>
    autocannon({
      url: target.url,
      connections,
      duration,
      workers: 1,
      requests: target.bodies.map((body) => ({ method: 'POST', headers: { ...target.headers }, body })),
    })
  if (warmUpSeconds > 0) await load(warmUpSeconds)
  const startCpuMs = mainThreadCpuMs()
  const result = await load(seconds)
  const cpuMs = mainThreadCpuMs() - startCpuMs
  return {
    what: target.what,
    connections,
    answers: result['2xx'],
    requestsPerSecond: result['2xx'] / result.duration,
    cpuUs: (cpuMs * 1000) / Math.max(1, result['2xx']),
    medianMs: result.latency.p50,
    p99Ms: result.latency.p99,
    maxMs: result.latency.max,
    bytesPerAnswer: Math.round(result.throughput.total / Math.max(1, result.requests.total)),
    failed: result.non2xx + result.errors + result.timeouts,
  }
}

/** Express with nothing in it: reads a JSON body and answers with `answer`, made to text anew each time, as ours is. */
export async function openBareExpress(answer: unknown): Promise<{ url: string; close(): Promise<void> }> {
  const app = express()
  app.disable('etag')
  app.post('/', express.json(), (_request, response) => {
    response.json(answer)
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
