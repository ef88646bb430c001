import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { compareShares, joinCells, sumsOver } from '../../../src/analysis/drift/compare.ts'
import { addDays } from '../../../src/analysis/drift/days.ts'
import { judgeDrift } from '../../../src/analysis/drift/judge.ts'
import { type DaySketch, daySketchSchema } from '../../../src/analysis/drift/sketch.ts'
import { judgeQuality } from '../../../src/analysis/quality/judge.ts'
import { createRandom } from '../../../src/numeric/random.ts'
import { citySketches, type ListStream, listSketches } from '../../support/sketches.ts'

type Sketches = ReadonlyMap<string, DaySketch>
const judge = (sketches: Sketches, day: string, dataTo: string | null = null) =>
  judgeDrift({ sketches, day, dataTo, modelVersion: 'm' })
const lastDay = (sketches: Sketches) => [...sketches.keys()].sort().at(-1)!
const statusesAt = (sketches: Sketches, day: string) =>
  Object.fromEntries(judge(sketches, day).checks.map(({ key, status }) => [key, status]))

const quietCity = citySketches(1, 2500)
const streamDays = 56
const stream = (change: Partial<ListStream> = {}) =>
  listSketches({ seed: 3, days: streamDays, changesAt: streamDays - 7, ...change })

describe('a quiet week raises nothing', () => {
  test.each([1, 2, 3, 4])('in the simulated city of seed %i, on none of its last 14 days', (seed) => {
    const sketches = seed === 1 ? quietCity : citySketches(seed)
    const last = lastDay(sketches)
    for (let ago = 0; ago < 14; ago++) {
      const day = addDays(last, -ago)
      const drift = judge(sketches, day)
      // Not even for a day, and it was looked at.
      const judged = drift.checks.filter(({ status }) => status !== 'too-few')
      expect(judged.map(({ key }) => key)).toContain('orders.price-level')
      expect(judged.filter(({ status }) => status !== 'quiet')).toEqual([])
      const quality = judgeQuality({ sketches, day, quietHours: 1 })
      expect(quality.checks.filter(({ status }) => status === 'raised')).toEqual([])
      expect(quality.checks.filter(({ status }) => status === 'quiet').length).toBeGreaterThan(2)
    }
  })

  test('nor does the week after summer time ends', () => {
    const sketches = citySketches(7, 1000, Date.UTC(2026, 10, 2))
    const { checks } = judge(sketches, '2026-11-01')
    const judged = checks.filter(({ status }) => status !== 'too-few')
    expect(judged.map(({ key }) => key)).toContain('orders.hour')
    expect(judged.filter(({ status }) => status !== 'quiet')).toEqual([])
  })

  test.each([1, 2, 3, 4, 5, 6])('in lists, scores, sources and what comes of them, seed %i', (seed) => {
    const sketches = stream({ seed })
    for (let ago = 0; ago < 7; ago++) {
      const { checks } = judge(sketches, addDays(lastDay(sketches), -ago))
      const lists = checks.filter(({ key }) => !key.startsWith('orders.'))
      expect(lists.map(({ status }) => status)).toEqual(lists.map(() => 'quiet'))
    }
  })
})

describe('a planted shift is found', () => {
  /** The latest `days` of the city, changed. */
  const planted = (days: number, change: (sketch: DaySketch) => DaySketch): Sketches => {
    const from = addDays(lastDay(quietCity), -days)
    return new Map([...quietCity].map(([day, sketch]) => [day, day > from ? change(sketch) : sketch]))
  }
  const withCells = (sketch: DaySketch, name: string, cells: Record<string, number>) => ({
    ...sketch,
    cells: { ...sketch.cells, [name]: cells },
  })

  test('in what is ordered: places that are a level dearer', () => {
    const dearer = planted(7, (sketch) => {
      const { 0: one = 0, 1: two = 0, 2: three = 0, 3: four = 0 } = sketch.cells['orderPriceLevel']!
      return withCells(sketch, 'orderPriceLevel', { 1: one, 2: two, 3: three + four })
    })
    expect(judge(dearer, lastDay(dearer)).raised).toEqual(['orders.price-level'])
  })

  test('in when it is ordered: three hours later', () => {
    const later = planted(7, (sketch) =>
      withCells(
        sketch,
        'orderHour',
        Object.fromEntries(
          Object.entries(sketch.cells['orderHour']!).map(([hour, n]) => [(Number(hour) + 3) % 24, n]),
        ),
      ),
    )
    expect(judge(later, lastDay(later)).raised).toEqual(['orders.hour'])
  })

  test('in cuisines: one that nobody knew', () => {
    const novel = planted(7, (sketch) => {
      const cells = sketch.cells['orderCuisine']!
      const all = Object.values(cells).reduce((sum, n) => sum + n, 0)
      return withCells(sketch, 'orderCuisine', { ...cells, Martian: Math.ceil(all / 3) })
    })
    expect(judge(novel, lastDay(novel)).raised).toEqual(['orders.cuisine'])
  })

  test.each<[string, ListStream['change'], string[]]>([
    ['scores: odds that doubled', { odds: 2 }, ['lists.probability']],
    ['sources: popular places instead of the model', { popular: 0.6 }, ['lists.sources']],
    [
      'conversion: places ordered a third less than their score says',
      { conversion: 0.65 },
      ['conversion.by-score'],
    ],
  ])('in %s, and nothing else', (_, change, raised) => {
    const sketches = stream({ change: change! })
    const report = judge(sketches, lastDay(sketches))
    expect(report.raised).toEqual(raised)
    // In the days before it happened there was nothing to see.
    expect(judge(sketches, addDays(lastDay(sketches), -7)).raised).toEqual([])
  })

  test('once it has lasted: the first day beyond a threshold is watched', () => {
    const sketches = stream({ change: { odds: 4 } })
    const days = [...sketches.keys()].slice(-7)
    const statuses = days.map((day) => statusesAt(sketches, day)['lists.probability'])
    const first = statuses.findIndex((status) => status !== 'quiet')
    expect(statuses[first]).toBe('watched')
    expect(statuses.slice(first + 1)).toEqual(statuses.slice(first + 1).map(() => 'raised'))
    expect(first).toBeLessThan(4)
  })

  test('against the days that the model learnt from, however long ago', () => {
    const sketches = stream({ change: { odds: 4 }, changesAt: 28, days: 70 })
    const last = lastDay(sketches)
    expect(judge(sketches, last).raised).toEqual([])
    const dataTo = addDays(last, -42)
    expect(judge(sketches, last, dataTo).raised).toEqual(['lists.probability'])
    expect(judge(sketches, last, dataTo).reference).toEqual({ from: addDays(dataTo, -27), to: dataTo })
  })
})

