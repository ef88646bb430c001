import type { Catalogue } from './catalogue.ts'
import { daySchema, type HoursSpan } from './schema.ts'

export const minutesPerDay = 1440
export const minutesPerWeek = 7 * minutesPerDay

/** A span in local minutes of the week, Monday 00:00 = 0; `to` passes 10,080 where the span wraps into the next week. */
export interface WeekSpan {
  readonly from: number
  readonly to: number
}

/** `opens` = `closes` is taken as the whole day, since a span of no minutes says nothing. */
export function toWeekSpan(span: HoursSpan): WeekSpan {
  const start = daySchema.options.indexOf(span.day) * minutesPerDay
  const opens = clockMinutes(span.opens)
  const closes = clockMinutes(span.closes)
  return { from: start + opens, to: start + closes + (closes <= opens ? minutesPerDay : 0) }
}

function clockMinutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}

/** Formatters are costly to make; there are some 400 time zones at most. */
const formatters = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, { quarter: number; minutes: number }>()

/** Minute of the week, 0 to 10,079 with Monday 00:00 = 0, that clocks in `timeZone` show at `atMs`. */
export function localMinuteOfWeek(atMs: number, timeZone: string): number {
  // Offsets change on quarters of an hour only, so one look at the formatter serves a quarter.
  const quarter = Math.floor(atMs / 900_000)
  let known = offsets.get(timeZone)
  if (known?.quarter !== quarter) {
    known = { quarter, minutes: offsetMinutes(quarter * 900_000, timeZone) }
    offsets.set(timeZone, known)
  }
  const localMinutes = Math.floor(atMs / 60_000) + known.minutes
  // The epoch was a Thursday.
  return modulo(localMinutes + 3 * minutesPerDay, minutesPerWeek)
}

function offsetMinutes(atMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
    formatters.set(timeZone, formatter)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of formatter.formatToParts(atMs)) part[type] = Number(value)
  const local = Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!)
  return Math.round((local - Math.floor(atMs / 60_000) * 60_000) / 60_000)
}

const modulo = (value: number, by: number) => ((value % by) + by) % by

/** True when `item` is open at this local minute of its week; unknown hours count as open. */
export function isOpenAt(catalogue: Catalogue, item: number, minuteOfWeek: number): boolean {
  if (catalogue.hoursKnown[item] === 0) return true
  const { hoursStart, hoursFrom, hoursTo } = catalogue
  for (let s = hoursStart[item]!; s < hoursStart[item + 1]!; s++) {
    const from = hoursFrom[s]!
    const to = hoursTo[s]!
    if (minuteOfWeek >= from && minuteOfWeek < to) return true
    if (minuteOfWeek + minutesPerWeek < to) return true
  }
  return false
}
