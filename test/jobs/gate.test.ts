import { describe, expect, test } from 'vitest'
import { decide, gateBounds } from '../../src/jobs/gate.ts'
import type { InServiceComparison, TrainReport } from '../../src/jobs/train-report.ts'

const estimate = (mean: number, halfWidth = 0.01) => ({ mean, low: mean - halfWidth, high: mean + halfWidth })
const gains = { random: estimate(0.4), popularity: estimate(0.2), 'decayed-frequency': estimate(0.05) }
const inService: InServiceComparison = {
  version: 'v1',
  how: 'later-orders',
  words: 'orders that neither had seen',
  orders: 400,
  candidateNdcg: estimate(0.5),
  inServiceNdcg: estimate(0.48),
  gain: estimate(0.02),
}
const fine = {
  split: { trainingOrders: 4000, testOrders: 1000, testFrom: '2026-01-01T00:00:00Z' },
  gains,
  inService,
  groups: [
    {
      group: 'new' as const,
      orders: 100,
      ndcg: estimate(0.3),
      gainOverDecayedFrequency: estimate(0.1),
      gainOverInService: estimate(0),
    },
  ],
  expectedOverObserved: 1.05,
  exposureChange: {
    orders: 400,
    coverage: { candidate: 0.5, inService: 0.5 },
    popularityLift: { candidate: 1.2, inService: 1.2 },
    groups: [
      { group: 'independent', candidate: 0.38, inService: 0.4 },
      { group: 'price level 4', candidate: 0, inService: gateBounds.exposureShare / 2 },
    ],
  },
  plans: [{ name: 'fast' as const, candidates: 200, ndcg: 0.9, revenue: 0.9, inServiceNdcg: 0.92 }],
} satisfies Partial<TrainReport>
const verdict = (
  changes: Partial<TrainReport> = {},
  force: { actor: string; reason: string } | null = null,
) => decide({ report: { ...fine, ...changes }, force })

describe('the gate accepts', () => {
  test('what is better beyond noise, and says so', () => {
    expect(verdict()).toMatchObject({
      accepted: true,
      forced: false,
      words: expect.stringMatching(/better beyond noise/),
    })
  })

  test('what is not worse than the model in service by more than the margin', () => {
    const gain = estimate(-0.001)
    expect(verdict({ inService: { ...inService, gain } })).toMatchObject({
      accepted: true,
      words: expect.stringMatching(/not worse/),
    })
  })

  test('a first model that beats the baselines', () => {
    expect(verdict({ inService: null })).toMatchObject({
      accepted: true,
      words: expect.stringMatching(/first model/),
    })
  })

  test('a first model on few data whose interval tells nothing', () => {
    const unsure = { ...gains, 'decayed-frequency': estimate(-0.02, 0.1) }
    expect(verdict({ inService: null, gains: unsure }).accepted).toBe(true)
  })

  test('a loss of a group that is too small to judge', () => {
    const groups = [
      { ...fine.groups[0]!, orders: gateBounds.groupOrders - 1, gainOverInService: estimate(-0.3) },
    ]
    expect(verdict({ groups }).accepted).toBe(true)
  })
})

describe('the gate keeps back, and names', () => {
  test.each<[string, Partial<TrainReport>, RegExp]>([
    [
      'what is worse than the model in service',
      { inService: { ...inService, gain: estimate(-0.05) } },
      /over v1 .*: worse/,
    ],
    [
      'what may be worse by more than the margin',
      { inService: { ...inService, gain: estimate(0, 0.03) } },
      /may be worse/,
    ],
    [
      'what decayed frequency beats',
      { gains: { ...gains, 'decayed-frequency': estimate(-0.03) } },
      /decayed frequency/,
    ],
    ['what popularity beats', { gains: { ...gains, popularity: estimate(-0.03) } }, /popularity/],
    [
      'a group that surely loses',
      { groups: [{ ...fine.groups[0]!, gainOverInService: estimate(-0.04) }] },
      /new users/,
    ],
    ['probabilities that are far too high', { expectedOverObserved: 1.6 }, /expects 1.60 times/],
    ['probabilities that are far too low', { expectedOverObserved: 0.6 }, /expects 0.60 times/],
    ['a plan that loses too much', { plans: [{ ...fine.plans[0]!, ndcg: 0.7 }] }, /fast@200/],
  ])('%s', (_, changes, words) => {
    const found = verdict(changes)
    expect(found).toMatchObject({ accepted: false, forced: false, words: expect.stringMatching(words) })
    expect(found.checks.filter(({ passed }) => !passed)).toHaveLength(1)
  })
})

test('force accepts it all the same, with who, why and what speaks against it', () => {
  const found = verdict({ expectedOverObserved: 2 }, { actor: 'admin:k', reason: 'a holiday' })
  expect(found).toMatchObject({ accepted: true, forced: true })
  expect(found.words).toMatch(/Forced by admin:k \(a holiday\), although .*2.00 times/)
  expect(verdict({}, { actor: 'admin:k', reason: 'x' }).forced).toBe(false)
})

describe('the gate keeps back, whatever the ranking gains,', () => {
  const { exposureLoss, coverageLoss, popularityRise } = gateBounds
  const change = fine.exposureChange
  const exposed = (changes: Partial<typeof change>) => verdict({ exposureChange: { ...change, ...changes } })
  const independent = (share: number) =>
    exposed({ groups: [{ group: 'independent', candidate: share, inService: 0.4 }] })

  test('what takes more than a set share of its exposure from a group of restaurants', () => {
    expect(independent(0.4 * (1 - exposureLoss) + 1e-9).accepted).toBe(true)
    expect(independent(0.4 * (1 - exposureLoss) - 1e-9)).toMatchObject({
      accepted: false,
      words: expect.stringMatching(/30\.0 % of the exposure goes to independent, 40\.0 % under/),
    })
    expect(independent(0.9).accepted).toBe(true)
  })

  test('what shows far fewer restaurants', () => {
    expect(
      exposed({ coverage: { candidate: 0.5 * (1 - coverageLoss) + 1e-9, inService: 0.5 } }).accepted,
    ).toBe(true)
    expect(
      exposed({ coverage: { candidate: 0.5 * (1 - coverageLoss) - 1e-9, inService: 0.5 } }),
    ).toMatchObject({
      accepted: false,
      words: expect.stringMatching(/37\.5 % of the restaurants are shown, 50\.0 % by the model in service/),
    })
  })

  test('what shows far more popular places', () => {
    const lift = (candidate: number) => exposed({ popularityLift: { candidate, inService: 1.2 } })
    expect(lift(1.2 * (1 + popularityRise) - 1e-9).accepted).toBe(true)
    expect(lift(1.2 * (1 + popularityRise) + 1e-9)).toMatchObject({
      accepted: false,
      words: expect.stringMatching(/1\.50 times as popular/),
    })
  })
})
