import { describe, expect, test } from 'vitest'
import { type ExperimentFigures, figuresOf } from '../../src/experiments/figures.ts'
import { metricKeys } from '../../src/experiments/metrics.ts'
import type { ExperimentSettings } from '../../src/experiments/schema.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { createTotals, drawUser, settingsOf, usual, type World } from './simulated.ts'

const seeds = 200
const users = 3000
const batch = 50

interface Peeked {
  /** per metric: an interval left out the true difference at some look */
  readonly missed: Record<string, number>
  /** a guardrail was breached at some look */
  breached: number
  /** users at the first breach */
  readonly breachedAt: number[]
  last: ExperimentFigures | null
}

/** Many experiments, each looked at after every batch of users; counted is what was ever seen at any look. */
function peek(
  other: World,
  truth: Record<string, number>,
  changes: Partial<ExperimentSettings> = {},
): Peeked {
  const settings = settingsOf(changes)
  const peeked: Peeked = { missed: {}, breached: 0, breachedAt: [], last: null }
  for (let seed = 1; seed <= seeds; seed++) {
    const random = createRandom(seed)
    const totals = [createTotals(), createTotals()]
    const missed = new Set<string>()
    let breachedAt = 0
    for (let n = 1; n <= users; n++) {
      const variant = random.int(2)
      totals[variant]!.add(drawUser(random, variant === 0 ? usual : other))
      if (n % batch !== 0) continue
      const figures = figuresOf(settings, [totals[0]!.data('control'), totals[1]!.data('other')])
      for (const { key, variants } of figures.metrics) {
        const difference = variants[1]!.difference
        if (difference && (difference.low > truth[key]! || difference.high < truth[key]!)) missed.add(key)
      }
      if (breachedAt === 0 && figures.guardrails.some(({ isBreached }) => isBreached)) breachedAt = n
      peeked.last = figures
    }
    for (const key of missed) peeked.missed[key] = (peeked.missed[key] ?? 0) + 1
    if (breachedAt > 0) {
      peeked.breached++
      peeked.breachedAt.push(breachedAt)
    }
  }
  return peeked
}

/** 5 % of the seeds and two standard errors. */
const allowed = seeds * (0.05 + 2 * Math.sqrt((0.05 * 0.95) / seeds))
const none = { orders: 0, revenue: 0, margin: 0, wait: 0, ndcg: 0 }
const guardrails: ExperimentSettings['guardrails'] = [
  { metric: 'orders', harm: 'decrease', smallestHarm: 0 },
  { metric: 'margin', harm: 'decrease', smallestHarm: 0 },
  { metric: 'wait', harm: 'increase', smallestHarm: 0 },
]

describe('looked at after every batch,', { timeout: 60_000 }, () => {
  test('experiments without an effect raise a false alarm in no more than 5 of 100, for every metric and all guardrails together', () => {
    const { missed, breached, last } = peek(usual, none, { guardrails })
    expect(last?.metrics.map(({ key }) => key)).toEqual([...metricKeys])
    for (const key of metricKeys) expect(missed[key] ?? 0).toBeLessThanOrEqual(allowed)
    expect(breached).toBeLessThanOrEqual(allowed)
  })

  test('with an effect, intervals hold its true size as often, and a guardrail finds the harm long before the end', () => {
    const other = { rate: 0.2, fee: 2.5, wait: 38 }
    const truth = { orders: -0.1, revenue: -0.25, margin: -0.15, wait: 3, ndcg: 0 }
    const { missed, breached, breachedAt } = peek(other, truth, { guardrails })
    for (const key of metricKeys) expect(missed[key] ?? 0).toBeLessThanOrEqual(allowed)
    expect(breached / seeds).toBeGreaterThan(0.95)
    expect(breachedAt.sort((a, b) => a - b)[Math.floor(seeds / 2)]).toBeLessThan(users / 2)
  })

  test('harm that is smaller than what matters ends hardly any; the same harm ends most where none is put up with', () => {
    const other = { ...usual, rate: 0.26 }
    const strict = [{ metric: 'orders', harm: 'decrease', smallestHarm: 0 } as const]
    const lenient = [{ metric: 'orders', harm: 'decrease', smallestHarm: 0.2 } as const]
    const truth = { orders: -0.04, revenue: -0.1, margin: -0.06, wait: 0, ndcg: 0 }
    expect(peek(other, truth, { guardrails: lenient }).breached).toBeLessThanOrEqual(allowed)
    expect(peek(other, truth, { guardrails: strict }).breached).toBeGreaterThan(2 * allowed)
  })

  test('a test for a fixed sample would be wrong far more often, which is why it is not used', () => {
    let alarms = 0
    for (let seed = 1; seed <= seeds; seed++) {
      const random = createRandom(seed)
      const totals = [createTotals(), createTotals()]
      let alarmed = false
      for (let n = 1; n <= users; n++) {
        totals[random.int(2)]!.add(drawUser(random, usual))
        if (n % batch !== 0 || n < 400) continue
        const [a, b] = totals.map((each) => each.data('x').moments.orders)
        const error = Math.sqrt(a!.varianceY / a!.users + b!.varianceY / b!.users)
        if (Math.abs(a!.meanY - b!.meanY) > 1.96 * error) alarmed = true
      }
      alarms += Number(alarmed)
    }
    expect(alarms / seeds).toBeGreaterThan(0.15)
  })
})

test('a guardrail is breached exactly when the proven harm is more than the smallest that matters', () => {
  const random = createRandom(3)
  const totals = [createTotals(), createTotals()]
  for (let n = 0; n < 3000; n++) {
    totals[n % 2]!.add(drawUser(random, n % 2 === 0 ? usual : { rate: 0.2, fee: 2.5, wait: 38 }))
  }
  const data = [totals[0]!.data('control'), totals[1]!.data('other')]
  const seen = new Set<boolean>()
  for (const metric of metricKeys) {
    for (const harm of ['decrease', 'increase'] as const) {
      for (const smallestHarm of [0, 0.05, 0.1, 0.2, 0.3, 0.5]) {
        const [state] = figuresOf(
          settingsOf({ guardrails: [{ metric, harm, smallestHarm }] }),
          data,
        ).guardrails
        expect(state!.isBreached).toBe(state!.provenHarm! > smallestHarm)
        seen.add(state!.isBreached)
      }
    }
  }
  expect(seen.size).toBe(2)
})
