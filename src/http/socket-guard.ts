import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface SocketGuardOptions {
  /** Requests that a connection may have open at the same time; browsers and balancers send one after the other. */
  readonly mostPipelined: number
  /** A client that takes nothing of its answer for so long is cut off, ms. */
  readonly stallMs: number
}

/**
 * Bounds what one connection can make us hold. Node answers everything that a connection sent in one packet, hundreds of requests if
 * they are short, and keeps the answers until they are read, for ever if need be.
 * @returns asked with each request: false, when its connection was cut instead
 */
export function guardSockets(
  server: Server,
  { mostPipelined, stallMs }: SocketGuardOptions,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const open = new WeakMap<Socket, number>()
  // Node's own timer, which knows of bytes that move; what it reports of an answer that is still being made is no fault of the client.
  server.timeout = stallMs
  server.on('timeout', (socket) => {
    const isWorking = (open.get(socket) ?? 0) > 0 && socket.writableLength === 0
    if (!isWorking) socket.destroy()
  })
  return ({ socket }, response) => {
    const others = open.get(socket) ?? 0
    if (others >= mostPipelined) {
      socket.destroy()
      return false
    }
    open.set(socket, others + 1)
    response.once('close', () => open.set(socket, (open.get(socket) ?? 1) - 1))
    return true
  }
}
