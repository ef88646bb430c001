import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import { isOpenAt, localMinuteOfWeek } from '../../src/catalog/opening-hours.ts'
import { type HoursSpan, restaurantSchema } from '../../src/catalog/schema.ts'

const catalogueWith = (hours: HoursSpan[] | null) =>
  buildCatalogue([
    restaurantSchema.parse({
      id: 'r',
      name: 'R',
      hours,
      listedAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
    }),
  ])
const at = (day: number, hour: number, minute = 0) => day * 1440 + hour * 60 + minute

describe('opening hours', () => {
  test('a span past midnight is open in the small hours of the next day', () => {
    const catalogue = catalogueWith([{ day: 'fri', opens: '18:00', closes: '02:00' }])
    expect(isOpenAt(catalogue, 0, at(4, 17, 59))).toBe(false)
    expect(isOpenAt(catalogue, 0, at(4, 18))).toBe(true)
    expect(isOpenAt(catalogue, 0, at(5, 1, 59))).toBe(true)
    expect(isOpenAt(catalogue, 0, at(5, 2))).toBe(false)
  })

  test('Sunday night wraps into Monday morning', () => {
    const catalogue = catalogueWith([{ day: 'sun', opens: '20:00', closes: '03:00' }])
    expect(isOpenAt(catalogue, 0, at(0, 2))).toBe(true)
    expect(isOpenAt(catalogue, 0, at(0, 3))).toBe(false)
    expect(isOpenAt(catalogue, 0, at(6, 23))).toBe(true)
  })

  test('00:00 to 24:00 is the whole day and not a minute more', () => {
    const catalogue = catalogueWith([{ day: 'tue', opens: '00:00', closes: '24:00' }])
    expect(isOpenAt(catalogue, 0, at(1, 0))).toBe(true)
    expect(isOpenAt(catalogue, 0, at(1, 23, 59))).toBe(true)
    expect(isOpenAt(catalogue, 0, at(2, 0))).toBe(false)
    expect(isOpenAt(catalogue, 0, at(0, 23, 59))).toBe(false)
  })

  test('no spans is never open; unknown hours are always open', () => {
    expect(isOpenAt(catalogueWith([]), 0, at(3, 12))).toBe(false)
    expect(isOpenAt(catalogueWith(null), 0, at(3, 12))).toBe(true)
  })
})

describe('the local minute of the week', () => {
  test('counts from Monday 00:00 on the clocks of the place', () => {
    const monday = Date.parse('2026-11-23T00:00:00Z')
    expect(localMinuteOfWeek(monday, 'UTC')).toBe(0)
    expect(localMinuteOfWeek(monday, 'Asia/Muscat')).toBe(4 * 60)
    expect(localMinuteOfWeek(monday, 'Asia/Kathmandu')).toBe(5 * 60 + 45)
    expect(localMinuteOfWeek(monday, 'America/New_York')).toBe(7 * 1440 - 5 * 60)
  })

  test('follows daylight saving on the hour it begins', () => {
    // Lisbon goes from 01:00 to 02:00 at 01:00 UTC on Sunday 2026-03-29.
    expect(localMinuteOfWeek(Date.parse('2026-03-29T00:59:00Z'), 'Europe/Lisbon')).toBe(at(6, 0, 59))
    expect(localMinuteOfWeek(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Lisbon')).toBe(at(6, 2))
  })

  property.prop([
    fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2100, 0, 1) }),
    fc.constantFrom('UTC', 'Europe/Lisbon', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns'),
  ])('agrees with the platform for every instant and zone', (atMs, timeZone) => {
    const shown = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
    }).formatToParts(atMs)
    const part = (type: string) => shown.find((entry) => entry.type === type)!.value
    const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday'))
    expect(localMinuteOfWeek(atMs, timeZone)).toBe(at(day, Number(part('hour')), Number(part('minute'))))
  })
})
