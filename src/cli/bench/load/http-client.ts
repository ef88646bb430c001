import { connect, type Socket } from 'node:net'

/** null: the connection broke before the answer was there */
export type OnAnswer = (status: number | null) => void

export interface HttpClient {
  /** False: as many connections as there may be are busy; nothing was sent. */
  send(request: Buffer, onAnswer: OnAnswer): boolean
  readonly open: number
  close(): void
}

/**
 * Just enough of HTTP/1.1 to load a server from a process that shares its cores with it: requests are bytes made beforehand, of an answer the status and
 * the length are read. Connections are kept; each has one request under way.
 */
export function createHttpClient(host: string, port: number, mostConnections: number): HttpClient {
  const idle: Connection[] = []
  const all = new Set<Connection>()

  const open = (): Connection => {
    const connection = openConnection(host, port, {
      onIdle: () => void idle.push(connection),
      onClosed() {
        all.delete(connection)
        const at = idle.indexOf(connection)
        if (at >= 0) idle.splice(at, 1)
      },
    })
    all.add(connection)
    return connection
  }

  return {
    send(request, onAnswer) {
      const connection = idle.pop() ?? (all.size < mostConnections ? open() : undefined)
      connection?.send(request, onAnswer)
      return connection !== undefined
    },
    get open() {
      return all.size
    },
    close() {
      for (const { socket } of all) socket.destroy()
    },
  }
}

interface Connection {
  readonly socket: Socket
  send(request: Buffer, onAnswer: OnAnswer): void
}

function openConnection(
  host: string,
  port: number,
  { onIdle, onClosed }: { onIdle: () => void; onClosed: () => void },
): Connection {
  const socket = connect({ host, port, noDelay: true })
  let answered: OnAnswer | undefined
  let received: Buffer | undefined
  const finish = (status: number | null) => {
    const callback = answered
    answered = undefined
    callback?.(status)
  }
  socket.on('data', (bytes) => {
    received = received ? Buffer.concat([received, bytes]) : bytes
    const head = readHead(received)
    if (!head || head.bytes === null || received.length < head.bytes) return
    received = received.length > head.bytes ? received.subarray(head.bytes) : undefined
    // Idle first: the callback may send the next one.
    if (!head.isLast) onIdle()
    finish(head.status)
    if (head.isLast) socket.destroy()
  })
  // What goes wrong is told by 'close', which follows.
  socket.on('error', () => {})
  socket.on('close', () => {
    onClosed()
    finish(null)
  })
  return {
    socket,
    send(request, onAnswer) {
      answered = onAnswer
      socket.write(request)
    },
  }
}

const lastChunk = Buffer.from('\r\n0\r\n\r\n')

interface Head {
  readonly status: number
  /** of head and body; null: not all of a body in chunks is there */
  readonly bytes: number | null
  readonly isLast: boolean
}

/** null: not all of the head is there. */
export function readHead(received: Buffer): Head | null {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return null
  const text = received.toString('latin1', 0, end)
  const isChunked = /^transfer-encoding: *chunked/im.test(text)
  // Nothing was asked for after it, so the last chunk ends what came.
  const isWhole = received.subarray(-lastChunk.length).equals(lastChunk)
  const length = /^content-length: *(\d+)/im.exec(text)?.[1]
  return {
    status: Number(text.slice(9, 12)),
    bytes: isChunked ? (isWhole ? received.length : null) : end + 4 + Number(length ?? 0),
    isLast: /^connection: *close/im.test(text),
  }
}

/** A request as it goes over the wire. */
export function requestBytes(method: string, path: string, host: string, key: string, body: unknown): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = body === undefined ? '' : 'Content-Type: application/json\r\n'
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nX-API-Key: ${key}\r\n${type}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}
