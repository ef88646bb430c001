import { type Config, readConfig } from '../config.ts'
import { type Database, openDatabase } from '../db/client.ts'
import { openEmbeddedPostgres } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'

export interface CommandContext {
  readonly config: Config
  readonly database: Database
}

/**
 * Runs a command's work on the database of the environment: `DATABASE_URL`, or the embedded one of `DATA_DIR`, which is started for
 * the time if no server runs on it. Closes what it opened, whatever happens.
 */
export async function withDatabase<T>(work: (context: CommandContext) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const embedded = config.databaseUrl ? null : await openEmbeddedPostgres(config.dataDir)
  try {
    const url = config.databaseUrl ?? embedded!.url
    await migrate(url)
    const database = openDatabase({ url, poolSize: config.databasePoolSize })
    try {
      return await work({ config, database })
    } finally {
      await database.close()
    }
  } finally {
    await embedded?.close()
  }
}
