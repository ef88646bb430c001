import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { localMinuteOfWeek } from '../../src/catalog/opening-hours.ts'
import { daySchema } from '../../src/catalog/schema.ts'
import { type Rule, type RuleHours, ruleSchema } from '../../src/profiles/schema.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import { activeRules, boostsOn } from '../../src/ranking/rerank/rules.ts'
import { testProfile, testRequest, testWorld } from '../support/world.ts'

const zones = ['Asia/Tokyo', 'America/New_York']
/** Every other restaurant is in Tokyo (UTC+9), the others in New York (UTC−5 in winter). */
const world = testWorld({ restaurants: 12, restaurant: (i) => ({ timeZone: zones[i % 2]! }) })
const { catalogue } = world
const [tokyo, newYork] = [0, 1]
const everybody = { restaurantIds: catalogue.ids.slice() }
const told = { id: 'lunch', target: everybody, owner: 'o', reason: 'r' }

const boost = (hours: RuleHours[], more: Partial<Rule> = {}): Rule =>
  ruleSchema.parse({ ...told, action: 'boost', strength: 5, hours, ...more })
const lunch: RuleHours = { from: '11:30', to: '14:30' }
/** On a Wednesday in January, by UTC. */
const utc = (hour: number, minute = 0, day = 14) => Date.UTC(2026, 0, day, hour, minute)
const acts = (rule: Rule, atMs: number) =>
  [tokyo, newYork].map((item) => boostsOn(activeRules([rule], catalogue, atMs), item).length > 0)

describe('a rule with hours acts by the clocks of each restaurant', () => {
  test.each([
    ['12:30 in Tokyo', utc(3, 30), [true, false]],
    ['20:00 in Tokyo', utc(11), [false, false]],
    ['12:30 in New York', utc(17, 30), [false, true]],
    ['20:00 in New York', utc(25), [false, false]],
    ['11:29 in New York', utc(16, 29), [false, false]],
    ['11:30 in New York', utc(16, 30), [false, true]],
    ['14:30 in New York', utc(19, 30), [false, false]],
  ])('a lunch boost at %s', (_, atMs, expected) => {
    expect(acts(boost([lunch]), atMs)).toEqual(expected)
  })

  test('past midnight it goes on until it ends, and is of the day on which it began', () => {
    const late = boost([{ days: ['sun'], from: '22:00', to: '02:00' }])
    // 18 January 2026 is a Sunday; New York is five hours behind.
    expect(acts(late, utc(26, 59, 18))[newYork]).toBe(false)
    expect(acts(late, utc(27, 0, 18))[newYork]).toBe(true)
    expect(acts(late, utc(30, 59, 18))[newYork]).toBe(true)
    expect(acts(late, utc(31, 0, 18))[newYork]).toBe(false)
    expect(acts(late, utc(30, 59, 17))[newYork]).toBe(false)
  })

  test('within from and until alone', () => {
    const rule = boost([lunch], { until: '2026-01-14T17:00:00Z' })
    expect(acts(rule, utc(16, 45))).toEqual([false, true])
    expect(acts(rule, utc(17, 15))).toEqual([false, false])
  })

  test.each(['exclude', 'pin', 'bury'] as const)('so does %s, in whole lists', (action) => {
    const rest = action === 'pin' ? { rank: 1 } : action === 'bury' ? { strength: 90 } : {}
    const rule = ruleSchema.parse({
      ...told,
      target: { restaurantIds: [0, 2, 4].map((item) => catalogue.ids[item]!) },
      action,
      hours: [lunch],
      ...rest,
    })
    const list = (atMs: number, rules: Rule[]) =>
      rank(world, testRequest({ atMs, limit: 12, profile: testProfile({ rules }) })).items.map(
        ({ item, adjustments }) => [item, adjustments.length],
      )
    expect(list(utc(3, 30), [rule])).not.toEqual(list(utc(3, 30), []))
    expect(list(utc(17, 30), [rule])).toEqual(list(utc(17, 30), []))
  })

  const clock = fc
    .integer({ min: 0, max: 1439 })
    .map((minute) => [Math.floor(minute / 60), minute % 60].map((n) => String(n).padStart(2, '0')).join(':'))
  const hours = fc.record({ days: fc.subarray(daySchema.options, { minLength: 1 }), from: clock, to: clock })

  property.prop([fc.array(hours, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 20_000 })])(
    'in exactly the minutes that are in a window of today, or in one of yesterday that passes midnight',
    (windows, minute) => {
      const atMs = utc(0) + minute * 60_000
      const expected = zones.map((zone) => {
        const local = localMinuteOfWeek(atMs, zone)
        const [day, now] = [Math.floor(local / 1440), local % 1440]
        const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
        return windows.some(({ days, from, to }) => {
          const [start, end] = [minutes(from), minutes(to)]
          const [today, yesterday] = [day, (day + 6) % 7].map((n) => days.includes(daySchema.options[n]!))
          if (end > start) return today && now >= start && now < end
          return (today && now >= start) || (yesterday && now < end)
        })
      })
      expect(acts(boost(windows), atMs)).toEqual(expected)
    },
  )

  property.prop([fc.integer({ min: 0, max: 20_000 })])('on no days named: on every day', (minute) => {
    const atMs = utc(0) + minute * 60_000
    const daily = boost([{ ...lunch, days: [...daySchema.options] }])
    expect(acts(boost([lunch]), atMs)).toEqual(acts(daily, atMs))
  })
})

test.each([
  ['no window', []],
  ['no days', [{ days: [], ...lunch }]],
  ['an unknown day', [{ days: ['monday'], ...lunch }]],
  ['a time that is none', [{ from: '25:00', to: '26:00' }]],
  ['a window without an end', [{ from: '11:00' }]],
])('hours with %s are refused', (_, hours) => {
  expect(ruleSchema.safeParse({ ...told, action: 'exclude', hours }).success).toBe(false)
})
