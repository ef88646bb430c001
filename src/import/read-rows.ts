import { type CsvRow, type CsvSpec, readCsvFile } from './csv-file.ts'
import type { ImportContext } from './run-import.ts'

/** The sound rows of one file; broken ones are counted and put aside on the way. */
export async function* readRows(
  context: ImportContext,
  file: string,
  path: string,
  spec: CsvSpec,
): AsyncGenerator<CsvRow, void, undefined> {
  for await (const row of readCsvFile(path, spec, context.onBytes)) {
    context.tally.read(file)
    if (row.fault) await context.quarantine(file, row, row.fault)
    else {
      if (row.isLatin) context.tally.repaired(file, 'read as Latin-1')
      yield row
    }
  }
}
