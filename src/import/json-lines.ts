import { readFileLines, type TextLine } from './lines.ts'
import type { ImportContext } from './run-import.ts'

/** One line of an NDJSON file and what it says. */
export interface JsonRow {
  readonly line: number
  readonly raw: string
  readonly value: unknown
}

/** What one line says, or why it says nothing; undefined: it is blank. */
export function parseJsonLine({
  text,
  isTooLong,
}: TextLine): { value: unknown } | { fault: string } | undefined {
  if (isTooLong) return { fault: 'the line is too long' }
  if (text.trim() === '') return undefined
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { fault: 'the line is not valid JSON' }
  }
}

/** The sound lines of one file; broken ones are counted and put aside on the way. */
export async function* readJsonRows(
  context: ImportContext,
  file: string,
  path: string,
): AsyncGenerator<JsonRow, void, undefined> {
  for await (const line of readFileLines(path, context.onBytes)) {
    const parsed = parseJsonLine(line)
    if (!parsed) continue
    context.tally.read(file)
    const row = { line: line.number, raw: line.text }
    if ('fault' in parsed) await context.quarantine(file, row, parsed.fault)
    else yield { ...row, value: parsed.value }
  }
}

/** What is wrong with the first lines of a file whose rows should have `keys`; empty: nothing. @throws when it cannot be read */
export async function jsonFileFaults(path: string, keys: readonly string[]): Promise<string[]> {
  let looked = 0
  for await (const line of readFileLines(path)) {
    const parsed = parseJsonLine(line)
    if (!parsed) continue
    if ('value' in parsed && hasKeys(parsed.value, keys)) return []
    // One broken line is a broken row; a file of which no line is ours is another file.
    if (++looked >= 10) break
  }
  return looked === 0 ? [] : [`is no file of JSON lines with ${keys.join(', ')}`]
}

function hasKeys(value: unknown, keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value)
}
