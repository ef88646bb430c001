import type { Queryable } from '../db/queryable.ts'

export interface QuarantinedRow {
  readonly file: string
  readonly line: number
  readonly raw: string
  readonly reason: string
}

const maxRawLength = 4000
const rowsAStatement = 1000

/** Collects the rows that an import cannot use and writes them in chunks. */
export function createQuarantine(client: Queryable, importId: string, source: string) {
  let waiting: QuarantinedRow[] = []

  const flush = async () => {
    if (waiting.length === 0) return
    const rows = waiting
    waiting = []
    await client.query(write, [
      importId,
      source,
      rows.map((row) => row.file),
      rows.map((row) => row.line),
      rows.map((row) => storable(row.raw)),
      rows.map((row) => storable(row.reason)),
    ])
  }

  return {
    async add(row: QuarantinedRow): Promise<void> {
      waiting.push(row)
      if (waiting.length >= rowsAStatement) await flush()
    },
    /** Writes what is left, and lets go of what earlier imports of the same files had found and this one did not. */
    async finish(files: readonly string[]): Promise<void> {
      await flush()
      await client.query('DELETE FROM quarantine WHERE source = $1 AND file = ANY($2) AND import_id <> $3', [
        source,
        files,
        importId,
      ])
    },
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** PostgreSQL holds neither NUL nor half a surrogate pair, and the list of broken rows should not break a terminal. */
function storable(text: string): string {
  return text.slice(0, maxRawLength).toWellFormed().replace(unprintable, '\uFFFD')
}

// A row that an earlier import had found keeps its time and belongs to this import from now on.
const write = `
  INSERT INTO quarantine (import_id, source, file, line, raw, reason)
  SELECT $1, $2, file, line, raw, reason
  FROM unnest($3::text[], $4::int[], $5::text[], $6::text[]) AS q(file, line, raw, reason)
  ON CONFLICT (source, file, line, reason) DO UPDATE SET import_id = excluded.import_id, raw = excluded.raw`

export interface ListedRow extends QuarantinedRow {
  readonly source: string
  readonly at: string
}

/** Quarantined rows in order of source, file and line; `source` null: of every source. Only columns that a person needs. */
export async function listQuarantine(
  database: Queryable,
  source: string | null,
  limit: number,
): Promise<{ rows: ListedRow[]; total: number }> {
  const { rows } = await database.query<Omit<ListedRow, 'at'> & { at: Date }>(
    `SELECT source, file, line, raw, reason, at FROM quarantine WHERE $1::text IS NULL OR source = $1
     ORDER BY source, file, line, reason LIMIT $2`,
    [source, limit],
  )
  const { rows: counted } = await database.query<{ total: number }>(
    'SELECT count(*)::int AS total FROM quarantine WHERE $1::text IS NULL OR source = $1',
    [source],
  )
  return { rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })), total: counted[0]?.total ?? 0 }
}
