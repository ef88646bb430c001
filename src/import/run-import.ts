import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Database } from '../db/client.ts'
import { retryRaces } from '../db/retry.ts'
import { settlePending } from '../db/settle-pending.ts'
import { inTransaction } from '../db/transaction.ts'
import { createQuarantine } from './quarantine.ts'
import { createTally, type FileReport, type Tally } from './tally.ts'

export interface ImportReport {
  readonly importId: string
  readonly source: string
  readonly seconds: number
  /** False: everything was there already. */
  readonly changed: boolean
  readonly files: readonly FileReport[]
}

/** What an importer works with; all of it happens in one transaction. */
export interface ImportContext {
  readonly client: pg.ClientBase
  readonly tally: Tally
  /** Puts a row aside: counted, and listed with its reason. */
  quarantine(file: string, row: { line: number; raw: string }, reason: string): Promise<void>
  /** For the progress bar: so many more bytes were read. */
  onBytes(count: number): void
}

export interface ImportOptions {
  readonly database: Pick<Database, 'pool'>
  /** bytes read so far, of all files, and how many there are */
  readonly onProgress?: (bytes: number, totalBytes: number) => void
}

interface Import {
  readonly source: string
  /** names as they are reported */
  readonly files: readonly string[]
  readonly totalBytes: number
  work(context: ImportContext): Promise<void>
}

/**
 * Runs one import in one transaction: a failure leaves nothing behind, and no reader ever sees half of it. An import that lost a
 * race against the running service starts over.
 */
export async function runImport(
  { database, onProgress }: ImportOptions,
  { source, files, totalBytes, work }: Import,
): Promise<ImportReport> {
  const startedAt = performance.now()
  const attempt = async (client: pg.ClientBase) => {
    const importId = randomUUID()
    await client.query('SET LOCAL statement_timeout = 0')
    await client.query('INSERT INTO imports (id, source) VALUES ($1, $2)', [importId, source])
    const tally = createTally(files)
    const quarantine = createQuarantine(client, importId, source)
    let bytes = 0
    await work({
      client,
      tally,
      async quarantine(file, { line, raw }, reason) {
        tally.quarantined(file, reason)
        await quarantine.add({ file, line, raw, reason })
      },
      onBytes(count) {
        bytes += count
        onProgress?.(bytes, totalBytes)
      },
    })
    await quarantine.finish(files)
    const reports = tally.reports()
    await client.query('UPDATE imports SET finished_at = clock_timestamp(), summary = $2 WHERE id = $1', [
      importId,
      JSON.stringify(reports),
    ])
    return { importId, reports }
  }
  const { importId, reports } = await retryRaces(() => inTransaction(database.pool, attempt))
  await retryRaces(() => settlePending(database.pool, null))
  return {
    importId,
    source,
    seconds: (performance.now() - startedAt) / 1000,
    changed: reports.some(({ imported }) => imported > 0),
    files: reports,
  }
}
