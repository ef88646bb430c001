import { basename } from 'node:path'
import type { z } from 'zod'
import { type FieldError, Problem } from '../../problem/problems.ts'
import { type CsvSpec, headerFaults } from '../csv-file.ts'
import { jsonFileFaults, readJsonRows } from '../json-lines.ts'
import { readRows } from '../read-rows.ts'
import { type ImportContext, type ImportOptions, type ImportReport, runImport } from '../run-import.ts'
import { bytesOf, unusable } from '../source-folder.ts'
import { reasonOf } from '../values.ts'
import { createInteractionWriter, createRestaurantWriter, createUserWriter } from '../writers.ts'
import { fromCells, type OwnKind, ownColumns, ownRequired, ownSchemas } from './kinds.ts'

export { type OwnKind, ownKinds } from './kinds.ts'

interface SourceRow {
  readonly line: number
  readonly raw: string
  readonly value: unknown
}

/**
 * Imports a CSV or NDJSON file of our own shape, as `exportOwn` writes it. Of restaurants and users the last row of an id stands,
 * as when they were sent one after the other; of interactions the first.
 * @throws Problem invalid-request when the file is not of this kind; nothing is written then
 */
export async function importOwn(kind: OwnKind, path: string, options: ImportOptions): Promise<ImportReport> {
  const file = basename(path)
  const format = formatOf(path)
  const faults = await faultsOf(kind, path, format)
  if (faults.length > 0) throw unusable(faults)
  return runImport(options, {
    source: kind,
    files: [file],
    totalBytes: await bytesOf([path]),
    work: (context) => writeRows(context, kind, file, readSource(context, kind, file, path, format)),
  })
}

function formatOf(path: string): 'csv' | 'ndjson' {
  if (/\.csv$/i.test(path)) return 'csv'
  if (/\.(ndjson|jsonl)$/i.test(path)) return 'ndjson'
  throw new Problem('invalid-request', {
    detail: `${basename(path)} is neither .csv nor .ndjson (or .jsonl).`,
  })
}

/** A misspelt column would silently be lost, so that others than ours are refused. */
const specOf = (kind: OwnKind): CsvSpec => ({
  required: ownRequired[kind],
  known: ownColumns[kind].map(({ name }) => name),
})

async function faultsOf(kind: OwnKind, path: string, format: 'csv' | 'ndjson'): Promise<FieldError[]> {
  const file = basename(path)
  try {
    const messages =
      format === 'csv'
        ? await headerFaults(path, specOf(kind))
        : await jsonFileFaults(path, ownRequired[kind])
    return messages.map((message) => ({ path: file, message }))
  } catch (error) {
    return [{ path: file, message: `cannot be read: ${error instanceof Error ? error.message : error}` }]
  }
}

async function* readSource(
  context: ImportContext,
  kind: OwnKind,
  file: string,
  path: string,
  format: 'csv' | 'ndjson',
): AsyncGenerator<SourceRow> {
  if (format === 'ndjson') return yield* readJsonRows(context, file, path)
  for await (const row of readRows(context, file, path, specOf(kind))) {
    yield { line: row.line, raw: row.raw, value: fromCells(kind, row.cell) }
  }
}

async function writeRows(
  context: ImportContext,
  kind: OwnKind,
  file: string,
  rows: AsyncIterable<SourceRow>,
): Promise<void> {
  const write = async <T>(
    schema: z.ZodType<T>,
    add: (row: T) => Promise<void>,
    flush: () => Promise<void>,
  ) => {
    for await (const row of rows) {
      const parsed = schema.safeParse(row.value)
      if (parsed.success) await add(parsed.data)
      else await context.quarantine(file, row, reasonOf(parsed.error))
    }
    await flush()
  }
  switch (kind) {
    case 'restaurants': {
      const writer = createRestaurantWriter(context)
      return write(ownSchemas.restaurants, (row) => writer.add(row, { [file]: 1 }), writer.flush)
    }
    case 'users': {
      const writer = createUserWriter(context)
      return write(ownSchemas.users, (row) => writer.add(row, { [file]: 1 }), writer.flush)
    }
    case 'interactions': {
      const writer = createInteractionWriter(context, file)
      return write(ownSchemas.interactions, (row) => writer.add([row]), writer.flush)
    }
  }
}
