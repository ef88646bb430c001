import { describe, expect, test } from 'vitest'
import { phrase } from '../../src/ranking/explain/phrases.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import type { RankingRequest } from '../../src/ranking/types.ts'
import type { Fact } from '../../src/relevance/model.ts'
import { dinnerMs, testHistory, testRequest, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 40 })
const say = (fact: Fact, request: Partial<RankingRequest> = {}) =>
  phrase(fact, world.catalogue, testRequest(request), 0)

describe('a fact is said in plain words', () => {
  test('about own orders, with a day that nobody misreads', () => {
    const lastAtMs = Date.UTC(2026, 2, 3, 12)
    expect(say({ kind: 'ordered-before', orders: 4, lastAtMs })).toBe(
      'You ordered here 4 times, last on 3 March',
    )
    expect(say({ kind: 'ordered-before', orders: 2, lastAtMs })).toBe(
      'You ordered here twice, last on 3 March',
    )
    expect(say({ kind: 'ordered-before', orders: 1, lastAtMs })).toBe('You ordered here once, on 3 March')
    expect(say({ kind: 'ordered-before', orders: 1, lastAtMs: Date.UTC(2024, 11, 24) })).toBe(
      'You ordered here once, on 24 December 2024',
    )
  })

  test('in the day of the restaurant’s own clock', () => {
    const tokyo = testWorld({ restaurants: 1, restaurant: () => ({ timeZone: 'Asia/Tokyo' }) })
    const fact: Fact = { kind: 'ordered-before', orders: 1, lastAtMs: Date.UTC(2026, 2, 3, 20) }
    expect(phrase(fact, tokyo.catalogue, testRequest(), 0)).toBe('You ordered here once, on 4 March')
  })

  test('about distance', () => {
    expect(say({ kind: 'near', distanceKm: 1.24 })).toBe('1.2 km away')
    expect(say({ kind: 'near', distanceKm: 0.41 })).toBe('400 m away')
    expect(say({ kind: 'near', distanceKm: 0 })).toBe('50 m away')
    expect(say({ kind: 'near', distanceKm: 14.6 })).toBe('15 km away')
  })

  test('about cuisine, and whether the user said so or showed it', () => {
    const italian = world.catalogue.cuisineIndex.get('italian')!
    expect(say({ kind: 'cuisine', cuisine: italian })).toBe('Italian, which you often order')
    expect(say({ kind: 'cuisine', cuisine: italian }, { likedCuisines: [italian] })).toBe(
      'Italian, which you like',
    )
  })

  test('about others', () => {
    expect(say({ kind: 'similar-to', restaurant: 3 })).toBe('Because you ordered from Restaurant 3')
    expect(say({ kind: 'popular', ordersLately: 9 })).toBe('Often ordered near you lately')
    expect(say({ kind: 'popular', ordersLately: 9 }, { origins: [] })).toBe('Often ordered lately')
    expect(say({ kind: 'popular', ordersLately: 0.4 })).toBeNull()
  })
})

describe('reasons', () => {
  const history = testHistory(world, [
    ['order', 5, 3],
    ['order', 5, 8],
  ])

  test('are at most three, the strongest term first, and nothing twice', () => {
    const likedCuisines = [0, 1, 2, 3]
    const ranking = rank(world, testRequest({ history, likedCuisines, limit: 40 }))
    for (let position = 0; position < 40; position++) {
      const reasons = ranking.reasons(position)
      expect(reasons.length).toBeLessThanOrEqual(3)
      expect(new Set(reasons.map(({ fact }) => fact?.kind)).size).toBe(reasons.length)
    }
    const position = ranking.items.findIndex(({ item }) => item === 5)
    expect(ranking.reasons(position)[0]!.text).toBe('You ordered here twice, last on 3 March')
  })

  test('do without a model', () => {
    const ranking = rank({ ...world, model: null }, testRequest({ history, limit: 40 }))
    const position = ranking.items.findIndex(({ item }) => item === 5)
    expect(ranking.reasons(position).map(({ text }) => text)).toContain(
      'You ordered here twice, last on 3 March',
    )
    expect(ranking.reasons(40)).toEqual([])
  })

  test('use nothing that happened after the moment asked about', () => {
    const ranking = rank(
      { ...world, model: null },
      testRequest({ history, limit: 40, atMs: dinnerMs - 5 * 86_400_000 }),
    )
    const position = ranking.items.findIndex(({ item }) => item === 5)
    expect(ranking.reasons(position)[0]!.text).toBe('You ordered here once, on 26 February')
  })

  test('say it when a rule put the restaurant forward', () => {
    const target = { restaurantIds: [world.catalogue.ids[5]!] }
    const rule = { id: 'p', action: 'pin' as const, rank: 2, target, owner: 'o', reason: 'r' }
    const request = testRequest({ history })
    const ranking = rank(world, { ...request, profile: { ...request.profile, rules: [rule] } })
    expect(ranking.reasons(1).at(-1)).toEqual({ text: 'Featured', fact: null })
    expect(ranking.reasons(0).map(({ text }) => text)).not.toContain('Featured')
  })
})
