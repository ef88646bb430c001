import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { PricedPlan } from '../../src/analysis/lists.ts'
import { type ShiftInput, shift } from '../../src/analysis/shift.ts'
import type { Weights } from '../../src/profiles/schema.ts'
import { latencyShare, weightKeys } from '../../src/profiles/weights.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import type { RankingRequest } from '../../src/ranking/types.ts'
import { testHistory, testProfile, testRequest, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 60, seed: 3 })
const history = testHistory(world, [
  ['order', 4, 3],
  ['order', 4, 9],
  ['order', 17, 20],
])
const full: PricedPlan = { name: 'full', candidates: 200, predictedMs: 8 }
const ladder: PricedPlan[] = [
  { name: 'popular', candidates: 50, predictedMs: 1 },
  { name: 'fast', candidates: 100, predictedMs: 3 },
  full,
]
const qualities = [0.5, 0.9, 1]

/** The planner's formula over the ladder, with a budget of 10 ms. */
function planFor(weights: Weights): PricedPlan {
  const share = latencyShare(weights)
  const utility = (index: number) =>
    (1 - share) * qualities[index]! - (share * ladder[index]!.predictedMs) / 10
  return ladder.reduce((best, plan, index) => (utility(index) > utility(ladder.indexOf(best)) ? plan : best))
}

function inputOf(
  profile: Parameters<typeof testProfile>[0],
  changes: Partial<RankingRequest> = {},
): ShiftInput {
  return {
    world,
    request: testRequest({ history, profile: testProfile(profile), ...changes }),
    predictedMs: full.predictedMs,
    k: 10,
    points: 5,
    planFor,
  }
}

const listUnder = (weights: Partial<Weights>, changes: Partial<RankingRequest> = {}) =>
  rank(world, testRequest({ history, profile: testProfile({ weights }), ...changes })).items.map(
    ({ item }) => world.catalogue.ids[item],
  )

const weight = fc.constantFrom(0, 0.2, 1, 3)
const weights = fc
  .record({
    relevance: weight,
    revenue: weight,
    margin: weight,
    wait: weight,
    discovery: weight,
    latency: weight,
  })
  .filter(
    ({ relevance, revenue, margin, wait, discovery }) => relevance + revenue + margin + wait + discovery > 0,
  )

describe('leaving an objective out', () => {
  test.prop([weights], { numRuns: 15 })('that has no weight changes nothing', (given) => {
    const report = shift(inputOf({ weights: given }))
    for (const { objective, share, result } of report.leftOut) {
      if (given[objective] > 0 || objective === 'latency') continue
      expect(share).toBe(0)
      expect(result).toMatchObject({
        moves: [],
        agreement: { overlap: 1, kendallTau: 1, displacement: 0 },
        change: { orders: 0, revenue: 0, margin: 0, waitMinutes: 0, predictedMs: 0 },
      })
    }
  })

  test('ranks by what is left', () => {
    const report = shift(inputOf({ weights: { relevance: 1, revenue: 2, wait: 1 } }))
    const without = report.leftOut.find(({ objective }) => objective === 'revenue')
    expect(without?.result?.list).toEqual(listUnder({ relevance: 1, wait: 1 }))
    expect(without?.result?.list).not.toEqual(report.baseline.items.map(({ restaurant }) => restaurant.id))
  })

  test('that is the only one leaves nothing to rank by', () => {
    const report = shift(inputOf({ weights: { margin: 2, latency: 1 } }))
    expect(report.leftOut.map(({ objective, result }) => [objective, result === null])).toEqual([
      ['relevance', false],
      ['revenue', false],
      ['margin', true],
      ['wait', false],
      ['discovery', false],
      ['latency', false],
    ])
  })
})

