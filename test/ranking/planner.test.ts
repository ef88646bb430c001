import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { planNames } from '../../src/profiles/schema.ts'
import { choosePlan, type PlanQuery } from '../../src/ranking/planner/choose-plan.ts'
import { createCostModel, type PlanRun } from '../../src/ranking/planner/cost-model.ts'
import { plans, qualityOf } from '../../src/ranking/planner/plans.ts'
import type { Plan } from '../../src/ranking/types.ts'
import { testProfile } from '../support/world.ts'

/** Costs that grow along the ladder. */
const cost = ({ name, candidates }: Plan) => 1 + planNames.indexOf(name) * 10 + candidates / 100

function query(changes: Partial<PlanQuery> = {}): PlanQuery {
  return {
    profile: testProfile(),
    qualities: [],
    predict: cost,
    budgetMs: 100,
    leftMs: 100,
    hasModel: true,
    restaurants: 100_000,
    ...changes,
  }
}

const anyProfile = fc
  .record({
    latency: fc.double({ min: 0, max: 20, noNaN: true }),
    bounds: fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })),
  })
  .map(({ latency, bounds }) =>
    testProfile({
      weights: { relevance: 1, latency },
      minimumPlan: planNames[Math.min(...bounds)]!,
      maximumPlan: planNames[Math.max(...bounds)]!,
    }),
  )

describe('the plan chosen', () => {
  test('without a price on time is the best one that fits', () => {
    expect(choosePlan(query()).chosen).toMatchObject({ name: 'full', candidates: 1000 })
    expect(choosePlan(query({ leftMs: 24 })).chosen).toMatchObject({ name: 'full', candidates: 200 })
    expect(choosePlan(query({ leftMs: 13 })).chosen).toMatchObject({ name: 'fast', candidates: 200 })
    expect(choosePlan(query({ leftMs: 13 })).degraded).toBe(false)
  })

  test('of equal plans is the deepest, whatever they cost at the moment', () => {
    const qualities = plans.map((plan) => ({ ...plan, ndcg: 1, revenue: 1 }))
    for (const predict of [() => 3, ({ candidates }: { candidates: number }) => 10_000 / candidates / 500]) {
      expect(choosePlan({ ...query(), qualities, predict }).chosen).toMatchObject(plans.at(-1)!)
    }
  })

  test.prop([anyProfile, fc.double({ min: 0, max: 50, noNaN: true })])(
    'is the best of those allowed and fitting; else the cheapest of all, and says so',
    (profile, leftMs) => {
      const { chosen, degraded, options } = choosePlan(query({ profile, leftMs }))
      expect(options).toHaveLength(plans.length)
      const free = options.filter(({ fits, allowed }) => fits && allowed)
      expect(degraded).toBe(free.length === 0)
      if (degraded) expect(chosen).toMatchObject(plans[0]!)
      else expect(chosen.utility).toBe(Math.max(...free.map(({ utility }) => utility)))
      expect(chosen.fits && chosen.allowed).toBe(!degraded)
    },
  )

  test.prop([
    fc.double({ min: 0, max: 20, noNaN: true }),
    fc.double({ min: 0, max: 20, noNaN: true }),
    fc.double({ min: 1, max: 60, noNaN: true }),
  ])('never costs more when latency weighs more', (one, other, leftMs) => {
    const costAt = (latency: number) =>
      choosePlan(query({ profile: testProfile({ weights: { relevance: 1, latency } }), leftMs })).chosen
        .predictedMs
    const [low, high] = [Math.min(one, other), Math.max(one, other)]
    expect(costAt(high)).toBeLessThanOrEqual(costAt(low) + 1e-9)
  })

  test('moves down the ladder as latency weighs more', () => {
    const names = [0, 0.5, 1000].map((latency) => {
      const profile = testProfile({ weights: { relevance: 1, latency } })
      return choosePlan(query({ profile, budgetMs: 30 })).chosen.name
    })
    expect(names).toEqual(['full', 'fast', 'popular'])
  })

  test('stays between the minimum and the maximum plan of the profile', () => {
    const dear = { relevance: 1, latency: 1000 }
    expect(
      choosePlan(query({ profile: testProfile({ weights: dear, minimumPlan: 'fast' }) })).chosen.name,
    ).toBe('fast')
    expect(choosePlan(query({ profile: testProfile({ maximumPlan: 'fast' }) })).chosen.name).toBe('fast')
  })

  test('is popular without a model', () => {
    const choice = choosePlan(query({ hasModel: false, profile: testProfile({ minimumPlan: 'full' }) }))
    expect(choice.chosen.name).toBe('popular')
    expect(choice.options.every(({ name }) => name === 'popular')).toBe(true)
  })

  test('weighs what was measured by what the profile is after', () => {
    const qualities = plans.map((plan) => ({
      ...plan,
      ndcg: plan.name === 'full' ? 1 : 0.9,
      revenue: plan.name === 'full' ? 1 : 0.2,
    }))
    const choose = (weights: { relevance?: number; revenue?: number }) =>
      choosePlan(
        query({ qualities, budgetMs: 20, profile: testProfile({ weights: { ...weights, latency: 0.3 } }) }),
      ).chosen.name
    expect(choose({ relevance: 1 })).toBe('popular')
    expect(choose({ revenue: 1 })).toBe('full')
  })
})

