import { describe, expect, test } from 'vitest'
import { type Estimator, estimate, estimators } from '../../../src/analysis/off-policy/estimators.ts'
import type { Range } from '../../../src/analysis/off-policy/intervals.ts'
import { type Assumption, assumptions, weigh } from '../../../src/analysis/off-policy/logged-list.ts'
import { createRandom } from '../../../src/numeric/random.ts'
import { asInTheCity, byPlace, createSimulation, fromTheTop, type Scores } from './simulated.ts'

/** Orders by belief, with exploration; and the dear places first. */
const logging: Scores = ({ believed }) => believed.map((p) => 3 * p)
const target: Scores = ({ believed, fee }) => believed.map((p, j) => 2 * p + 0.6 * fee[j]!)

const seeds = 200
const listsEach = 300
const anyWeight = Number.POSITIVE_INFINITY

interface Run {
  readonly value: number
  readonly normal: boolean
  readonly bootstrap: boolean
}

/** 200 logs of one simulation, each estimated; whether the intervals hold the truth. */
function runs(
  simulation: ReturnType<typeof createSimulation>,
  assumption: Assumption,
  outcome: 'orders' | 'revenue',
) {
  const truth = simulation.truly()[outcome]
  const holds = (range: Range | null) => range !== null && range.low <= truth && truth <= range.high
  const found: Record<Estimator, Run[]> = { ips: [], snips: [], dr: [] }
  for (let seed = 1; seed <= seeds; seed++) {
    const lists = simulation.log(listsEach, seed).map((list) => weigh(list, assumption, outcome, 1))
    for (const estimator of estimators) {
      const draws = { random: createRandom(seed), resamples: 150, maxWeight: anyWeight }
      const { value, normal, bootstrap } = estimate(estimator, lists, draws)
      found[estimator].push({ value, normal: holds(normal), bootstrap: holds(bootstrap) })
    }
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const of = (estimator: Estimator) => {
    const values = found[estimator].map(({ value }) => value)
    const centre = mean(values)
    return {
      bias: centre / truth - 1,
      variance: mean(values.map((value) => (value - centre) ** 2)),
      normal: mean(found[estimator].map(({ normal }) => Number(normal))),
      bootstrap: mean(found[estimator].map(({ bootstrap }) => Number(bootstrap))),
    }
  }
  return { ips: of('ips'), snips: of('snips'), dr: of('dr') }
}

describe.each([
  { assumption: 'item-position', behaviour: byPlace, outcome: 'orders' },
  { assumption: 'item-position', behaviour: byPlace, outcome: 'revenue' },
  { assumption: 'cascade', behaviour: fromTheTop, outcome: 'orders' },
] as const)('where the $assumption assumption holds, for $outcome', ({ assumption, behaviour, outcome }) => {
  test(`95 % intervals hold the truth about that often, and the doubly robust one is the steadiest`, () => {
    const figures = runs(createSimulation(behaviour, logging, target), assumption, outcome)
    for (const estimator of ['ips', 'snips', 'dr'] as const) {
      // 200 draws of 0.95: below 0.91 or above 0.99 is more than 2.5 standard errors away.
      for (const interval of ['normal', 'bootstrap'] as const) {
        expect(figures[estimator][interval]).toBeGreaterThan(0.9)
        expect(figures[estimator][interval]).toBeLessThanOrEqual(0.995)
      }
      expect(Math.abs(figures[estimator].bias)).toBeLessThan(0.03)
    }
    expect(figures.dr.variance).toBeLessThan(figures.ips.variance)
  })
})

test('with the choices of the city itself, which are neither by place nor from the top, estimates are near the truth', () => {
  const simulation = createSimulation(asInTheCity, logging, target)
  const truth = simulation.truly().orders
  const lists = simulation.log(4000, 5)
  for (const assumption of assumptions) {
    const own = lists.map((list) => weigh(list, assumption, 'orders', 1))
    const draws = { random: createRandom(1), resamples: 2, maxWeight: anyWeight }
    const { value, normal } = estimate('dr', own, draws)
    if (assumption === 'whole-list') expect(normal!.low <= truth && truth <= normal!.high).toBe(true)
    expect(Math.abs(value / truth - 1)).toBeLessThan(0.08)
  }
})
