import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export interface DatabaseProxy {
  /** The same database through the proxy. */
  readonly url: string
  /** As if PostgreSQL had died: connections end, new ones are refused. */
  cut(): Promise<void>
  /** As if the network swallowed everything: connections stay, nothing comes through. */
  freeze(): void
  /** Every packet takes so much longer, ms; 0: no longer. */
  slow(byMs: number): void
  /** What connects from now on gets to the server of this URL. */
  lead(databaseUrl: string): void
  /** PostgreSQL is back. */
  restore(): Promise<void>
  close(): Promise<void>
}

/** A way to a database that a test can take away and give back, while it goes on for everyone else. */
export async function openDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  let target = new URL(databaseUrl)
  let delayMs = 0
  const sockets = new Set<Socket>()
  let isFrozen = false
  let server: Server | undefined

  const accept = (client: Socket) => {
    if (isFrozen) {
      sockets.add(client)
      client.on('error', () => {}).on('close', () => sockets.delete(client))
      return
    }
    const upstream = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (isFrozen) return
        if (delayMs === 0) to.write(bytes)
        // Equal delays fire in the order in which they were set.
        else setTimeout(() => to.destroyed || to.write(bytes), delayMs)
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
    slow(byMs) {
      delayMs = byMs
    },
    lead(databaseUrl) {
      target = new URL(databaseUrl)
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
