import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { Problem } from '../problem/problems.ts'
import { problemDocument } from './problem-answer.ts'
import { guardSockets } from './socket-guard.ts'

const limits = {
  /** Headers have to be here by then. */
  headersTimeout: 10_000,
  /** The whole request; imports may stream for that long, JSON bodies have a tighter limit of their own. */
  requestTimeout: 600_000,
  /** Above the idle time of common load balancers (60 s), so that they close first. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
  connectionsCheckingInterval: 5_000,
}

/** Node's HTTP server with limits; what is not HTTP at all is answered with a problem too. The caller listens and closes. */
export function createHttpServer(listener: RequestListener): Server {
  const answer: RequestListener = (request, response) => {
    if (mayAsk(request, response)) listener(request, response)
  }
  const server: Server = createServer(limits, answer)
  // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node's own answer to it has no body and none of our headers.
  server.on('checkExpectation', answer)
  const mayAsk = guardSockets(server, { mostPipelined: 16, stallMs: 20_000 })
  server.maxHeadersCount = 100
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket as Socket))
  return server
}

function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemOf(error.code)
  const body = JSON.stringify(problemDocument(problem, 'unread'))
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${reasons[problem.status] ?? 'Bad Request'}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

const reasons: Record<number, string> = { 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers-too-large')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request-timeout')
  return new Problem('invalid-request', { detail: 'What was sent is not HTTP.' })
}
