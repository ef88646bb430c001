import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { openReplicaReads, type Reads, readsOfPrimary } from '../db/reads.ts'
import type { Closers } from './closers.ts'

/** Reads over the replicas of the configuration; without any, over the database itself. */
export function openReads(
  config: Pick<Config, 'databaseReadUrl' | 'databasePoolSize' | 'databaseStatementTimeoutMs'>,
  database: Pick<Database, 'pool'>,
  closers: Closers,
  onError: (error: Error) => void,
): Reads {
  if (config.databaseReadUrl === undefined) return readsOfPrimary(database.pool)
  const reads = openReplicaReads({
    primary: database.pool,
    url: config.databaseReadUrl,
    poolSize: config.databasePoolSize,
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    onError,
  })
  closers.defer('reads', () => reads.close())
  return reads
}
