import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'

export interface Database {
  /** For everything that is not hot. */
  prisma: PrismaClient
  /** For hot statements and bulk work, written in SQL; the same connections as Prisma's. */
  pool: pg.Pool
  url: string
  close(): Promise<void>
}

export interface DatabaseOptions {
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

/** Opens the connections lazily: no statement is sent before the first use. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5000,
    ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
    application_name: 'maitre',
  })
  pool.on('error', (error) => options.onIdleError?.(error))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    prisma,
    pool,
    url: options.url,
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
