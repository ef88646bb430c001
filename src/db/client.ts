import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import { assertPrimary, createHostChoice, type HostChoice } from './hosts.ts'

export interface Database {
  /** For everything that is not hot. */
  prisma: PrismaClient
  /** For hot statements and bulk work, written in SQL; the same connections as Prisma's. */
  pool: pg.Pool
  url: string
  /**
   * Breaks every connection at once: what waits for an answer fails, and the next statement connects anew. For when PostgreSQL does not
   * answer and no connection breaks by itself, as behind a network that swallows everything.
   */
  cut(): void
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** May name several hosts; see `urlsOf`. */
  url: string
  /** Connections at most; a look-up beyond that waits. */
  poolSize?: number
  /** How long to wait for a connection before the attempt fails, ms. */
  connectTimeoutMs?: number
  /** How long one statement of the request path may take, ms; 0: no limit. */
  statementTimeoutMs?: number
  /** Receives the errors of idle connections, which have no caller to tell. */
  onIdleError?: (error: Error) => void
}

/** PostgreSQL itself ends a statement that takes too long; when not even that is heard, the connection is dead. */
const silenceMs = 5000

/** Opens the connections lazily: no statement is sent before the first use. */
export function openDatabase(options: DatabaseOptions): Database {
  const { statementTimeoutMs = 0 } = options
  const hosts = createHostChoice(options.url)
  const connections = new Set<pg.Client>()
  const pool = new pg.Pool({
    ...connectionsTo(hosts, connections),
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 3000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    ...(statementTimeoutMs
      ? { statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + silenceMs }
      : {}),
    application_name: 'maitre',
  })
  pool.on('error', (error) => options.onIdleError?.(error))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    prisma,
    pool,
    url: options.url,
    cut() {
      for (const { connection } of connections) connection.stream.destroy()
    },
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/** Each new connection of a pool goes to the host whose turn it is, and is refused where that is a standby. */
function connectionsTo(
  hosts: HostChoice,
  connections: Set<pg.Client>,
): Pick<pg.PoolConfig, 'Client' | 'onConnect'> {
  const urls = new WeakMap<object, string>()
  class HostClient extends pg.Client {
    constructor(config: pg.ClientConfig = {}) {
      const url = hosts.current()
      super({ ...config, connectionString: url })
      urls.set(this, url)
      connections.add(this)
      // Losing a connection while nobody asks anything of it is told by the next statement; it must not end the process.
      this.on('error', () => {})
      let isConnected = false
      this.once('connect', () => {
        isConnected = true
      })
      this.once('end', () => {
        connections.delete(this)
        if (!isConnected) hosts.failed(url)
      })
    }
  }
  if (!hosts.isSeveral) return { Client: HostClient }
  return {
    Client: HostClient,
    // The pool waits for it, whatever its type says.
    async onConnect(client) {
      await assertPrimary(client).catch((error) => {
        hosts.failed(urls.get(client) ?? hosts.current())
        throw error
      })
    },
  }
}
