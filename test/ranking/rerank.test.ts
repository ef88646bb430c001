import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { Rule } from '../../src/profiles/schema.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import { similarity } from '../../src/ranking/rerank/diversity.ts'
import type { Ranking } from '../../src/ranking/types.ts'
import { arbitraryRanking, withProfile } from '../support/arbitrary-requests.ts'
import { dinnerMs, testProfile, testRequest, testWorld } from '../support/world.ts'

const idsOf = (ranking: Ranking) => ranking.items.map(({ item }) => item)
const told = { owner: 'Tests', reason: 'because' }
const world = testWorld({
  restaurants: 60,
  restaurant: (i) => ({ tags: i % 10 === 0 ? ['Local Hero'] : [], brand: i >= 50 ? 'Chain' : null }),
})
const request = testRequest({ limit: 10 })
const ids = (...items: number[]) => ({ restaurantIds: items.map((item) => world.catalogue.ids[item]!) })
const rankWith = (...rules: Rule[]) => rank(world, withProfile(request, { rules }))
const plain = rank(world, request)

describe('a pin', () => {
  test.prop([arbitraryRanking, fc.integer({ min: 0, max: 59 }), fc.integer({ min: 1, max: 40 })])(
    'stands at its rank, or at the last place of a shorter list',
    ({ world: any, request: asked }, item, at) => {
      const rule: Rule = {
        id: 'p',
        action: 'pin',
        rank: at,
        target: { restaurantIds: [any.catalogue.ids[item]!] },
        ...told,
      }
      const ranking = rank(any, withProfile(asked, { rules: [rule], exploration: { temperature: 0.5 } }))
      const isEligible = rank(any, { ...asked, candidates: Int32Array.of(item) }).items.length === 1
      if (!isEligible || at > asked.limit) return
      const placed = ranking.items[Math.min(at, ranking.items.length) - 1]!
      expect(placed.item).toBe(item)
      expect(placed.propensity).toBe(1)
      expect(placed.adjustments).toContainEqual({ by: 'pin:p', contribution: 0 })
    },
  )

  test('takes the best match, and one restaurant once', () => {
    const pin = (id: string, at: number): Rule => ({
      id,
      action: 'pin',
      rank: at,
      target: { tag: 'local hero' },
      ...told,
    })
    const ranking = rankWith(pin('second', 2), pin('also-second', 2), pin('first', 1))
    const heroes = rank(world, { ...request, limit: 60 }).items.filter(({ item }) => item % 10 === 0)
    expect(idsOf(ranking).slice(0, 3)).toEqual(heroes.slice(0, 3).map(({ item }) => item))
    expect(new Set(idsOf(ranking)).size).toBe(10)
  })

  test('below the list does nothing', () => {
    const rule: Rule = { id: 'p', action: 'pin', rank: 11, target: ids(idsOf(plain)[0]!), ...told }
    expect(idsOf(rankWith(rule))).toEqual(idsOf(plain))
  })
})

describe('boost and bury', () => {
  test('add their strength to the score, in the open', () => {
    const [first, last] = [idsOf(plain)[0]!, idsOf(plain)[9]!]
    const ranking = rankWith(
      { id: 'up', action: 'boost', strength: 50, target: ids(last), ...told },
      { id: 'down', action: 'bury', strength: 50, target: ids(first), ...told },
    )
    expect(ranking.items[0]).toMatchObject({
      item: last,
      score: plain.items[9]!.score + 50,
      adjustments: [{ by: 'rule:up', contribution: 50 }],
    })
    expect(idsOf(ranking)).not.toContain(first)
  })
})

describe('a rule', () => {
  const target = { cuisine: 'ITALIAN' }
  const italian = world.catalogue.cuisineIndex.get('italian')!
  const isItalian = (item: number) =>
    world.catalogue.cuisines
      .subarray(world.catalogue.cuisineStart[item]!, world.catalogue.cuisineStart[item + 1]!)
      .includes(italian)

  test('matches cuisines and tags whatever their case, and all that it names', () => {
    const all = { ...request, limit: 60 }
    const without = (by: Rule['target']) =>
      idsOf(rank(world, withProfile(all, { rules: [{ id: 'e', action: 'exclude', target: by, ...told }] })))
    expect(without(target).some(isItalian)).toBe(false)
    expect(without({ tag: 'LOCAL HERO' })).toHaveLength(54)
    expect(without({ ...target, tag: 'local hero' }).length).toBe(
      60 - idsOf(rank(world, all)).filter((item) => item % 10 === 0 && isItalian(item)).length,
    )
    expect(without({ cuisine: 'Martian' })).toHaveLength(60)
  })

  test('holds from its first moment until just before its last', () => {
    const at = (ms: number) => new Date(dinnerMs + ms).toISOString()
    const count = (from: number, until: number) =>
      rank(world, {
        ...withProfile(request, {
          rules: [{ id: 'e', action: 'exclude', target, from: at(from), until: at(until), ...told }],
        }),
      }).leftOut['rule'] ?? 0
    expect(count(0, 1)).toBeGreaterThan(0)
    expect(count(1, 2)).toBe(0)
    expect(count(-1, 0)).toBe(0)
  })
})

