import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Database } from '../../src/db/client.ts'
import type { ImportReport } from '../../src/import/run-import.ts'
import { type FileReport, sum } from '../../src/import/tally.ts'

const folders: string[] = []
/** For `afterAll` of each file that makes folders: files share this module, so that a hook here would be of the first one alone. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
}

/** An empty folder that goes with `removeFolders`. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'maitre-import-'))
  folders.push(folder)
  return folder
}

export const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name)

/** A copy of a fixture that a test may change. */
export async function copyOf(name: string): Promise<string> {
  const folder = await temporaryFolder()
  await cp(fixture(name), folder, { recursive: true })
  return folder
}

export async function edit(path: string, change: (text: string) => string | Buffer): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')))
}

export function fileOf(report: ImportReport, name: string): FileReport {
  const file = report.files.find((one) => one.file === name)
  if (!file) throw new Error(`no report of ${name}`)
  return file
}

/** Each row that was read has exactly one fate. */
export function expectBalanced(report: ImportReport): void {
  for (const file of report.files) {
    expect(file.imported + file.unchanged + sum(file.skipped) + sum(file.quarantined)).toBe(file.read)
  }
}

/** Everything that imports write, as text; the log of imports itself is left out, and with it who found a quarantined row last. */
export async function contents(database: Database): Promise<string> {
  const parts: string[] = []
  for (const table of ['restaurants', 'users', 'interactions', 'pending_interactions']) {
    const { rows } = await database.pool.query(`SELECT t::text AS line FROM ${table} t ORDER BY id`)
    parts.push(table, ...rows.map(({ line }) => line))
  }
  const { rows } = await database.pool.query(
    `SELECT (id, source, file, line, raw, reason, at)::text AS line FROM quarantine ORDER BY id`,
  )
  return [...parts, 'quarantine', ...rows.map(({ line }) => line)].join('\n')
}
