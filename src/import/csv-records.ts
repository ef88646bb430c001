import type { TextLine } from './lines.ts'

/** One record of a CSV file, or why a line is none. */
export interface CsvRecord {
  /** of its first line; 1 is the header */
  readonly line: number
  readonly raw: string
  readonly isLatin: boolean
  /** null: broken */
  readonly cells: readonly string[] | null
  readonly fault: string | null
}

/** A quoted cell may span lines, but not without end: what an unclosed quote can swallow is bounded. */
const maxLinesOfRecord = 50
const maxLengthOfRecord = 1024 * 1024

/**
 * Records of a CSV file (RFC 4180, lenient about quotes inside unquoted cells). A line whose quote never closes costs that line
 * alone: reading goes on with the next one, where a parser that reads a stream would lose the rest of the file.
 * @param width number of cells of the header; null: any
 */
export async function* readCsvRecords(
  lines: AsyncIterable<TextLine>,
  width: () => number | null,
): AsyncGenerator<CsvRecord, void, undefined> {
  const waiting: TextLine[] = []
  for await (const line of lines) {
    if (waiting.length === 0 && line.text.trim() === '' && !line.isTooLong) continue
    waiting.push(line)
    yield* takeRecords(waiting, width, false)
  }
  yield* takeRecords(waiting, width, true)
}

/** Takes whole records off the front of `waiting`; leaves lines that may still be continued, unless this is the end. */
function* takeRecords(
  waiting: TextLine[],
  width: () => number | null,
  isEnd: boolean,
): Generator<CsvRecord, void, undefined> {
  while (waiting.length > 0) {
    const first = waiting[0]!
    const taken = first.isTooLong
      ? broken(first, 'the line is too long')
      : firstRecord(waiting, width(), isEnd)
    if (!taken) return
    waiting.splice(0, taken.lines)
    if (taken.record.raw.trim() !== '') yield taken.record
  }
}

interface Taken {
  record: CsvRecord
  lines: number
}

/** null: the first record is not complete and may become so. */
function firstRecord(waiting: readonly TextLine[], width: number | null, isEnd: boolean): Taken | null {
  let raw = ''
  for (let count = 1; count <= waiting.length; count++) {
    const line = waiting[count - 1]!
    if (line.isTooLong) return broken(waiting[0]!, unclosed)
    raw = count === 1 ? line.text : `${raw}\n${line.text}`
    if (count > 1 && raw.length > maxLengthOfRecord) return broken(waiting[0]!, unclosed)
    // Lines are joined only where quotes are used by the rule, or a stray quote would swallow its neighbours.
    const cells = parseCsvRecord(raw, count > 1)
    if (!cells) continue
    const fault = width === null ? null : widthFault(cells, width)
    // Lines that only a stray quote has joined do not make a record of the right width.
    if (fault && count > 1) return broken(waiting[0]!, unclosed)
    const isLatin = waiting.slice(0, count).some((part) => part.isLatin)
    return {
      lines: count,
      record: { line: waiting[0]!.number, raw, isLatin, cells: fault ? null : cells, fault },
    }
  }
  if (isEnd || waiting.length >= maxLinesOfRecord) return broken(waiting[0]!, unclosed)
  return null
}

const unclosed = 'a quote does not close'

function broken(line: TextLine, fault: string): Taken {
  return {
    lines: 1,
    record: { line: line.number, raw: line.text, isLatin: line.isLatin, cells: null, fault },
  }
}

function widthFault(cells: readonly string[], width: number): string | null {
  if (cells.length < width) return 'the row has fewer cells than the header'
  // Spreadsheets leave empty cells at the end.
  return cells.slice(width).some((cell) => cell !== '') ? 'the row has more cells than the header' : null
}

/**
 * The cells of one record; null when a quoted cell is not closed. Text after a closing quote belongs to the cell, unless `isStrict`,
 * when it makes the record none.
 */
export function parseCsvRecord(text: string, isStrict = false): string[] | null {
  if (!text.includes('"')) return text.split(',')
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell = ''
    if (text[at] === '"') {
      at++
      for (;;) {
        const quote = text.indexOf('"', at)
        if (quote < 0) return null
        cell += text.slice(at, quote)
        at = quote + 1
        if (isStrict && at < text.length && text[at] !== ',' && text[at] !== '"') return null
        if (text[at] !== '"') break
        cell += '"'
        at++
      }
    }
    const comma = text.indexOf(',', at)
    cells.push(cell + text.slice(at, comma < 0 ? text.length : comma))
    if (comma < 0) return cells
    at = comma + 1
  }
}

/** One cell as it is written: quoted when it must be. */
export function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
