import pg from 'pg'
import { z } from 'zod'
import { connectTo } from './hosts.ts'
import { migrate } from './migrate.ts'

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>

const headSchema = z.object({
  maitre: z.literal('backup'),
  form: z.literal(1),
  migrations: z.array(z.string()),
})
const chunkSchema = z.object({ table: z.string(), rows: z.array(z.record(z.string(), z.unknown())) })
const endSchema = z.object({ end: z.record(z.string(), z.int()) })
const rowsALine = 200

/** The backup is not whole, of another version, or the database is not empty; the message says which and what to do. */
export class BackupError extends Error {}

/**
 * Everything that the database holds as of one moment, as lines of JSON: a head, chunks of rows table by table in the order in which
 * foreign keys allow them, and an end that counts them. Needs no tool of PostgreSQL's, and goes on while others read and write.
 */
export async function* dumpDatabase(url: string, onRows?: (rows: number) => void): AsyncGenerator<string> {
  const client = await connectTo(url, { application_name: 'maitre-backup' })
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    yield line({ maitre: 'backup', form: 1, migrations: await appliedMigrations(client) })
    const counts: Record<string, number> = {}
    for (const table of await tablesInOrder(client)) {
      counts[table.name] = 0
      const every = table.hasBytes ? 1 : rowsALine
      await client.query(
        `DECLARE everything NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS row FROM ${quote(table.name)} t`,
      )
      for (;;) {
        const { rows } = await client.query<{ row: string }>(`FETCH ${every} FROM everything`)
        if (rows.length === 0) break
        counts[table.name]! += rows.length
        // Rows are JSON already; parsing them only to write them again would be most of the work.
        yield `{"table":${JSON.stringify(table.name)},"rows":[${rows.map(({ row }) => row).join(',')}]}\n`
        onRows?.(rows.length)
      }
      await client.query('CLOSE everything')
    }
    yield line({ end: counts })
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Writes a backup into an empty database, which is migrated first, in one transaction.
 * @throws BackupError; nothing is written then
 */
export async function restoreDatabase(
  url: string,
  lines: AsyncIterable<string>,
  onRows?: (rows: number) => void,
): Promise<RowCounts> {
  await migrate(url)
  const client = await connectTo(url, { application_name: 'maitre-restore' })
  try {
    await client.query('BEGIN')
    const counts = await restoreLines(client, lines, onRows)
    await client.query('COMMIT')
    return counts
  } finally {
    await client.end().catch(() => {})
  }
}

async function restoreLines(
  client: pg.Client,
  lines: AsyncIterable<string>,
  onRows?: (rows: number) => void,
): Promise<RowCounts> {
  const tables = await tablesInOrder(client)
  const counts = Object.fromEntries(tables.map(({ name }) => [name, 0]))
  let isFirst = true
  let end: RowCounts | undefined
  for await (const text of lines) {
    const value = parse(text)
    if (isFirst) {
      await checkHead(client, value, tables)
      isFirst = false
      continue
    }
    end = endSchema.safeParse(value).data?.end
    if (end) break
    const chunk = chunkSchema.safeParse(value).data
    if (!chunk || !(chunk.table in counts))
      throw new BackupError('The backup has a line that is none of ours.')
    const { rowCount } = await client.query(
      `INSERT INTO ${quote(chunk.table)} SELECT * FROM jsonb_populate_recordset(null::${quote(chunk.table)}, $1::jsonb)`,
      [JSON.stringify(chunk.rows)],
    )
    counts[chunk.table]! += rowCount ?? 0
    onRows?.(rowCount ?? 0)
  }
  if (JSON.stringify(end) !== JSON.stringify(counts)) {
    throw new BackupError('The backup ends early: rows are missing. Nothing was restored.')
  }
  for (const { name, serial } of tables) {
    if (serial === null) continue
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(${quote(serial)}), 0) + 1, false) FROM ${quote(name)}`,
      [quote(name), serial],
    )
  }
  return counts
}

async function checkHead(client: pg.Client, value: unknown, tables: readonly Table[]): Promise<void> {
  const head = headSchema.safeParse(value).data
  if (!head) throw new BackupError('The file is no backup of ours.')
  const applied = await appliedMigrations(client)
  if (JSON.stringify(head.migrations) !== JSON.stringify(applied)) {
    throw new BackupError(
      `The backup was made by a version with other migrations (up to ${head.migrations.at(-1)}; here ${applied.at(-1)}). Restore it with that version, then start this one.`,
    )
  }
  for (const { name } of tables) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quote(name)} LIMIT 1`)
    if (rowCount !== 0) {
      throw new BackupError(`The database is not empty: ${name} has rows. Restore into a new one.`)
    }
  }
}

interface Table {
  readonly name: string
  readonly hasBytes: boolean
  /** the column that a sequence numbers */
  readonly serial: string | null
}

/** Each table after those that its foreign keys point to. */
async function tablesInOrder(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { after: string[] }>(`
    SELECT c.relname AS name,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid = 'bytea'::regtype) AS "hasBytes",
           (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
               AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL LIMIT 1) AS serial,
           ARRAY(SELECT p.relname::text FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid
                  WHERE f.conrelid = c.oid AND f.contype = 'f' AND p.oid <> c.oid) AS after
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname <> '_prisma_migrations' ORDER BY c.relname`)
  const ordered: Table[] = []
  const waiting = [...rows]
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ after }) =>
      after.every((name) => ordered.some((table) => table.name === name)),
    )
    if (next < 0) throw new Error('foreign keys go round in a circle')
    ordered.push(...waiting.splice(next, 1))
  }
  return ordered
}

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name',
  )
  return rows.map(({ name }) => name)
}

const quote = (name: string) => pg.escapeIdentifier(name)
const line = (value: object) => `${JSON.stringify(value)}\n`

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BackupError('The file is no backup of ours, or it is damaged.')
  }
}
