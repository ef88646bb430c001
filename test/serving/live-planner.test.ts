import { describe, expect, test } from 'vitest'
import { deepestPlan } from '../../src/ranking/planner/plans.ts'
import type { Plan } from '../../src/ranking/types.ts'
import { createLivePlanner } from '../../src/serving/live-planner.ts'
import { type SimulatedAnswer, simulateLoad } from '../support/simulated-load.ts'
import { testProfile, testWorld } from '../support/world.ts'

const budgetMs = 100
const perPlan = { popular: 0.4, fast: 1.2, full: 2 }
const rankMs = ({ name, candidates }: Plan) => perPlan[name] + candidates * 0.001
/** What one process does with the deepest plan alone: 3 ms of ranking, 0.7 ms of the rest. */
const capacity = 1000 / 3.7

const answered = (answers: readonly SimulatedAnswer[]) => answers.filter(({ tookMs }) => tookMs !== null)
const kept = (answers: readonly SimulatedAnswer[]) =>
  answered(answers).filter(({ tookMs }) => tookMs! <= budgetMs).length / answered(answers).length
const shareOf = (answers: readonly SimulatedAnswer[], name: string) =>
  answered(answers).filter(({ plan }) => plan!.name === name).length / answered(answers).length
const between = (answers: readonly SimulatedAnswer[], fromMs: number, toMs: number) =>
  answers.filter(({ arrivedMs }) => arrivedMs >= fromMs && arrivedMs < toMs)

describe.each([0.5, 1, 1.5, 3])('at %s times what one process can do', (load) => {
  const phases = [{ perSecond: load * capacity, untilMs: 4000 }]

  test('at least 99 % of the answers are in time, simpler before fewer', async () => {
    const { answers, planner } = await simulateLoad({ phases, rankMs, budgetMs, seed: load * 100 })
    expect(kept(answers)).toBeGreaterThanOrEqual(0.99)
    const refused = 1 - answered(answers).length / answers.length
    if (load <= 1.5) expect(refused).toBeLessThan(0.01)
    // The cheapest plan comes to 900 a second: what is refused is what nobody could have answered.
    const most = 1000 / (0.45 + 0.7)
    expect(answered(answers).length / 4).toBeGreaterThan(0.8 * Math.min(load * capacity, most))
    if (load <= 0.5) expect(shareOf(answers, 'full')).toBeGreaterThan(0.99)
    if (load >= 2) expect(shareOf(answers, 'full')).toBeLessThan(0.9)
    const { withinBudget, coverage } = planner.report()
    expect(withinBudget).toBeGreaterThan(0.98)
    expect(coverage).toBeGreaterThan(0.9)
  })

  if (load > 1)
    test('one plan for all, with nobody refused, is late', async () => {
      const { answers } = await simulateLoad({
        phases,
        rankMs,
        budgetMs,
        seed: load * 100,
        unplanned: deepestPlan,
      })
      expect(answered(answers)).toHaveLength(answers.length)
      expect(kept(answers)).toBeLessThan(0.5)
    })
})

test('when the load falls, the best plan is back and nobody is refused, within a second', async () => {
  const phases = [
    { perSecond: 0.5 * capacity, untilMs: 3000 },
    { perSecond: 5 * capacity, untilMs: 5000 },
    { perSecond: 0.5 * capacity, untilMs: 8000 },
  ]
  const { answers } = await simulateLoad({ phases, rankMs, budgetMs, seed: 7 })
  const during = between(answers, 3000, 5000)
  expect(answered(during).length).toBeLessThan(during.length)
  expect(kept(during)).toBeGreaterThan(0.99)
  const after = between(answers, 6000, 8000)
  expect(answered(after)).toHaveLength(after.length)
  expect(shareOf(after, 'full')).toBeGreaterThan(0.99)
})

test('a plan that was dear for a while is tried again, and stays once it is cheap', async () => {
  const slow = (plan: Plan, nowMs: number) =>
    plan.name === 'full' && nowMs > 2000 && nowMs < 8000 ? 150 : rankMs(plan)
  const phases = [{ perSecond: 20, untilMs: 120_000 }]
  const { answers } = await simulateLoad({ phases, rankMs: slow, budgetMs, seed: 3 })
  // Given up quickly …
  expect(shareOf(between(answers, 4000, 8000), 'full')).toBeLessThan(0.2)
  // … and not for ever.
  expect(shareOf(between(answers, 110_000, 120_000), 'full')).toBeGreaterThan(0.9)
})

test('pauses of the process tighten what is let in, and the answers stay in time', async () => {
  const phases = [{ perSecond: 3 * capacity, untilMs: 6000 }]
  const pause = { everyMs: 400, ms: 30 }
  const { answers } = await simulateLoad({ phases, rankMs, budgetMs, seed: 11, pause })
  expect(kept(between(answers, 2000, 6000))).toBeGreaterThan(0.985)
  expect(answered(answers).length).toBeGreaterThan(0.4 * answers.length)
})

test('a list of prices stays as it was, whatever the load becomes', () => {
  let delayMs = 1
  const planner = createLivePlanner({ eventLoop: { delayMs: () => delayMs }, clockMs: () => 0 })
  const world = testWorld({ restaurants: 20 })
  const settings = testProfile()
  const question = { world, settings, candidates: null, budgetMs: 100, leftMs: 100 }
  const prices = planner.prices()
  const before = prices(question)
  delayMs = 5000
  expect(prices(question)).toEqual(before)
  expect(planner.prices()(question).chosen.predictedMs).toBeGreaterThan(5000)
})