describe('sweeping an objective', () => {
  test.prop([weights], { numRuns: 10 })('to 1 is that objective alone', (given) => {
    const report = shift(inputOf({ weights: given }))
    for (const { objective, points } of report.sweeps) {
      if (objective === 'latency') continue
      expect(points.at(-1)?.share).toBe(1)
      expect(points.at(-1)?.list).toEqual(listUnder({ [objective]: 1 }))
    }
  })

  test.prop([weights], { numRuns: 10 })('to 0 is leaving it out', (given) => {
    const report = shift(inputOf({ weights: given }))
    report.sweeps.forEach(({ points }, index) => {
      const { result } = report.leftOut[index]!
      if (result) expect(points[0]).toMatchObject({ share: 0, list: result.list, totals: result.totals })
    })
  })

  test('never lowers its own total, over the same candidates', () => {
    const report = shift({
      ...inputOf({ weights: { relevance: 1, revenue: 1, margin: 1, wait: 1, discovery: 1 } }),
      points: 11,
    })
    const total = {
      relevance: 'orders',
      revenue: 'revenue',
      margin: 'margin',
      wait: 'waitMinutes',
      discovery: 'discovery',
    } as const
    for (const { objective, points } of report.sweeps) {
      if (objective === 'latency') continue
      const sign = objective === 'wait' ? -1 : 1
      const values = points.map(({ totals }) => sign * totals[total[objective]]!)
      values.slice(1).forEach((value, index) => {
        expect(value).toBeGreaterThanOrEqual(values[index]! - 1e-9)
      })
    }
  })

  test('holds the plan, except for latency, which moves nothing else', () => {
    const report = shift(inputOf({ weights: { relevance: 1, revenue: 1 } }))
    for (const { objective, points, switches } of report.sweeps) {
      if (objective === 'latency') continue
      expect(points.every(({ plan }) => plan.name === 'full')).toBe(true)
      expect(switches).toEqual([])
    }
    const latency = report.sweeps.find(({ objective }) => objective === 'latency')!
    expect(latency.points.map(({ plan }) => plan.name)).toEqual([
      'full',
      'fast',
      'fast',
      'popular',
      'popular',
    ])
    expect(latency.points.at(-1)?.list).toEqual(
      listUnder({ relevance: 1, revenue: 1 }, { plan: { name: 'popular', candidates: 50 } }),
    )
  })
})

test('the switches of plan lie where the planner is indifferent', () => {
  const report = shift(inputOf({ weights: { relevance: 1 } }))
  const switches = report.sweeps.find(({ objective }) => objective === 'latency')!.switches
  expect(switches.map(({ from, to }) => [from.name, to.name])).toEqual([
    ['full', 'fast'],
    ['fast', 'popular'],
  ])
  // (1 − w)(q₁ − q₂) = w (c₁ − c₂) / budget
  expect(switches[0]!.share).toBeCloseTo(0.1 / (0.1 + 0.5), 3)
  expect(switches[1]!.share).toBeCloseTo(0.4 / (0.4 + 0.2), 3)
})

test('plans are judged by one belief: a plan that believes more of itself does not gain', () => {
  const report = shift(inputOf({ weights: { relevance: 1, latency: 1 } }))
  const latency = report.sweeps.find(({ objective }) => objective === 'latency')!
  for (const { totals } of latency.points) {
    expect(totals.orders).toBeLessThanOrEqual(report.baseline.totals.orders + 1e-9)
  }
})

test('a report says which objectives it moved, and has every weight in it', () => {
  const report = shift(inputOf({ weights: { relevance: 3, revenue: 1, latency: 1 } }))
  expect(report.weights).toEqual({
    relevance: 0.6,
    revenue: 0.2,
    margin: 0,
    wait: 0,
    discovery: 0,
    latency: 0.2,
  })
  expect(report.leftOut.map(({ objective }) => objective)).toEqual(weightKeys)
  expect(report.sweeps.map(({ objective, share }) => [objective, share])).toEqual([
    ['relevance', 0.75],
    ['revenue', 0.25],
    ['margin', 0],
    ['wait', 0],
    ['discovery', 0],
    ['latency', 0.2],
  ])
})

test('an empty list is a report too', () => {
  const report = shift(inputOf({ weights: { relevance: 1 } }, { candidates: new Int32Array(0) }))
  expect(report.baseline.items).toEqual([])
  expect(report.baseline.totals).toMatchObject({ orders: 0, waitMinutes: null })
  expect(report.leftOut[1]?.result?.change.waitMinutes).toBeNull()
})
