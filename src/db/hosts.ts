import pg from 'pg'
import { urlsOf } from '../schema/database-urls.ts'
import { answerWithin } from './answer-within.ts'

/** Which of several hosts to try next: the last one that was not found wanting. */
export interface HostChoice {
  readonly isSeveral: boolean
  current(): string
  /** `url` is away, or no primary: the next one's turn. */
  failed(url: string): void
}

export function createHostChoice(url: string): HostChoice {
  const urls = urlsOf(url)
  let turn = 0
  return {
    isSeveral: urls.length > 1,
    current: () => urls[turn]!,
    failed(failed) {
      // Several connections may tell of the same failure.
      if (urls[turn] === failed) turn = (turn + 1) % urls.length
    },
  }
}

const askRole = `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "isReadOnly"`
const askMs = 1500

/** @throws an error with PostgreSQL's own code for it when the server takes no writes */
export async function assertPrimary(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<{ isReadOnly: boolean }>({ text: askRole, ...answerWithin(askMs) })
  if (rows[0]?.isReadOnly) {
    throw Object.assign(new Error('the server is a standby and takes no writes'), { code: '25006' })
  }
}

export type ConnectOptions = Omit<pg.ClientConfig, 'connectionString'>

/**
 * A connection of its own to the first host that answers and, where there are several, takes writes. It has a handler for errors
 * already, so that losing it is for the caller's own handlers to notice and never ends the process.
 * @throws what the last host said
 */
export async function connectTo(url: string, options: ConnectOptions = {}): Promise<pg.Client> {
  const urls = urlsOf(url)
  let fault: unknown
  for (const connectionString of urls) {
    const client = new pg.Client({
      keepAlive: true,
      keepAliveInitialDelayMillis: 5000,
      connectionTimeoutMillis: 5000,
      ...options,
      connectionString,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      if (urls.length > 1) await assertPrimary(client)
      return client
    } catch (error) {
      fault = error
      await client.end().catch(() => {})
    }
  }
  throw fault
}

/** The one host of `url` that takes writes now, for what can only be given one. @throws what the last host said */
export async function primaryUrl(url: string): Promise<string> {
  const urls = urlsOf(url)
  if (urls.length === 1) return url
  let fault: unknown
  for (const one of urls) {
    try {
      const client = await connectTo(one)
      await assertPrimary(client).finally(() => client.end())
      return one
    } catch (error) {
      fault = error
    }
  }
  throw fault
}
