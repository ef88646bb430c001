import { describe, expect, test } from 'vitest'
import { compare, rankSides, type Side } from '../../src/analysis/compare.ts'
import { createSampleComparison } from '../../src/analysis/compare-sample.ts'
import { runSteps } from '../../src/analysis/steps.ts'
import type { ProfileSettings } from '../../src/profiles/schema.ts'
import { fakeModel, testHistory, testProfile, testRequest, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 80, seed: 5 })

function side(name: string, weights: Partial<ProfileSettings['weights']>, changes: Partial<Side> = {}): Side {
  return {
    name,
    profile: { key: name, revision: 1 },
    modelVersion: 'fake-5',
    world,
    request: changes.request ?? testRequest({ profile: testProfile({ weights }) }),
    predictedMs: 5,
    ...changes,
  }
}

describe('a comparison', () => {
  const report = compare(
    [
      side('guest', { relevance: 1 }),
      side('house', { relevance: 1, revenue: 1 }),
      side('again', { relevance: 1 }),
    ],
    10,
  )

  test('shows every list with contributions that add up to its scores', () => {
    for (const { items } of report.sides) {
      expect(items).toHaveLength(10)
      for (const { score, objectives, adjustments } of items) {
        const parts = [...Object.values(objectives), ...adjustments].map(({ contribution }) => contribution)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(score)
      }
    }
  })

  test('pairs every two sides, and equal profiles agree', () => {
    expect(report.pairs.map(({ a, b }) => `${a}–${b}`)).toEqual(['guest–house', 'guest–again', 'house–again'])
    expect(report.pairs[1]?.agreement).toMatchObject({ overlap: 1, kendallTau: 1, displacement: 0 })
    expect(report.pairs[0]?.agreement).toEqual(report.pairs[2]?.agreement)
    expect(report.pairs[0]?.agreement.overlap).toBeLessThan(1)
  })

  test('judges all sides alike: relevance alone expects most orders, revenue earns more', () => {
    const [guest, house] = report.sides
    expect(guest!.totals.orders).toBeGreaterThan(house!.totals.orders)
    expect(guest!.totals.revenue).toBeLessThan(house!.totals.revenue)
    expect(house!.change.orders).toBeCloseTo(house!.totals.orders - guest!.totals.orders, 12)
    expect(guest!.change).toMatchObject({ orders: 0, revenue: 0 })
  })

  test('lists each restaurant once with its place on every side', () => {
    const ids = report.restaurants.map(({ restaurant }) => restaurant.id)
    expect(new Set(ids).size).toBe(ids.length)
    report.sides.forEach(({ items }, index) => {
      for (const { restaurant, rank } of items) {
        expect(report.restaurants[ids.indexOf(restaurant.id)]?.ranks[index]).toBe(rank)
      }
    })
  })

  test('takes models and plans as sides, and no side wins by believing more of itself', () => {
    const believer = { ...world, model: fakeModel(world.catalogue, 99) }
    const { sides } = compare(
      [
        side('now', { relevance: 1 }),
        side('other model', { relevance: 1 }, { world: believer, modelVersion: 'fake-99' }),
        side(
          'no model',
          { relevance: 1 },
          {
            request: testRequest({ plan: { name: 'popular', candidates: 50 } }),
            predictedMs: 1,
          },
        ),
      ],
      10,
    )
    expect(sides[1]!.totals.orders).toBeLessThan(sides[0]!.totals.orders)
    expect(sides[2]!.totals.orders).toBeLessThan(sides[0]!.totals.orders)
    expect(sides[2]!).toMatchObject({
      plan: { name: 'popular', predictedMs: 1 },
      change: { predictedMs: -4 },
    })
  })

  test('judges without a model by shares of all demand, whichever list is valued first', () => {
    const bare = { ...world, model: null }
    const plan = { name: 'popular', candidates: 50 } as const
    const ask = (weights: Partial<ProfileSettings['weights']>) => ({
      world: bare,
      modelVersion: null,
      request: testRequest({ plan, profile: testProfile({ weights }) }),
    })
    const guest = side('guest', {}, ask({ relevance: 1 }))
    const house = side('house', {}, ask({ margin: 1 }))
    const [first, second] = compare([guest, house], 10).sides
    const [secondAgain, firstAgain] = compare([house, guest], 10).sides
    expect(first!.totals).toEqual(firstAgain!.totals)
    expect(second!.totals).toEqual(secondAgain!.totals)
    expect(first!.totals.orders).toBeGreaterThan(second!.totals.orders)
    expect(first!.totals.margin).toBeLessThan(second!.totals.margin)
    expect(first!.totals.undiscounted.orders).toBeLessThan(1)
  })

  test('of nothing is empty', () => {
    expect(compare([], 10)).toEqual({ k: 10, sides: [], pairs: [], restaurants: [] })
  })
})

describe('a comparison over a sample', () => {
  const names = ['guest', 'house']
  const rankedFor = (user: number) => {
    const history = testHistory(world, [
      ['order', user, 3],
      ['order', (user * 7) % 80, 5],
    ])
    return runSteps(
      rankSides(
        [side('guest', { relevance: 1 }), side('house', { relevance: 1, revenue: 2 })].map((each) => ({
          ...each,
          request: { ...each.request, history },
        })),
      ),
    )
  }
  const sample = createSampleComparison(names, 10)
  for (let user = 0; user < 30; user++) {
    sample.add(`u${user}`, rankedFor(user))
    sample.add(`u${user}`, rankedFor(user))
  }

  test('gives means with intervals around them, the same for the same seed', () => {
    const report = sample.report(1)
    expect(report).toMatchObject({ requests: 60, users: 30, empty: 0 })
    expect(sample.report(1)).toEqual(report)
    expect(sample.report(2)).not.toEqual(report)
    for (const { totals, plans } of report.sides) {
      expect(totals.orders!.low).toBeLessThan(totals.orders!.mean)
      expect(totals.orders!.high).toBeGreaterThan(totals.orders!.mean)
      expect(plans).toEqual({ 'full@200': 60 })
    }
  })

  test('pairs requests: the change has the difference of the means, and against itself none', () => {
    const [guest, house] = sample.report(1).sides
    expect(house!.change.revenue!.mean).toBeCloseTo(
      house!.totals.revenue!.mean - guest!.totals.revenue!.mean,
      12,
    )
    expect(house!.change.revenue!.low).toBeGreaterThan(0)
    expect(house!.change.orders!.high).toBeLessThan(0)
    expect(guest!.change.revenue).toEqual({ mean: 0, low: 0, high: 0 })
    expect(guest!.agreement.rbo!.mean).toBeCloseTo(1, 12)
    expect(house!.agreement.overlap!.mean).toBeLessThan(1)
  })

  test('counts requests that have no list, and says nothing of none', () => {
    const empty = createSampleComparison(names, 10)
    const nothing = runSteps(
      rankSides([
        side('guest', { relevance: 1 }, { request: testRequest({ candidates: new Int32Array(0) }) }),
      ]),
    )
    empty.add('u', nothing)
    expect(empty.report(1)).toMatchObject({ requests: 1, empty: 1 })
    expect(empty.report(1).sides[0]?.totals.orders).toBeNull()
  })
})
