import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { createCalendar, mealAt } from '../../seed/calendar.ts'
import { localMinuteOfWeek } from '../../src/catalog/opening-hours.ts'

const endMs = Date.UTC(2026, 5, 1)
const days = 400
const within = fc.integer({ min: endMs - days * 86_400_000, max: endMs - 1 })

describe.each(['Europe/Lisbon', 'America/New_York', 'Asia/Kathmandu', 'UTC'])('the clock of %s', (zone) => {
  const calendar = createCalendar(zone, endMs, days)

  test.prop([within])('tells the minute of the week that the catalogue tells', (atMs) => {
    expect(calendar.minuteOfWeek(atMs)).toBe(localMinuteOfWeek(atMs, zone))
  })

  test.prop([fc.integer({ min: 0, max: days - 1 }), fc.integer({ min: 240, max: 1439 })])(
    'finds the instant of a local time, and its day',
    (day, minute) => {
      const atMs = calendar.instant(day, minute)
      expect(calendar.dayOf(atMs)).toBe(day)
      expect(calendar.minuteOfWeek(atMs)).toBe(calendar.weekday(day) * 1440 + minute)
    },
  )

  test('day 0 holds the first instant, the last day the last', () => {
    expect(calendar.dayOf(calendar.startMs)).toBe(0)
    expect(calendar.dayOf(calendar.endMs - 1)).toBe(calendar.days - 1)
  })
})

test.prop([fc.integer({ min: 0, max: 10_079 })])('a meal lasts whole quarter hours', (minute) => {
  expect(mealAt(minute)).toBe(mealAt(minute - (minute % 15)))
})
