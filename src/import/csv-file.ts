import { readCsvRecords } from './csv-records.ts'
import { readFileLines } from './lines.ts'

/** What an importer asks of a CSV file. */
export interface CsvSpec {
  /** Columns without which the file makes no sense. */
  readonly required: readonly string[]
  /** All that there may be; absent: a file may have others, which are not read. */
  readonly known?: readonly string[]
  /** Other names under which a column is known: alias → name. */
  readonly aliases?: Readonly<Record<string, string>>
}

/** One row, or a broken one with its fault. */
export interface CsvRow {
  readonly line: number
  readonly raw: string
  readonly isLatin: boolean
  /** null: usable */
  readonly fault: string | null
  /** The cell under `column`, trimmed; '' when the file has no such column. */
  cell(column: string): string
}

/** Columns of the header in order, by their proper names, or what is wrong with it. */
export function readHeader(
  cells: readonly string[] | null,
  spec: CsvSpec,
): { columns: string[]; faults: string[] } {
  const columns = (cells ?? []).map((cell) => spec.aliases?.[cell.trim()] ?? cell.trim())
  const missing = spec.required.filter((column) => !columns.includes(column))
  const twice = columns.filter((column, index) => column !== '' && columns.indexOf(column) !== index)
  return {
    columns,
    faults: [
      ...missing.map((column) => `has no column ${column}`),
      ...twice.map((column) => `has two columns ${column}`),
    ],
  }
}

/** What is wrong with the file's header; empty: nothing. @throws when the file cannot be read */
export async function headerFaults(path: string, spec: CsvSpec): Promise<string[]> {
  for await (const record of readCsvRecords(readFileLines(path), () => null)) {
    const { columns, faults } = readHeader(record.cells, spec)
    const strange = spec.known ? columns.filter((column) => !spec.known?.includes(column)) : []
    return [...faults, ...strange.map((column) => `has a column ${column}, which is none of ours`)]
  }
  return ['is empty; a header is missing']
}

/** Every row below the header. */
export async function* readCsvFile(
  path: string,
  spec: CsvSpec,
  onBytes?: (count: number) => void,
): AsyncGenerator<CsvRow, void, undefined> {
  let indexOf: Map<string, number> | null = null
  let width: number | null = null
  for await (const record of readCsvRecords(readFileLines(path, onBytes), () => width)) {
    if (!indexOf) {
      const { columns } = readHeader(record.cells, spec)
      indexOf = new Map(columns.map((column, index) => [column, index]))
      width = columns.length
      continue
    }
    yield toRow(record.line, record.raw, record.isLatin, record.fault, record.cells ?? [], indexOf)
  }
}

function toRow(
  line: number,
  raw: string,
  isLatin: boolean,
  fault: string | null,
  cells: readonly string[],
  indexOf: ReadonlyMap<string, number>,
): CsvRow {
  return { line, raw, isLatin, fault, cell: (column) => (cells[indexOf.get(column) ?? -1] ?? '').trim() }
}
