import { fc, test as propTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { hoursSpanSchema } from '../../src/catalog/schema.ts'
import { daySpan, days, minuteOfDay, toHours } from '../../src/import/hours.ts'
import { clockTime, wholeId } from '../../src/import/values.ts'

describe('a local time', () => {
  const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  propTest.prop([moment])('is the same moment in either notation', (date) => {
    const iso = date.toISOString()
    const minutes = `${iso.slice(0, 16)}:00.000Z`
    const american = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${date.getUTCHours()}:${iso.slice(14, 16)}`
    expect(clockTime(american)).toBe(minutes)
    expect(clockTime(iso.slice(0, 19).replace('T', ' '))).toBe(`${iso.slice(0, 19)}.000Z`)
  })

  test.each(['', '2/30/2019 12:00', '13/1/2019 12:00', '2019-06-09', '6/9/2019 24:00', '1/1/1960 1:00', 'x'])(
    '%j is none',
    (text) => expect(clockTime(text)).toBeNull(),
  )
})

describe('opening hours', () => {
  const minute = fc.integer({ min: 0, max: 1439 })
  const span = fc.tuple(fc.integer({ min: 0, max: 6 }), minute, minute)

  /** Which minutes of the week are open, by the meaning of spans past midnight. */
  const open = (spans: readonly { day: number; from: number; to: number }[]) => {
    const minutes = new Uint8Array(10080)
    for (const { day, from, to } of spans) {
      for (let at = from; at < to; at++) minutes[(day * 1440 + at) % 10080] = 1
    }
    return Buffer.from(minutes).toString('latin1')
  }
  const back = (text: string) => minuteOfDay(text) ?? Number.NaN

  propTest.prop([fc.array(span, { maxLength: 6 })])(
    'cover the same minutes after joining, and fit the schema',
    (given) => {
      const spans = given.map((args) => daySpan(...args)).filter((one) => one !== null)
      const { hours } = toHours(spans)
      for (const one of hours) expect(hoursSpanSchema.safeParse(one).success).toBe(true)
      const again = hours.map(({ day, opens, closes }) => {
        const [from, to] = [back(opens), back(closes)]
        return { day: days.indexOf(day), from, to: to > from ? to : to + 1440 }
      })
      expect(open(again) === open(spans)).toBe(true)
    },
  )

  test.each([
    ['9:05', 545],
    ['09:05:30', 545],
    ['24:00', 1440],
    ['24:01', null],
    ['7:60', null],
    ['soon', null],
  ])('the time of day %j is minute %j', (text, expected) => expect(minuteOfDay(text)).toBe(expected))
})

test('an id that became a decimal is whole again, others stay', () => {
  expect(['78.0', '78', '7.5', 'A.0'].map(wholeId)).toEqual(['78', '78', '7.5', 'A.0'])
})
