import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { runSteps } from '../../src/analysis/steps.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { rank, rerankQueryOf } from '../../src/ranking/pipeline.ts'
import { followList, placementMarginalsSteps } from '../../src/ranking/rerank/placement.ts'
import { rerank } from '../../src/ranking/rerank/rerank.ts'
import { arbitraryRanking, withProfile } from '../support/arbitrary-requests.ts'
import { testProfile, testRequest, testWorld } from '../support/world.ts'

const placementMarginals = (...given: Parameters<typeof placementMarginalsSteps>) =>
  runSteps(placementMarginalsSteps(...given))

const temperature = fc.constantFrom(0, 0.05, 0.3, 2)
const ones = () => 1

/** Five candidates, three places, everything that disturbs an order. */
const small = rerankQueryOf(
  testWorld({ restaurants: 5, seed: 3 }),
  testRequest({
    limit: 3,
    profile: testProfile({
      diversity: 0.5,
      exploration: { temperature: 0.4 },
      guardrails: [{ objective: 'relevance', minShare: 0.8 }],
    }),
  }),
)

function everyList(count: number, length: number): number[][] {
  if (length === 0) return [[]]
  return everyList(count, length - 1).flatMap((list) =>
    Array.from({ length: count }, (_, j) => j)
      .filter((j) => !list.includes(j))
      .map((j) => [...list, j]),
  )
}

const product = (values: Float64Array) => values.reduce((all, value) => all * value, 1)

describe('the chances of a list', () => {
  test.prop([arbitraryRanking, temperature])('are those that were logged when it was made', (made, t) => {
    const request = withProfile(made.request, {
      exploration: { temperature: t },
      guardrails: [{ objective: 'relevance', minShare: 0.9 }],
    })
    const { items } = rank(made.world, request)
    const query = rerankQueryOf(made.world, request)
    const list = items.map(({ item }) => query.items.indexOf(item))
    const { probability, expected } = followList(query, list, ones)
    expect(probability.length).toBe(items.length)
    items.forEach(({ propensity }, k) => {
      expect(probability[k]).toBeCloseTo(propensity, 9)
      expect(expected[k]).toBeCloseTo(1, 9)
    })
  })

  test('of all lists there are add up to 1', () => {
    const chances = everyList(5, 3).map((list) => product(followList(small, list, ones).probability))
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 10)
    expect(chances.filter((chance) => chance > 0).length).toBeGreaterThan(5)
  })

  test('are 0 from a place on that could not have been filled so', () => {
    expect([...followList(small, [0, -1, 2], ones).probability.slice(1)]).toEqual([0, 0])
    expect(followList(small, [0, 0, 1], ones).probability[1]).toBe(0)
    const plain = { ...small, temperature: 0, guards: [], diversity: 0 }
    const [best, second] = rerank(plain).map(({ candidate }) => candidate)
    expect([...followList(plain, [best!, second!], ones).probability]).toEqual([1, 1])
    expect([...followList(plain, [second!, best!], ones).probability]).toEqual([0, 0])
  })
})

describe('the chances of a place, whatever is above it', () => {
  test('are the sums over all lists', () => {
    const exact = Array.from({ length: 3 }, () => new Float64Array(5))
    for (const list of everyList(5, 3)) {
      const chance = product(followList(small, list, ones).probability)
      list.forEach((j, k) => {
        exact[k]![j]! += chance
      })
    }
    const drawn = placementMarginals(small, { samples: 4000, random: createRandom(1) })
    exact.forEach((row, k) => {
      row.forEach((chance, j) => {
        expect(Math.abs(drawn[k]![j]! - chance)).toBeLessThan(k === 0 ? 1e-12 : 0.02)
      })
    })
  })

  test.prop([arbitraryRanking, temperature], { numRuns: 40 })('add up to 1 at every place', (made, t) => {
    const query = rerankQueryOf(made.world, withProfile(made.request, { exploration: { temperature: t } }))
    for (const row of placementMarginals(query, { samples: 5, random: createRandom(2) })) {
      expect(row.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9)
    }
  })
})