describe('diversity', () => {
  test.prop([arbitraryRanking])(
    'costs an item strength × its likeness to the most similar above it',
    ({ world: any, request: asked }) => {
      const { items } = rank(any, withProfile(asked, { diversity: 0.6 }))
      items.forEach(({ item, adjustments }, n) => {
        const nearest = Math.max(
          0,
          ...items.slice(0, n).map((above) => similarity(any.catalogue, item, above.item, ['cuisine'])),
        )
        const lost = adjustments.find(({ by }) => by === 'diversity')?.contribution ?? 0
        expect(lost).toBeCloseTo(-0.6 * nearest, 12)
      })
    },
  )

  test('goes by the attributes that the profile names, the most similar of them', () => {
    const { catalogue } = testWorld({
      restaurants: 4,
      restaurant: (i) => ({
        cuisines: [['Thai', 'Sushi'], ['Thai'], ['Indian'], ['French']][i]!,
        brand: i % 2 === 0 ? 'Chain' : null,
        district: i < 3 ? 'Harbour' : null,
      }),
    })
    expect(similarity(catalogue, 0, 1, ['cuisine'])).toBe(0.5)
    expect(similarity(catalogue, 0, 2, ['cuisine'])).toBe(0)
    expect(similarity(catalogue, 0, 2, ['cuisine', 'brand'])).toBe(1)
    expect(similarity(catalogue, 1, 3, ['brand', 'district'])).toBe(0)
    expect(similarity(catalogue, 0, 1, ['cuisine', 'district'])).toBe(1)
    expect(similarity(catalogue, 3, 3, ['cuisine'])).toBe(1)
  })

  test('brings more cuisines to the top', () => {
    const cuisinesIn = (diversity: number) =>
      new Set(
        idsOf(rank(world, withProfile({ ...request, limit: 6 }, { diversity }))).flatMap((item) => [
          ...world.catalogue.cuisines.subarray(
            world.catalogue.cuisineStart[item]!,
            world.catalogue.cuisineStart[item + 1]!,
          ),
        ]),
      ).size
    expect(cuisinesIn(1)).toBeGreaterThan(cuisinesIn(0))
  })
})

describe('exploration', () => {
  test.prop([arbitraryRanking, fc.double({ min: 0.001, max: 10, noNaN: true })])(
    'has propensities in (0, 1], and 1 where there is none',
    ({ world: any, request: asked }, temperature) => {
      for (const { propensity } of rank(any, withProfile(asked, { exploration: { temperature } })).items) {
        expect(propensity).toBeGreaterThan(0)
        expect(propensity).toBeLessThanOrEqual(1)
      }
      for (const { propensity } of rank(any, asked).items) expect(propensity).toBe(1)
    },
  )

  test('says how likely each item was at its place, given those above', () => {
    const profile = testProfile({ exploration: { temperature: 0.5 } })
    const candidates = Int32Array.from({ length: 12 }, (_, i) => i)
    const { items } = rank(world, { ...request, profile, candidates, limit: 12 })
    let left = items.map(({ score }) => score)
    for (const { score, propensity } of items) {
      const total = left.reduce((sum, other) => sum + Math.exp(other / 0.5), 0)
      expect(propensity).toBeCloseTo(Math.exp(score / 0.5) / total, 12)
      left = left.slice(1)
    }
  })

  test('puts each item first as often as the softmax of the scores says', () => {
    const candidates = Int32Array.from({ length: 6 }, (_, i) => i)
    const profile = testProfile({ exploration: { temperature: 1 } })
    const asked = { ...request, profile, candidates, limit: 6 }
    const { items } = rank(world, asked)
    const total = items.reduce((sum, { score }) => sum + Math.exp(score), 0)
    const draws = 4000
    const firsts = new Map<number, number>()
    for (let seed = 0; seed < draws; seed++) {
      const first = rank(world, { ...asked, limit: 1, seed }).items[0]!.item
      firsts.set(first, (firsts.get(first) ?? 0) + 1)
    }
    for (const { item, score } of items) {
      const p = Math.exp(score) / total
      // Five standard deviations: never by chance, and the seeds are fixed.
      const slack = 5 * Math.sqrt((p * (1 - p)) / draws)
      expect(Math.abs((firsts.get(item) ?? 0) / draws - p)).toBeLessThan(slack)
    }
  })

  test('goes towards the plain list as the temperature falls', () => {
    const profile = testProfile({ exploration: { temperature: 1e-6 } })
    expect(idsOf(rank(world, { ...request, profile }))).toEqual(idsOf(plain))
  })
})
