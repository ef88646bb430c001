import { type Config, readConfig } from '../config.ts'
import type { Database } from '../db/client.ts'
import { createClosers } from '../main/closers.ts'
import { openMigratedDatabase } from '../main/open-database.ts'

export interface CommandContext {
  readonly config: Config
  readonly database: Database
}

/**
 * Runs a command's work on the database of the environment: `DATABASE_URL`, or the embedded one of `DATA_DIR`, which is started for
 * the time if no server runs on it. Closes what it opened, whatever happens.
 * @throws StartError when it can't be reached or started
 */
export async function withDatabase<T>(work: (context: CommandContext) => Promise<T>): Promise<T> {
  // Imports and exports take what time they need; the limit is for requests.
  const config = { ...readConfig(process.env), databaseStatementTimeoutMs: 0 }
  const closers = createClosers((name, error) => {
    process.stderr.write(
      `Closing the ${name} failed: ${error instanceof Error ? error.message : String(error)}\n`,
    )
  })
  try {
    // An idle connection that breaks has nobody to tell; the next statement of the command will.
    return await work({ config, database: await openMigratedDatabase(config, closers, () => {}) })
  } finally {
    await closers.close()
  }
}
