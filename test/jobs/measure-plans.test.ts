import { describe, expect, test } from 'vitest'
import { measurePlans, type Occasion } from '../../src/jobs/measure-plans.ts'
import { neutralScales } from '../../src/ranking/objectives/objectives.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import { plans } from '../../src/ranking/planner/plans.ts'
import { centre, dinnerMs, testHistory, testRequest, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 300 })
const history = testHistory(world, [['order', 11, 3]])
/** Users who order one of the model's own top three. */
const top = rank(world, testRequest({ history })).items.slice(0, 3)
const occasions: Occasion[] = Array.from({ length: 12 }, (_, n) => ({
  history,
  atMs: dinnerMs,
  restaurant: top[n % 3]!.item,
  origins: [centre],
  likedCuisines: [],
}))

describe('plans are measured', () => {
  const { scales, planQualities } = measurePlans({ world, occasions, seed: 1 })
  const find = (name: string, candidates: number) =>
    planQualities.find((plan) => plan.name === name && plan.candidates === candidates)!

  test('each one, against the full plan at full depth', () => {
    expect(planQualities.map(({ name, candidates }) => ({ name, candidates }))).toEqual(plans)
    expect(find('full', 1000)).toMatchObject({ ndcg: 1, revenue: 1 })
    expect(find('popular', 50).ndcg).toBeLessThan(find('full', 200).ndcg)
    expect(find('popular', 50).revenue).toBeLessThan(find('full', 200).revenue)
  })

  test('and scales are the mean size of each objective on the full lists', () => {
    const { items } = rank(world, testRequest({ history, plan: { name: 'full', candidates: 1000 } }))
    for (const { key } of items[0]!.objectives) {
      const values = items.map(({ objectives }) =>
        Math.abs(objectives.find((each) => each.key === key)!.value),
      )
      expect(scales[key]).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 10, 9)
    }
  })

  test('the same way for the same seed', () => {
    const sampled = () => measurePlans({ world, occasions, seed: 7, maxOccasions: 5 })
    expect(sampled()).toEqual(sampled())
  })
})

test('without a model or occasions scales are neutral and nothing was measured', () => {
  const nothing = { scales: neutralScales, planQualities: [] }
  expect(measurePlans({ world: { ...world, model: null }, occasions, seed: 1 })).toEqual(nothing)
  expect(measurePlans({ world, occasions: [], seed: 1 })).toEqual(nothing)
})

test('scales are positive even where an objective is 0 everywhere', () => {
  const free = testWorld({ restaurants: 20, restaurant: () => ({ feeRate: 0, costPerOrder: 0 }) })
  const { scales } = measurePlans({ world: free, occasions: [{ ...occasions[0]!, restaurant: 1 }], seed: 1 })
  for (const scale of Object.values(scales)) expect(scale).toBeGreaterThan(0)
})
