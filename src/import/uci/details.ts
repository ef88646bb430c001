import type { CsvRow } from '../csv-file.ts'
import { readRows } from '../read-rows.ts'
import type { ImportContext } from '../run-import.ts'
import { type UciFile, type UciPaths, uciFiles } from './files.ts'

/** What a file says of each place or user: id → its rows' values. Every row of the file is accounted for. */
export interface Details<T> {
  of(id: string): readonly T[]
  /** Rows that stand behind `of(id)`, as an origin. */
  origin(id: string): Record<string, number>
}

interface DetailFile<T> {
  readonly file: UciFile
  readonly idColumn: 'placeID' | 'userID'
  /** Whose master data is there; a detail of anything else has nothing to belong to. */
  readonly isKnown: (id: string) => boolean
  readonly notKnown: string
  /** null: the row says nothing (`?`) */
  read(row: CsvRow): T | null
}

/** Reads a file with many rows a place or user. Repeated rows are left out and counted. */
export async function readDetails<T>(
  context: ImportContext,
  paths: UciPaths,
  { file, idColumn, isKnown, notKnown, read }: DetailFile<T>,
): Promise<Details<T>> {
  const values = new Map<string, T[]>()
  const seen = new Set<string>()
  for await (const row of readRows(context, file, paths[file], uciFiles[file])) {
    const id = row.cell(idColumn)
    const value = read(row)
    if (!isKnown(id)) await context.quarantine(file, row, notKnown)
    else if (value === null) context.tally.skipped(file, 'says nothing')
    else if (seen.has(row.raw)) {
      context.tally.repaired(file, 'repeated row left out')
      context.tally.unchanged(file)
    } else {
      seen.add(row.raw)
      const own = values.get(id)
      if (own) own.push(value)
      else values.set(id, [value])
    }
  }
  return {
    of: (id) => values.get(id) ?? [],
    origin(id) {
      const count = values.get(id)?.length ?? 0
      return count === 0 ? {} : { [file]: count }
    },
  }
}