test('of too few rows, or of no week, nothing is said', () => {
  const few = stream({ listsADay: 2, change: { odds: 9 } })
  expect(new Set(judge(few, lastDay(few)).checks.map(({ status }) => status))).toEqual(new Set(['too-few']))
  const short = listSketches({ seed: 1, days: 10 })
  expect(judge(short, lastDay(short)).raised).toEqual([])
  expect(judge(new Map(), '2026-03-01')).toMatchObject({ raised: [], reference: null })
})

test('by chance alone a threshold is passed no oftener than it says', () => {
  const random = createRandom(5)
  const draw = (rows: number) => {
    const cells = new Array<number>(10).fill(0)
    for (let row = 0; row < rows; row++) cells[random.int(10)]!++
    return cells
  }
  const alpha = 0.05
  const rounds = 800
  let passed = 0
  for (let round = 0; round < rounds; round++) {
    const sample = { reference: draw(200), window: draw(150), weeks: [], assumedDispersion: 1, alpha }
    if (compareShares(sample).isBeyond) passed++
  }
  // Four standard deviations of a binomial around 5 %: not oftener, and no threshold that nothing passes.
  expect(passed / rounds).toBeGreaterThan(0.05 - 4 * Math.sqrt((0.05 * 0.95) / rounds))
  expect(passed / rounds).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / rounds) + 0.02)
})

property.prop([
  fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 40 }),
  fc.double({ min: 0.01, max: 0.5, noNaN: true }),
])('joined cells are all cells, in order, and each holds its share unless it is alone', (cells, share) => {
  const joined = joinCells(cells, share)
  expect(joined.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))).toEqual(
    cells.map((_, cell) => cell),
  )
  const all = cells.reduce((sum, n) => sum + n, 0)
  if (joined.length > 1)
    for (const rows of sumsOver(cells, joined)) expect(rows).toBeGreaterThanOrEqual(share * all)
})

describe('data quality', () => {
  const last = lastDay(quietCity)
  const raisedBy = (change: (sketch: DaySketch) => DaySketch, quietHours = 1) =>
    judgeQuality({
      sketches: new Map([...quietCity, [last, change(quietCity.get(last)!)]]),
      day: last,
      quietHours,
    }).raised
  const quality = (sketch: DaySketch, changes: Partial<DaySketch['quality']>) => ({
    ...sketch,
    quality: { ...sketch.quality, ...changes },
  })

  test.each<[string, string, (sketch: DaySketch) => DaySketch]>([
    [
      'most of the orders gone',
      'volume.orders',
      (s) => ({ ...s, volume: { ...s.volume, order: Math.round(0.08 * s.volume.order) } }),
    ],
    [
      'four times the orders',
      'volume.orders',
      (s) => ({ ...s, volume: { ...s.volume, order: 4 * s.volume.order } }),
    ],
    [
      'amounts that are missing',
      'nulls.amount',
      (s) => quality(s, { withoutAmount: Math.round(s.quality.sampledOrders / 2) }),
    ],
    [
      'a clock that is ahead',
      'range.ahead',
      (s) => quality(s, { datedAhead: Math.round(s.quality.sampledOrders / 2) }),
    ],
    [
      'orders that come twice',
      'duplicates.orders',
      (s) => quality(s, { doubled: Math.round(s.quality.sampledOrders / 2) }),
    ],
    [
      'restaurants that nobody knows',
      'unknown-ids.restaurants',
      (s) => quality(s, { pending: Math.round(s.quality.received / 3) }),
    ],
    [
      'users that nobody knew',
      'unknown-ids.users',
      (s) => quality(s, { strangers: Math.round(s.quality.received / 3) }),
    ],
    [
      'amounts in cents',
      'range.amount',
      (s) => ({ ...s, cells: { ...s.cells, orderAmount: { 26: 40, 27: 40 } } }),
    ],
  ])('%s are raised', (_, key, change) => {
    expect(raisedBy(change)).toEqual([key])
  })

  test('new users are many at the beginning, and nothing is said before it is known how many come on a usual day', () => {
    const first = [...quietCity.keys()].sort()[0]!
    const { checks } = judgeQuality({ sketches: quietCity, day: first, quietHours: 1 })
    expect(checks.find(({ key }) => key === 'unknown-ids.users')).toMatchObject({ status: 'too-few' })
    const { strangers: _, ...older } = quietCity.get(last)!.quality
    expect(daySketchSchema.parse({ ...quietCity.get(last), quality: older }).quality.strangers).toBeNull()
  })

  test('silence is raised where there is something every day', () => {
    expect(raisedBy((sketch) => sketch, 30)).toEqual(['freshness.interactions'])
  })
})
