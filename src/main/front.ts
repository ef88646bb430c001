import { once } from 'node:events'
import type { RequestListener, Server, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { problemDocument } from '../http/problem-answer.ts'
import { createHttpServer } from '../http/server.ts'
import { Problem } from '../problem/problems.ts'
import { codeOf, StartError } from './start-error.ts'

export interface Front {
  readonly host: string
  readonly port: number
  /** From now on requests go to `listener`; it begins to listen if it did not yet. @throws StartError when the address can't be had */
  serve(listener: RequestListener): Promise<void>
  /** What is happening until then, for who asks. */
  say(step: string): void
  /** Answers say that their connection closes, so that clients move on before the end. */
  drain(): void
  /** Stops accepting, lets requests under way end within `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>
}

/**
 * Listens from the first moment, so that a port in use is told before any work is done and a long first start is visible: alive, not
 * ready, every other route unavailable.
 * @param listensAtOnce false: only from `serve` on, since other processes answer on the same port meanwhile
 * @throws StartError when the address can't be had
 */
export async function openFront(host: string, port: number, listensAtOnce = true): Promise<Front> {
  let step = 'starting'
  let listener: RequestListener | undefined
  let isDraining = false
  /** As many as connections allow. */
  const underWay = new Set<ServerResponse>()
  /** Whoever is answered from now on hears that the connection ends, also who asked before. */
  const beginDrain = () => {
    isDraining = true
    for (const response of underWay) if (!response.headersSent) response.setHeader('Connection', 'close')
  }
  const server = createHttpServer((request, response) => {
    if (isDraining) response.setHeader('Connection', 'close')
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    if (listener) listener(request, response)
    else answerStarting(request.url ?? '', step, response)
  })
  const listen = async () => {
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (error) {
      throw new StartError(explain(error, host, port), { cause: error })
    }
  }
  if (listensAtOnce) await listen()
  let closing: Promise<void> | undefined
  return {
    host,
    get port() {
      const address = server.address()
      return typeof address === 'object' && address ? address.port : port
    },
    async serve(next) {
      listener = next
      if (!server.listening) await listen()
    },
    say(next) {
      step = next
    },
    drain: beginDrain,
    close(graceMs) {
      beginDrain()
      closing ??= closeServer(server, graceMs)
      return closing
    },
  }
}

function answerStarting(url: string, step: string, response: ServerResponse): void {
  const { status, type, body } = startingAnswer(url.split('?')[0] ?? '', step)
  response.writeHead(status, {
    'Content-Type': `application/${type}; charset=utf-8`,
    'Cache-Control': 'no-store',
    ...(status === 503 ? { 'Retry-After': '2' } : {}),
  })
  response.end(JSON.stringify(body))
}

function startingAnswer(path: string, step: string): { status: number; type: string; body: unknown } {
  if (path === '/health/live') return { status: 200, type: 'json', body: { status: 'live' } }
  if (path === '/health/ready') {
    const checks = { start: { ok: false, detail: step } }
    return { status: 503, type: 'json', body: { status: 'starting', ready: false, checks } }
  }
  const problem = new Problem('unavailable', { detail: `The service is starting: ${step}.` })
  return { status: 503, type: 'problem+json', body: problemDocument(problem, 'starting') }
}

/** A kept-alive connection may have a request on the way while it looks idle; so long it may still arrive, ms. */
const lingerMs = 250

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close')
  // Not http's own `close`, which cuts what looks idle at once.
  NetServer.prototype.close.call(server)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await Promise.race([closed, delay(Math.min(lingerMs, graceMs))])
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  server.closeIdleConnections()
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}

function explain(error: unknown, host: string, port: number): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use. Stop what listens there, or choose another: PORT=${port + 1} npm start`
    case 'EACCES':
      return `Port ${port} on ${host} needs more rights. Choose one above 1023: PORT=3000 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`
    default:
      return `Can't listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`
  }
}
