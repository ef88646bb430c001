import type pg from 'pg'
import { isDatabaseAway } from './database-away.ts'

export interface TransactionOptions {
  /** Gives up, and with it the connection, after so long, ms; default: as long as its statements may take. */
  readonly withinMs?: number
}

/** Runs `work` in one transaction on one connection: all of it is kept, or, when it throws, nothing. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  { withinMs }: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect()
  // Ending a connection that waits for an answer cuts it: the statement fails at once, the transaction is rolled back.
  const limit = withinMs === undefined ? undefined : setTimeout(() => void client.end(), withinMs)
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    // A server that went away, or became a standby, leaves connections of no use.
    if (isDatabaseAway(error) && error instanceof Error) broken = error
    else {
      await client.query('ROLLBACK').catch((fault: Error) => {
        broken = fault
      })
    }
    throw error
  } finally {
    clearTimeout(limit)
    // A connection that could not even roll back is thrown away, not handed to the next caller.
    client.release(broken)
  }
}
