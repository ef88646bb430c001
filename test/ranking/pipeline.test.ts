import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { objectiveKeys } from '../../src/profiles/schema.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import type { Ranking, RankingRequest } from '../../src/ranking/types.ts'
import { arbitraryRanking, withProfile } from '../support/arbitrary-requests.ts'
import { testHistory, testProfile, testRequest, testWorld } from '../support/world.ts'

const idsOf = (ranking: Ranking) => ranking.items.map(({ item }) => item)

const boost = {
  id: 'b',
  action: 'boost' as const,
  strength: 0.7,
  target: { cuisine: 'thai' },
  owner: 'o',
  reason: 'r',
}

describe('a ranking', () => {
  test.prop([arbitraryRanking, fc.double({ min: 0, max: 1, noNaN: true })])(
    'has scores that are, bit for bit, the sum of their contributions',
    ({ world, request }, minShare) => {
      const ranking = rank(
        world,
        withProfile(request, { rules: [boost], guardrails: [{ objective: 'relevance', minShare }] }),
      )
      for (const { score, objectives, adjustments } of ranking.items) {
        let sum = 0
        for (const { contribution } of [...objectives, ...adjustments]) sum += contribution
        expect(score).toBe(sum)
        for (const { value, weight, scale, contribution } of objectives) {
          expect(contribution).toBeCloseTo((weight * value) / scale, 12)
        }
        expect(objectives.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(1, 12)
      }
    },
  )

  test.prop([arbitraryRanking])(
    'has exactly as many items as asked for and eligible',
    ({ world, request }) => {
      const every = Int32Array.from({ length: world.catalogue.size }, (_, i) => i)
      const eligible = rank(world, { ...request, candidates: every, limit: 1 }).scored
      const ranking = rank(world, request)
      expect(ranking.items.length).toBe(Math.min(request.limit, eligible))
      expect(new Set(idsOf(ranking)).size).toBe(ranking.items.length)
      expect(ranking.items.map((item) => item.rank)).toEqual(ranking.items.map((_, n) => n + 1))
    },
  )

  test.prop([arbitraryRanking, fc.double({ min: 0, max: 2, noNaN: true })])(
    'is the same for the same request and seed',
    ({ world, request }, temperature) => {
      const explored = withProfile(request, { exploration: { temperature } })
      const again = rank(world, explored)
      expect(rank(world, explored).items).toEqual(again.items)
    },
  )

  test.prop([arbitraryRanking])('is sorted by score where nothing moves its items', ({ world, request }) => {
    const scores = rank(world, request).items.map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  })

  test.prop([arbitraryRanking, fc.integer({ min: 0, max: 59 })])(
    'leaves out what is excluded, by the request and by a rule, even where it is pinned',
    ({ world, request }, item) => {
      const target = { restaurantIds: [world.catalogue.ids[item]!] }
      const pin = { ...boost, id: 'p', action: 'pin' as const, rank: 1, target }
      const exclude = { ...boost, id: 'e', action: 'exclude' as const, target }
      const byRule = rank(world, withProfile(request, { rules: [pin, exclude] }))
      const byRequest = rank(world, {
        ...withProfile(request, { rules: [pin] }),
        filters: { ...request.filters, exclude: new Set([item]) },
      })
      expect(idsOf(byRule)).not.toContain(item)
      expect(idsOf(byRequest)).not.toContain(item)
    },
  )

  test.prop([
    arbitraryRanking,
    fc.constantFrom(...objectiveKeys),
    fc.double({ min: 1, max: 50, noNaN: true }),
  ])(
    'never loses of an objective that gets more weight, with or without discount',
    ({ world, request }, key, factor) => {
      const plain = withProfile(request, { diversity: 0 })
      const { weights } = request.profile
      const more = withProfile(plain, { weights: { ...weights, [key]: weights[key] * factor + 0.1 } })
      const [before, after] = [rank(world, plain), rank(world, more)]
      for (const discounted of [true, false]) {
        const [was, is] = [total(before, key, discounted), total(after, key, discounted)]
        expect(is).toBeGreaterThanOrEqual(was - 1e-9 * Math.abs(was))
      }
    },
  )

  test.prop([arbitraryRanking])(
    'does not change when only the order of the given candidates does',
    ({ world, request }) => {
      const every = Array.from({ length: world.catalogue.size }, (_, i) => i)
      const forwards = rank(world, { ...request, candidates: Int32Array.from(every) })
      const backwards = rank(world, { ...request, candidates: Int32Array.from(every.toReversed()) })
      expect(backwards.items).toEqual(forwards.items)
    },
  )
})

function total(ranking: Ranking, key: string, discounted: boolean): number {
  return ranking.items.reduce((sum, { objectives, rank: place }) => {
    const { value } = objectives.find((objective) => objective.key === key)!
    return sum + (discounted ? value / Math.log2(1 + place) : value)
  }, 0)
}

describe('rank', () => {
  test('ranks every place of a small catalogue when asked to', () => {
    const world = testWorld({ restaurants: 100 })
    expect(rank(world, testRequest({ limit: 100 })).items).toHaveLength(100)
    expect(
      rank(world, testRequest({ limit: 100, plan: { name: 'popular', candidates: 50 } })).items,
    ).toHaveLength(100)
  })

  test('answers with an empty list where there are no restaurants', () => {
    const ranking = rank(testWorld({ restaurants: 0 }), testRequest())
    expect(ranking).toMatchObject({ items: [], scored: 0, leftOut: {}, guardrailShare: 1 })
    expect(ranking.reasons(0)).toEqual([])
  })

  test('finds the few that are open among many closed ones', () => {
    const world = testWorld({
      restaurants: 3000,
      orders: 100,
      restaurant: (i) => ({ status: i % 300 === 7 ? 'open' : 'closed' }),
    })
    const request = testRequest({ plan: { name: 'fast', candidates: 20 } })
    expect(idsOf(rank(world, request)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, n) => n * 300 + 7),
    )
    expect(rank(world, { ...request, origins: [] }).items).toHaveLength(10)
  })

  test('without a model ranks by demand with probabilities that sum to 1', () => {
    const world = testWorld({ restaurants: 40, model: false })
    const ranking = rank(world, testRequest({ limit: 40 }))
    const probabilities = ranking.items.map(({ probability }) => probability)
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
    expect(Math.min(...probabilities)).toBeGreaterThan(0)
    const [first, last] = [ranking.items[0]!.item, ranking.items[39]!.item]
    const { demand } = world
    const request = testRequest()
    expect(demand.orders(first, request.atMs)).toBeGreaterThan(demand.orders(last, request.atMs))
  })

  test('gives finite figures where hardly anything is known', () => {
    const unknown = { averageSpend: null, priceLevel: null, preparationMinutes: null, rating: null }
    const world = testWorld({
      restaurants: 20,
      orders: 0,
      restaurant: () => ({ ...unknown, location: null, cuisines: [] }),
    })
    for (const name of ['popular', 'full'] as const) {
      const request = testRequest({ plan: { name, candidates: 50 }, profile: evenProfile() })
      const { items } = rank(world, request)
      expect(items).toHaveLength(10)
      for (const item of items) {
        expect(item.distanceKm).toBeNaN()
        for (const { value } of item.objectives) expect(value).toSatisfy(Number.isFinite)
        expect(item.score).toSatisfy(Number.isFinite)
      }
    }
  })

  test('takes a weight on latency alone for relevance alone', () => {
    const world = testWorld({ restaurants: 30 })
    const latencyOnly = { relevance: 0, revenue: 0, margin: 0, wait: 0, discovery: 0, latency: 1 }
    const request = testRequest()
    const ranking = rank(world, withProfile(request, { weights: latencyOnly }))
    expect(idsOf(ranking)).toEqual(idsOf(rank(world, request)))
  })

  test('tells of each stage with its count', () => {
    const stages: [string, number][] = []
    const world = testWorld({ restaurants: 30 })
    rank(world, testRequest(), (stage, count) => stages.push([stage, count]))
    expect(stages).toEqual([
      ['eligibility', 30],
      ['candidates', 30],
      ['relevance', 30],
      ['blend', 30],
      ['rerank', 10],
    ])
  })

  test('names the sources that each item came from', () => {
    const world = testWorld({ restaurants: 300 })
    const request: RankingRequest = testRequest({ history: testHistory(world, [['order', 200, 3]]) })
    const found = rank(world, { ...request, limit: 100 }).items.find(({ item }) => item === 200)!
    expect(found.sources).toContain('repeat')
    const given = rank(world, { ...request, candidates: Int32Array.of(5, 5, 9) })
    expect(given.items.map(({ sources }) => sources)).toEqual([['request'], ['request']])
  })
})

const evenProfile = () =>
  testProfile({ weights: { relevance: 1, revenue: 1, margin: 1, wait: 1, discovery: 1 } })
