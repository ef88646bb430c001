import type { CsvRow } from '../csv-file.ts'
import { readRows } from '../read-rows.ts'
import type { ImportContext } from '../run-import.ts'
import { createRepeats } from '../values.ts'
import { type UciFile, type UciPaths, uciFiles } from './files.ts'

/** The rows of a master file by id, repeats and conflicts settled. */
export async function readMasters(
  context: ImportContext,
  paths: UciPaths,
  file: UciFile,
  idColumn: string,
): Promise<Map<string, CsvRow>> {
  const masters = new Map<string, CsvRow>()
  const repeats = createRepeats()
  for await (const row of readRows(context, file, paths[file], uciFiles[file])) {
    const id = row.cell(idColumn)
    const repeat = repeats.check(id, row.raw)
    if (repeat === 'conflict') await context.quarantine(file, row, 'another row has this id')
    else if (repeat === 'repeat') {
      context.tally.repaired(file, 'repeated row left out')
      context.tally.unchanged(file)
    } else masters.set(id, row)
  }
  return masters
}
