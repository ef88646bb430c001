import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { PricedPlan } from '../../src/analysis/lists.ts'
import { type ShiftReport, shift } from '../../src/analysis/shift.ts'
import { createShiftSample, type SampledVariant } from '../../src/analysis/shift-sample.ts'
import type { Weights } from '../../src/profiles/schema.ts'
import { latencyShare } from '../../src/profiles/weights.ts'
import type { RankingRequest } from '../../src/ranking/types.ts'
import { testHistory, testProfile, testRequest, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 60, seed: 3 })
const full: PricedPlan = { name: 'full', candidates: 200, predictedMs: 8 }
const popular: PricedPlan = { name: 'popular', candidates: 50, predictedMs: 1 }
const points = 4

function shiftOf(given: Partial<Weights>, user: number, changes: Partial<RankingRequest> = {}): ShiftReport {
  const history = testHistory(world, [
    ['order', user % 60, 3],
    ['order', (user * 7) % 60, 9],
  ])
  return shift({
    world,
    request: testRequest({ history, profile: testProfile({ weights: given }), ...changes }),
    predictedMs: full.predictedMs,
    k: 10,
    points,
    // Whoever is asked for later switches at another share.
    planFor: (weights) => (latencyShare(weights) > 0.3 + 0.02 * (user % 5) ? popular : full),
  })
}

const weight = fc.constantFrom(0, 0.2, 1, 3)
const anyWeights = fc
  .record({
    relevance: weight,
    revenue: weight,
    margin: weight,
    wait: weight,
    discovery: weight,
    latency: weight,
  })
  .filter(
    ({ relevance, revenue, margin, wait, discovery }) => relevance + revenue + margin + wait + discovery > 0,
  )

const sampleOf = (weights: Weights) => createShiftSample({ weights, k: 10, points })
const weightsOf = (given: Partial<Weights>) => testProfile({ weights: given }).weights

const surely = (value: number | null) => (value === null ? null : { mean: value, low: null, high: null })
const allSurely = (record: object, keys: readonly string[]) =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (keys.includes(key) ? [[key, surely(value)]] : [])),
  )
const totals = ['orders', 'revenue', 'margin', 'waitMinutes', 'discovery', 'predictedMs']
const agreement = ['overlap', 'kendallTau', 'rbo', 'displacement']
type Variant = NonNullable<ShiftReport['leftOut'][number]['result']>
const variantSurely = (variant: Variant) => ({
  totals: allSurely(variant.totals, totals),
  change: allSurely(variant.change, totals),
  agreement: allSurely(variant.agreement, agreement),
})

describe('a sample of one request', () => {
  test.prop([anyWeights, fc.nat(59)], { numRuns: 8 })('has the figures of its report', (weights, user) => {
    const report = shiftOf(weights, user)
    const sample = sampleOf(weights)
    sample.add('u', report)
    expect(sample.report(1)).toEqual({
      k: report.k,
      requests: 1,
      empty: 0,
      users: 1,
      weights: report.weights,
      baseline: { totals: allSurely(report.baseline.totals, totals) },
      leftOut: report.leftOut.map(({ result, ...rest }) => ({
        ...rest,
        result: result && variantSurely(result),
      })),
      sweeps: report.sweeps.map(({ points, switches, ...rest }) => ({
        ...rest,
        points: points.map((point) => ({ share: point.share, ...variantSurely(point) })),
        switches: switches.map(({ share, from, to }) => ({
          from: { name: from.name, candidates: from.candidates },
          to: { name: to.name, candidates: to.candidates },
          requests: 1,
          share: surely(share),
        })),
      })),
    })
  })

  test('that has no list counts in no figure, whatever else there is', () => {
    const given = { relevance: 1, revenue: 1 }
    const sample = sampleOf(weightsOf(given))
    sample.add('nobody', shiftOf(given, 1, { candidates: new Int32Array(0) }))
    const nothing = sample.report(1)
    expect(nothing).toMatchObject({ requests: 1, empty: 1, users: 1 })
    expect(nothing.leftOut[0]!.result!.change.orders).toBeNull()
    sample.add('u', shiftOf(given, 2))
    const alone = sampleOf(weightsOf(given))
    alone.add('u', shiftOf(given, 2))
    expect(sample.report(1)).toEqual({ ...alone.report(1), requests: 2, empty: 1, users: 2 })
  })
})

test('of no request there is a report without figures', () => {
  const { requests, leftOut, sweeps, baseline } = sampleOf(weightsOf({ margin: 1 })).report(1)
  expect(requests).toBe(0)
  expect(baseline.totals.orders).toBeNull()
  expect(leftOut.map(({ objective, result }) => [objective, result === null])).toEqual([
    ['relevance', false],
    ['revenue', false],
    ['margin', true],
    ['wait', false],
    ['discovery', false],
    ['latency', false],
  ])
  expect(sweeps.map(({ points, switches }) => [points.length, switches.length])).toEqual(
    Array.from({ length: 6 }, () => [points, 0]),
  )
})

describe('a sample of many', () => {
  const given = { relevance: 1, revenue: 2, latency: 0.1 }
  const sample = sampleOf(weightsOf(given))
  const reports = Array.from({ length: 20 }, (_, user) => shiftOf(given, user))
  reports.forEach((report, n) => {
    sample.add(`u${n >> 1}`, report)
  })
  const report = sample.report(1)

  test('has the means of its reports, with the same intervals for the same seed', () => {
    expect(report).toMatchObject({ requests: 20, users: 10, empty: 0 })
    expect(sample.report(1)).toEqual(report)
    expect(sample.report(2)).not.toEqual(report)
    const { change } = report.leftOut[1]!.result!
    const changes = reports.map(({ leftOut }) => leftOut[1]!.result!.change.revenue!)
    expect(change.revenue!.mean).toBeCloseTo(changes.reduce((sum, value) => sum + value, 0) / 20, 12)
    expect(change.revenue!.low).toBeLessThan(change.revenue!.mean)
    expect(change.revenue!.high).toBeGreaterThan(change.revenue!.mean)
    expect(change.revenue!.high).toBeLessThan(0)
  })

  test('has equal intervals where lists are equal: a sweep to 0 and leaving out', () => {
    report.leftOut.forEach(({ result }, index) => {
      const { share, ...variant } = report.sweeps[index]!.points[0]!
      expect(share).toBe(0)
      expect(variant satisfies SampledVariant).toEqual(result)
    })
  })

  test('leaving out what has no weight is surely no change', () => {
    const { result } = report.leftOut.find(({ objective }) => objective === 'wait')!
    for (const interval of Object.values(result!.change))
      expect(interval).toEqual({ mean: 0, low: 0, high: 0 })
    expect(result!.agreement.overlap).toEqual({ mean: 1, low: 1, high: 1 })
  })

  test('says in how many requests the planner changes its plan, and at which share of latency', () => {
    const [only, ...others] = report.sweeps.at(-1)!.switches
    expect(others).toEqual([])
    expect(only).toMatchObject({
      from: { name: 'full', candidates: 200 },
      to: { name: 'popular', candidates: 50 },
      requests: 20,
    })
    expect(only!.share!.mean).toBeCloseTo(0.34, 3)
    expect(only!.share!.low).toBeLessThan(0.34)
  })
})
