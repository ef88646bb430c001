import type { z } from 'zod'
import { fieldErrors } from '../problem/field-errors.ts'

/** The number that `text` is, or null: empty, or no finite number. */
export function numberOf(text: string): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : null
}

/** An id that a spreadsheet or data frame has turned into a decimal (`78.0`) is the whole number that it was. */
export function wholeId(text: string): string {
  return text.replace(/^(\d+)\.0+$/, '$1')
}

/**
 * A local time as sources write it, `6/9/2019 16:30` (month first) or `2019-06-09 16:30:00`, taken as UTC; null: no such moment.
 */
export function clockTime(text: string): string | null {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text)
  const iso = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?$/.exec(text)
  const [year, month, day, hour, minute, second] = american
    ? [american[3], american[1], american[2], american[4], american[5], american[6]].map(Number)
    : (iso?.slice(1, 7) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  const parts = [
    year,
    month - 1,
    day,
    hour ?? 0,
    minute ?? 0,
    Number.isNaN(second) ? 0 : (second ?? 0),
  ] as const
  const time = new Date(Date.UTC(...parts))
  // Date.UTC turns the 30th of February into March.
  const isSame =
    time.getUTCMonth() === parts[1] &&
    time.getUTCDate() === day &&
    time.getUTCHours() === parts[3] &&
    time.getUTCMinutes() === parts[4]
  return isSame && year >= 1990 && year < 2200 ? time.toISOString() : null
}

/** Told of one row. */
const maxFaultsOfRow = 20

/** Why zod refuses something, as one line without the value: equal faults have equal reasons and can be counted. */
export function reasonOf(error: z.ZodError): string {
  const faults = fieldErrors(error, undefined, maxFaultsOfRow).map(({ path, message }) =>
    [cut(path, 200).replace(/\.\d+/g, ''), message].join(' '),
  )
  return cut([...new Set(faults)].join('; '), 1000)
}

/** Cuts to `max` UTF-16 units without leaving half a character. */
export function cut(text: string, max: number): string {
  return text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')
}

/** The middle of the finite values; null: there are none. */
export function median(values: readonly (number | null)[]): number | null {
  const finite = values.filter((value) => value !== null).sort((a, b) => a - b)
  return finite[Math.floor((finite.length - 1) / 2)] ?? null
}

/** Remembers what each id looked like when it first came. Holds every id of one file. */
export function createRepeats() {
  const seen = new Map<string, string>()
  return {
    /** `repeat`: the very same row came before; `conflict`: another row has this id. */
    check(id: string, row: string): 'new' | 'repeat' | 'conflict' {
      const before = seen.get(id)
      if (before === undefined) {
        seen.set(id, row)
        return 'new'
      }
      return before === row ? 'repeat' : 'conflict'
    },
  }
}