test('a quality that was not measured grows with the ranker and the depth', () => {
  for (const name of planNames) {
    const ladder = plans.filter((plan) => plan.name === name).map((plan) => qualityOf(plan, []).ndcg)
    expect(ladder).toEqual(ladder.toSorted((a, b) => a - b))
  }
})

const idle = { lookUpMs: 0, eventLoopDelayMs: 0, answerMs: 0, nowMs: 0 }

/** A run of which each candidate costs 0.01 ms and the rest 1 ms, times `slowness`. */
function run(name: PlanRun['name'], candidates: number, slowness = 1, atMs = 0): PlanRun {
  return {
    atMs,
    name,
    candidates,
    stageMs: { candidates: slowness, relevance: 0.01 * candidates * slowness },
  }
}

describe('the cost model', () => {
  test('learns what is fixed and what each candidate costs', () => {
    const costs = createCostModel()
    for (let n = 0; n < 300; n++) costs.observe(run('full', 100 + 100 * (n % 4)))
    expect(costs.predict({ name: 'full', candidates: 250 }, idle).meanMs).toBeCloseTo(3.5, 0)
    const relevance = costs.stageCosts('full', 0).find(({ stage }) => stage === 'relevance')!
    expect(relevance.perCandidateMs).toBeCloseTo(0.01, 3)
  })

  test('expects of a plan that never ran the level of those that did, and learns better from its own runs', () => {
    const costs = createCostModel()
    const popular = () => costs.predict({ name: 'popular', candidates: 50 }, idle).meanMs
    const before = popular()
    for (let n = 0; n < 200; n++) costs.observe(run('full', 200, 10))
    expect(popular()).toBeGreaterThan(2 * before)
    for (let n = 0; n < 50; n++) costs.observe(run('popular', 50, 0.5))
    expect(popular()).toBeLessThan(1.2 * 0.75)
    expect(costs.predict({ name: 'full', candidates: 200 }, idle).meanMs).toBeCloseTo(30, -1)
  })

  test('a plan that became dear and stopped running is taken for usual again after a while, and one that runs is not', () => {
    const costs = createCostModel()
    const full = (nowMs: number) =>
      costs.predict({ name: 'full', candidates: 200 }, { ...idle, nowMs }).meanMs
    for (let n = 0; n < 300; n++) costs.observe(run('full', 200, 1, n))
    for (let n = 0; n < 300; n++) costs.observe(run('fast', 200, 1, n))
    for (let n = 0; n < 300; n++) costs.observe(run('full', 200, 20, 300 + n))
    const dear = full(600)
    for (let n = 0; n < 6000; n++) costs.observe(run('fast', 200, 1, 600 + 20 * n))
    expect(full(120_600)).toBeLessThan(0.3 * dear)
    for (let n = 0; n < 20; n++) costs.observe(run('full', 200, 20, 120_600 + n))
    expect(full(120_700)).toBeGreaterThan(0.6 * dear)
  })

  test('tells of other depths from one', () => {
    const costs = createCostModel()
    for (let n = 0; n < 50; n++) costs.observe(run('fast', 200, 10))
    const at = (candidates: number) => costs.predict({ name: 'fast', candidates }, idle).meanMs
    expect(at(200)).toBeCloseTo(30, 0)
    expect(at(50)).toBeLessThan(0.8 * at(200))
    expect(at(400)).toBeGreaterThan(1.3 * at(200))
  })

  test('predicts the time that 95 % of the runs stay below', () => {
    const costs = createCostModel()
    const took = (n: number) => (n % 10 === 0 ? 3 : 1)
    let late = 0
    for (let n = 0; n < 2000; n++) {
      const { p95Ms } = costs.predict({ name: 'full', candidates: 200 }, idle)
      if (n >= 1000 && 3 * took(n) > p95Ms) late++
      costs.observe(run('full', 200, took(n)))
    }
    expect(late / 1000).toBeGreaterThan(0.02)
    expect(late / 1000).toBeLessThan(0.08)
  })

  test('takes load for the whole process’s, and forgets it', () => {
    const costs = createCostModel()
    const p95 = () => costs.predict({ name: 'full', candidates: 200 }, idle).p95Ms
    for (let n = 0; n < 200; n++) costs.observe(run('full', 200))
    for (let n = 0; n < 200; n++) costs.observe(run('fast', 200))
    const calm = p95()
    for (let n = 0; n < 30; n++) costs.observe(run('fast', 200, 8))
    expect(p95()).toBeGreaterThan(1.5 * calm)
    for (let n = 0; n < 400; n++) costs.observe(run('fast', 200))
    expect(p95()).toBeLessThan(1.2 * calm)
  })

  test('does not take one pause for what a plan costs', () => {
    const costs = createCostModel()
    const mean = () => costs.predict({ name: 'full', candidates: 200 }, idle).meanMs
    for (let n = 0; n < 200; n++) costs.observe(run('full', 200))
    const before = mean()
    costs.observe(run('full', 200, 1000))
    expect(mean()).toBeLessThan(1.03 * before)
  })

  test('adds look-up, queueing and answering', () => {
    const costs = createCostModel()
    const plan = { name: 'fast', candidates: 100 } as const
    const { p95Ms } = costs.predict(plan, { ...idle, lookUpMs: 3, eventLoopDelayMs: 4, answerMs: 5 })
    expect(p95Ms).toBeCloseTo(costs.predict(plan, idle).p95Ms + 12, 12)
  })

  const anyRun = fc.record({
    atMs: fc.nat({ max: 1e6 }),
    name: fc.constantFrom(...planNames),
    candidates: fc.nat({ max: 1000 }),
    stageMs: fc.record({
      candidates: fc.double({ min: 0, max: 1e4, noNaN: true }),
      relevance: fc.double({ min: 0, max: 1e4, noNaN: true }),
    }),
  })
  test.prop([fc.array(anyRun, { maxLength: 60 })])(
    'predicts finite times that never fall with more candidates, whatever it saw',
    (runs) => {
      const costs = createCostModel()
      for (const each of runs) costs.observe(each)
      for (const name of planNames) {
        const times = [0, 50, 200, 1000].map((candidates) => costs.predict({ name, candidates }, idle))
        for (const { meanMs, p95Ms } of times) {
          expect(meanMs).toSatisfy(Number.isFinite)
          expect(p95Ms).toBeGreaterThanOrEqual(meanMs)
        }
        const means = times.map(({ meanMs }) => meanMs)
        expect(means).toEqual(means.toSorted((a, b) => a - b))
        expect(means[0]).toBeGreaterThanOrEqual(0)
      }
    },
  )
})
