import type { HoursSpan } from '../../catalog/schema.ts'
import type { CsvRow } from '../csv-file.ts'
import { type DaySpan, daySpan, minuteOfDay, toHours } from '../hours.ts'

const columns = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/**
 * Two spans a weekday, on the same local clock as the orders. The file writes 23:59 and 00:01 for midnight, and gives the night
 * either as the first span of a day (00:00–01:30, then 08:00–23:59) or, after a span that ends at midnight, as its second one;
 * the latter is the night that follows.
 * @returns hours null: none given, unknown
 */
export function vendorHours(row: CsvRow): { hours: HoursSpan[] | null; repairs: string[] } {
  const spans: DaySpan[] = []
  let given = 0
  let broken = 0
  for (const [day, column] of columns.entries()) {
    let first: DaySpan | null = null
    for (const number of [1, 2]) {
      const opens = row.cell(`${column}_from_time${number}`)
      const closes = row.cell(`${column}_to_time${number}`)
      if (opens === '' && closes === '') continue
      given++
      const span = readSpan(day, opens, closes)
      if (!span) broken++
      else if (first && span.from < first.from) spans.push({ ...span, day: (day + 1) % 7 })
      else spans.push(span)
      first ??= span
    }
  }
  const repairs = broken > 0 ? ['unreadable opening hours left out'] : []
  if (given === 0 || spans.length === 0) return { hours: null, repairs }
  const { hours, joined } = toHours(spans)
  return { hours, repairs: joined ? [...repairs, 'overlapping opening hours joined'] : repairs }
}

function readSpan(day: number, opens: string, closes: string): DaySpan | null {
  const from = minuteOfDay(opens)
  const to = minuteOfDay(closes)
  return from === null || to === null ? null : daySpan(day, from, to)
}
