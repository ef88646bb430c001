import type { Database } from '../src/db/client.ts'
import { inTransaction } from '../src/db/transaction.ts'
import { generateCity } from './city.ts'
import { type CityOptions, defaultCityOptions } from './options.ts'
import { type CityStores, needsSeed, seedMark, type WrittenCity, writeCity } from './write-city.ts'

export interface SeedRequest {
  readonly database: Pick<Database, 'pool'>
  readonly stores: CityStores
  /** What an empty database gets; `endAtMs` is usually now. One whose writing was cut short gets the city that was begun. */
  readonly options?: Partial<CityOptions>
  readonly onProgress?: (done: number, total: number) => void
}

/** Any number that no other advisory lock of ours uses. */
const lockKey = 727_301

/**
 * Fills an empty database with the simulated city, or ends what a killed start began; null when neither is called for. Two
 * processes that start at once do it once: the second waits for the first.
 */
export async function seedDatabase(request: SeedRequest): Promise<WrittenCity | null> {
  const { database, stores, options, onProgress } = request
  if (!(await needsSeed(database))) return null
  return inTransaction(database.pool, async (client) => {
    // The lock is held by this transaction, which writes nothing itself; waiting for it may take longer than a statement may.
    await client.query('SET LOCAL statement_timeout = 0')
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey])
    if (!(await needsSeed(database))) return null
    const begun = await seedMark(database)
    const city = generateCity(begun?.options ?? { ...defaultCityOptions, ...options })
    return writeCity(city, stores, database, onProgress)
  })
}
