import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { estimateTarget } from '../../../src/analysis/off-policy/estimate-target.ts'
import { estimate } from '../../../src/analysis/off-policy/estimators.ts'
import { normalInterval } from '../../../src/analysis/off-policy/intervals.ts'
import { type LoggedList, type WeightedList, weigh } from '../../../src/analysis/off-policy/logged-list.ts'
import { refusalOf, supportOf } from '../../../src/analysis/off-policy/support.ts'
import { createRandom } from '../../../src/numeric/random.ts'
import { byPlace, createSimulation, type Scores } from './simulated.ts'

const logging: Scores = ({ believed }) => believed.map((p) => 3 * p)
const other: Scores = ({ fee }) => fee.map((money) => 0.8 * money)
const options = { seed: 1, maxWeight: 100 }
const draws = () => ({ random: createRandom(1), resamples: 20, maxWeight: Number.POSITIVE_INFINITY })

const column = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 })
const weighted = fc.record({ weight: column, reward: column, modelled: column }).map(
  ({ weight, reward, modelled }): WeightedList => ({
    user: '',
    weight: Float64Array.from(weight),
    before: Float64Array.of(1, 1, 1),
    reward: Float64Array.from(reward),
    modelled: Float64Array.from(modelled),
    expected: Float64Array.from(modelled),
  }),
)
const someLists = fc
  .array(weighted, { minLength: 2, maxLength: 20 })
  .map((lists) => lists.map((list, n) => ({ ...list, user: `u${n}` })))

const certain = (lists: readonly LoggedList[], isTarget: boolean): LoggedList[] =>
  lists.map((list) => {
    const ones = { conditional: Float64Array.of(1, 1, 1), marginal: Float64Array.of(1, 1, 1) }
    return { ...list, logged: ones, target: isTarget ? ones : list.target }
  })

describe('estimates', () => {
  test.prop([someLists])('that are self-normalised never leave the range of what was seen', (lists) => {
    const { value } = estimate('snips', lists, draws())
    let [low, high] = [0, 0]
    for (let k = 0; k < 3; k++) {
      const seen = lists.filter(({ weight }) => weight[k]! > 0).map(({ reward }) => reward[k]!)
      if (seen.length === 0) continue
      low += Math.min(...seen)
      high += Math.max(...seen)
    }
    expect(value).toBeGreaterThanOrEqual(low - 1e-9)
    expect(value).toBeLessThanOrEqual(high + 1e-9)
  })

  test('of the policy that logged are what was logged, whatever is assumed', () => {
    const lists = createSimulation(byPlace, logging, logging).log(400, 3)
    const report = estimateTarget(lists, options)
    for (const { refusal, support, estimates } of report.assumed) {
      expect(refusal).toBeNull()
      expect(support.effectiveLists).toBeCloseTo(400, 6)
      for (const { outcome, estimator, estimate: own } of estimates) {
        if (estimator === 'dr') continue
        expect(own.value).toBeCloseTo(report.logged[outcome]!.value, 9)
      }
    }
  })

  test.prop([someLists])('by a model that is right of every list are what it says', (lists) => {
    const right = lists.map((list) => ({ ...list, modelled: list.reward }))
    const mean = right.reduce((sum, { expected }) => sum + expected.reduce((a, b) => a + b, 0), 0)
    expect(estimate('dr', right, draws()).value).toBeCloseTo(mean / right.length, 6)
  })

  test.prop([someLists, fc.double({ min: 0.1, max: 20, noNaN: true })])(
    'say what clipping did to them, which is never a gain where outcomes are not negative',
    (lists, maxWeight) => {
      const free = estimate('ips', lists, draws())
      const clipped = estimate('ips', lists, { ...draws(), maxWeight })
      expect(clipped.value - clipped.clippingBias).toBeCloseTo(free.value, 6)
      expect(clipped.clippingBias).toBeLessThanOrEqual(1e-9)
    },
  )

  test('of users that come again are less certain than as many lists of different users', () => {
    const values = Array.from({ length: 60 }, (_, n) => n % 6)
    const alone = normalInterval(
      values,
      values.map((_, n) => `u${n}`),
    )!
    const together = normalInterval(
      values,
      values.map((value) => `u${value}`),
    )!
    expect(together.high - together.low).toBeGreaterThan(2 * (alone.high - alone.low))
    expect(
      normalInterval(
        values,
        values.map(() => 'one'),
      ),
    ).toBeNull()
  })
})

test('one list of hundreds of places decides nothing for the others', () => {
  const lists = createSimulation(byPlace, logging, other).log(400, 2)
  const short = lists.map((list) => weigh(list, 'cascade', 'orders', 1))
  const column = (value: number) => new Float64Array(200).fill(value)
  const long: WeightedList = {
    user: 'one that asks for a whole city',
    weight: column(1e-9),
    before: column(1),
    reward: column(0),
    modelled: column(0),
    expected: column(0),
  }
  const support = supportOf([...short, long], 1, 100)
  expect(refusalOf(short, supportOf(short, 1, 100), 50)).toBeNull()
  expect(refusalOf([...short, long], support, 50)).toBeNull()
  expect(support.largestWeight).toBeGreaterThan(1)
})

describe('an answer is refused', () => {
  const simulation = createSimulation(byPlace, logging, other)
  const lists = simulation.log(400, 2)
  const codes = (some: readonly LoggedList[]) =>
    estimateTarget(some, options).assumed.map(({ refusal }) => refusal?.code ?? null)

  test('when nothing was logged, or nothing came of it', () => {
    expect(codes([])).toEqual(['no-lists', 'no-lists', 'no-lists'])
    const none = Float64Array.of(0, 0, 0)
    const barren = lists.map((list) => ({ ...list, reward: { orders: none, revenue: none, margin: none } }))
    expect(codes(barren)).toEqual(['no-outcomes', 'no-outcomes', 'no-outcomes'])
  })

  test('when lists were certain, unless the target is certain of the same', () => {
    const report = estimateTarget(certain(lists, false), options)
    expect(report.assumed[0]!.refusal).toMatchObject({ code: 'no-exploration' })
    expect(report.assumed[0]!.refusal!.remedy).toContain('exploration.temperature')
    expect(report.assumed[0]!.estimates).toEqual([])
    expect(codes(certain(lists, true))).toEqual([null, null, null])
  })

  test('when much of what the target shows was never possible', () => {
    const halved = lists.map((list) => ({
      ...list,
      target: {
        conditional: list.target.conditional.map((chance) => chance / 2),
        marginal: list.target.marginal.map((chance) => chance / 2),
      },
    }))
    expect(codes(halved)[0]).toBe('not-covered')
  })

  test('when few lists look like the target’s', () => {
    expect(codes(lists.slice(0, 40))[0]).toBe('few-effective')
    expect(codes(lists)[0]).toBeNull()
  })
})

test('the weights of an assumption are the running, the last or the marginal ratios', () => {
  const [list] = createSimulation(byPlace, logging, other).log(1, 9)
  const ratio = (k: number) => list!.target.conditional[k]! / list!.logged.conditional[k]!
  const weightOf = (assumption: 'item-position' | 'cascade' | 'whole-list') => [
    ...weigh(list!, assumption, 'orders', 1).weight,
  ]
  expect(weightOf('cascade')[1]).toBeCloseTo(ratio(0) * ratio(1), 12)
  expect(weightOf('whole-list')[0]).toBeCloseTo(ratio(0) * ratio(1) * ratio(2), 12)
  expect(weightOf('item-position')[0]).toBeCloseTo(ratio(0), 9)
})
