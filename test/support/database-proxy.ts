import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export interface DatabaseProxy {
  /** The same database through the proxy. */
  readonly url: string
  /** As if PostgreSQL had died: connections end, new ones are refused. */
  cut(): Promise<void>
  /** As if the network swallowed everything: connections stay, nothing comes through. */
  freeze(): void
  /** PostgreSQL is back. */
  restore(): Promise<void>
  close(): Promise<void>
}

/** A way to a database that a test can take away and give back, while it goes on for everyone else. */
export async function openDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isFrozen = false
  let server: Server | undefined

  const accept = (client: Socket) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (!isFrozen) to.write(bytes)
      })
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  }

  const listen = async (port: number) => {
    server = createServer(accept).listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  const cut = async () => {
    if (!server) return
    const closed = once(server, 'close')
    server.close()
    server = undefined
    for (const socket of sockets) socket.destroy()
    await closed
  }

  const port = await listen(0)
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    cut,
    freeze() {
      isFrozen = true
    },
    async restore() {
      if (isFrozen) {
        // What was swallowed is gone, so the connections it belonged to are of no use.
        isFrozen = false
        for (const socket of sockets) socket.destroy()
      }
      if (!server) await listen(port)
    },
    close: cut,
  }
}
