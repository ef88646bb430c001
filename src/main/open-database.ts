import type { Config } from '../config.ts'
import { type Database, openDatabase } from '../db/client.ts'
import { ensureDataFolder } from '../db/data-folder.ts'
import { openEmbeddedPostgres } from '../db/embedded.ts'
import { urlsOf } from '../db/hosts.ts'
import { migrate } from '../db/migrate.ts'
import type { Closers } from './closers.ts'
import { codeOf, StartError } from './start-error.ts'

/**
 * The database of the configuration, migrated.
 * @throws StartError when it can't be reached or started
 */
export async function openMigratedDatabase(
  config: Config,
  closers: Closers,
  onIdleError: (error: Error) => void,
): Promise<Database> {
  // Beside any database: the keys of a first start go there.
  await ensureDataFolder(config.dataDir).catch((error: Error) => {
    throw new StartError(error.message, { cause: error })
  })
  const url = config.databaseUrl ?? (await startEmbedded(config, closers))
  try {
    await migrate(url)
  } catch (error) {
    throw isUnreachable(error) ? new StartError(explain(url, error), { cause: error }) : error
  }
  const database = openDatabase({
    url,
    poolSize: config.databasePoolSize,
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    onIdleError,
  })
  closers.defer('database', () => database.close())
  return database
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

/** Where and why, without the password. */
function explain(url: string, error: unknown): string {
  const urls = urlsOf(url).map((one) => new URL(one))
  const places = urls.map(({ hostname, port }) => `${hostname}:${port || 5432}`).join(' and ')
  const why = error instanceof Error && error.message ? error.message : codeOf(error)
  return `The database${urls[0]!.pathname} at ${places} can't be used: ${why}. Check DATABASE_URL, or leave it out for the embedded database.`
}
