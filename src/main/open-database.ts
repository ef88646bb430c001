import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../config.ts'
import { type Database, openDatabase } from '../db/client.ts'
import { ensureDataFolder } from '../db/data-folder.ts'
import { isDatabaseAway } from '../db/database-away.ts'
import { openEmbeddedPostgres } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { urlsOf } from '../schema/database-urls.ts'
import type { Closers } from './closers.ts'
import { codeOf, StartError } from './start-error.ts'

export interface Waiting {
  /** Told where and why, each time that it does not answer. */
  readonly onAway: (why: string) => void
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The database of the configuration, migrated.
 * @param waiting absent: one that does not answer is not waited for
 * @throws StartError when it can't be reached within `databaseWaitMs`, or started
 */
export async function openMigratedDatabase(
  config: Config,
  closers: Closers,
  onIdleError: (error: Error) => void,
  waiting?: Waiting,
): Promise<Database> {
  // Beside any database: the keys of a first start go there.
  await ensureDataFolder(config.dataDir).catch((error: Error) => {
    throw new StartError(error.message, { cause: error })
  })
  const url = config.databaseUrl ?? (await startEmbedded(config, closers))
  await migrateOnceThere(url, waiting ? config.databaseWaitMs : 0, waiting)
  const database = openDatabase({
    url,
    poolSize: config.databasePoolSize,
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    onIdleError,
  })
  closers.defer('database', () => database.close())
  return database
}

const firstPauseMs = 250
const longestPauseMs = 5000

/** A service that ended because PostgreSQL starts later, or restarts just now, would be started again later and later by its orchestrator. */
async function migrateOnceThere(url: string, waitMs: number, waiting: Waiting | undefined): Promise<void> {
  const untilMs = performance.now() + waitMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, 2 * pauseMs)) {
    try {
      await migrate(url)
      return
    } catch (error) {
      if (!isUnreachable(error) && !isDatabaseAway(error)) throw error
      if (isMistaken(error) || performance.now() + pauseMs > untilMs) {
        throw new StartError(`${explain(url, error)} ${remedy}`, { cause: error })
      }
      waiting?.onAway(explain(url, error))
      await delay(pauseMs, undefined, waiting?.signal ? { signal: waiting.signal } : {})
    }
  }
}

async function startEmbedded(config: Config, closers: Closers): Promise<string> {
  try {
    const postgres = await openEmbeddedPostgres(config.dataDir, { keepsAlive: true })
    closers.defer('embedded PostgreSQL', () => postgres.close())
    return postgres.url
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

const remedy = 'Check DATABASE_URL, or leave it out for the embedded database.'

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
])

/** Besides faults of the network: wrong password or role (class 28), no such database (3D), too many clients (53), shutting down (57). */
function isUnreachable(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && (unreachable.has(code) || /^(25006|28|3D|53|57)/.test(code))
}

/** A wrong password or role, or no such database: waiting would not mend it. */
const isMistaken = (error: unknown) => /^(28|3D)/.test(codeOf(error) ?? '')

/** Where and why, without the password. */
function explain(url: string, error: unknown): string {
  const urls = urlsOf(url).map((one) => new URL(one))
  const places = urls.map(({ hostname, port }) => `${hostname}:${port || 5432}`).join(' and ')
  const why = error instanceof Error && error.message ? error.message : codeOf(error)
  return `The database${urls[0]!.pathname} at ${places} can't be used: ${why}.`
}
