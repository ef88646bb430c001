import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { areaAround } from '../../src/ranking/candidates/area.ts'
import { chordsFrom } from '../../src/ranking/candidates/distances.ts'
import { popularityOf } from '../../src/ranking/candidates/popularity.ts'
import type { SourceContext } from '../../src/ranking/candidates/source.ts'
import { candidateSources } from '../../src/ranking/candidates/sources.ts'
import { activeRules } from '../../src/ranking/rerank/rules.ts'
import type { RankingRequest, RankingWorld } from '../../src/ranking/types.ts'
import { dinnerMs, testHistory, testProfile, testRequest, testWorld } from '../support/world.ts'

const dayMs = 86_400_000
const world = testWorld({
  restaurants: 80,
  orders: 200,
  restaurant: (i) => ({
    ...(i % 9 === 0 && { location: null }),
    ...(i % 7 === 0 && { listedAt: new Date(dinnerMs - i * dayMs).toISOString() }),
  }),
})
const rules = [
  { id: 'p', action: 'pin' as const, rank: 1, target: { cuisine: 'Thai' }, owner: 'o', reason: 'r' },
]
const request = testRequest({
  history: testHistory(world, [
    ['order', 4, 2],
    ['order', 9, 5],
    ['order', 4, 9],
    ['order', 70, -1],
    ['dismiss', 3, 1],
  ]),
  likedCuisines: [0],
  maxPriceLevelLiked: 2,
  profile: testProfile({
    rules,
    exposureFloors: [
      { group: { by: 'new' }, minShare: 0.1 },
      { group: { by: 'priceLevel', value: 2 }, minShare: 0.3 },
    ],
    maxDrift: 0.5,
  }),
  lastShown: Int32Array.of(12, -1, 40, 11, 77, 12),
})

const admits = (item: number) => item % 5 !== 1

function context(of: RankingWorld, asked: RankingRequest, reach: number): SourceContext {
  const popularity = popularityOf(of.catalogue, of.demand, asked.atMs)
  const query = {
    catalogue: of.catalogue,
    popularity,
    chords: chordsFrom(of.catalogue, asked.origins),
    origins: asked.origins,
    radiusKm: asked.radiusKm,
    admits,
  }
  return {
    world: of,
    request: asked,
    scorer: of.model?.begin({ ...asked, maxPriceLevel: asked.maxPriceLevelLiked }) ?? null,
    rules: activeRules(asked.profile.rules, of.catalogue, asked.atMs),
    area: areaAround(query, reach),
    popularity,
    admits,
  }
}

test('sources have distinct keys, fit in 31 bits and draw something', () => {
  expect(new Set(candidateSources.map(({ key }) => key)).size).toBe(candidateSources.length)
  expect(candidateSources.length).toBeLessThanOrEqual(31)
  for (const { share } of candidateSources) expect(share).toBeGreaterThan(0)
})

describe.each(candidateSources)('the source $key', (source) => {
  test.prop([fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 100 }), fc.boolean()])(
    'proposes at most k restaurants that may be shown, each once, the same each time',
    (k, reach, known) => {
      const asked = known ? request : { ...request, origins: [] }
      const proposals = [...source.propose(context(world, asked, reach), k)]
      expect(proposals.length).toBeLessThanOrEqual(k)
      expect(new Set(proposals).size).toBe(proposals.length)
      for (const item of proposals) {
        expect(world.catalogue.ids[item]).toBeDefined()
        expect(admits(item)).toBe(true)
      }
      expect([...source.propose(context(world, asked, reach), k)]).toEqual(proposals)
    },
  )

  test('has something to propose to a known user', () => {
    expect(source.propose(context(world, request, 100), 20).length).toBeGreaterThan(0)
  })

  test('proposes the best of an area first: fewer are the start of more', () => {
    const here = context(world, request, 20)
    expect(here.area.members).not.toBeNull()
    const fewer = [...source.propose(here, 5)]
    expect([...source.propose(here, 20)].slice(0, fewer.length)).toEqual(fewer)
  })

  test('copes with an empty catalogue, an unknown user and no model', () => {
    const empty = testWorld({ restaurants: 0 })
    expect([...source.propose(context(empty, testRequest(), 10), 10)]).toEqual([])
    const bare = { ...world, model: null }
    expect(() => source.propose(context(bare, testRequest({ origins: [] }), 10), 10)).not.toThrow()
  })
})
