import type { HoursSpan } from '../../catalog/schema.ts'

/**
 * How values stand in the cells of our own CSV. Absence (null) is the empty cell. A list is joined with `;`, or a JSON array where
 * that would be ambiguous; both are read. Opening hours are `mon 10:00-22:00; fri 18:00-02:00`, places are JSON.
 *
 * A text that a spreadsheet would take for a formula gets an apostrophe in front, and so does a text that already looks like one so
 * guarded; reading takes one apostrophe off again. That way the guard is exact both ways.
 */
const looksGuarded = /^'*[=+\-@\t\r]/

export function writeText(text: string | null): string {
  if (text === null) return ''
  return looksGuarded.test(text) ? `'${text}` : text
}

/** '' is null. */
export function readText(cell: string): string | null {
  if (cell === '') return null
  return cell.startsWith("'") && looksGuarded.test(cell) ? cell.slice(1) : cell
}

export function writeList(list: readonly string[]): string {
  const joined = list.join(';')
  const back = joined === '' ? [] : splitList(joined)
  const isExact =
    !joined.startsWith('[') && back.length === list.length && back.every((x, i) => x === list[i])
  return isExact ? writeText(joined) : JSON.stringify(list)
}

/** A list of texts; what is not one stays a text, for the schema to refuse. */
export function readList(cell: string): unknown {
  const text = readText(cell)
  if (text === null) return []
  return text.startsWith('[') ? readJson(text) : splitList(text)
}

function splitList(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

export const writeNumber = (value: number | null | undefined): string => (value == null ? '' : String(value))

/** A number; '' is null; what is no number stays a text, for the schema to refuse. */
export function readNumber(cell: string): unknown {
  if (cell === '') return null
  const value = Number(cell)
  return /^[-+]?(\d|\.\d)/.test(cell) && Number.isFinite(value) ? value : cell
}

export function readBoolean(cell: string): unknown {
  if (cell === '') return undefined
  const word = cell.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : cell
}

export const writeJson = (value: unknown): string => (value === null ? '' : JSON.stringify(value))

export function readJson(cell: string): unknown {
  if (cell === '') return null
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}

export function writeHours(hours: readonly HoursSpan[] | null): string {
  if (hours === null) return ''
  if (hours.length === 0) return '[]'
  return hours.map(({ day, opens, closes }) => `${day} ${opens}-${closes}`).join('; ')
}

export function readHours(cell: string): unknown {
  if (cell === '' || cell.startsWith('[')) return readJson(cell)
  const spans = splitList(cell).map((text) => /^(\S+)\s+(\S+?)\s*-\s*(\S+)$/.exec(text))
  return spans.every((span) => span !== null)
    ? spans.map(([, day, opens, closes]) => ({ day, opens, closes }))
    : cell
}
