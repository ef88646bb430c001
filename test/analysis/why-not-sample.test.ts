import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import type { WhyNotReport } from '../../src/analysis/why-not.ts'
import { createWhyNotSample } from '../../src/analysis/why-not-sample.ts'
import { objectiveKeys } from '../../src/profiles/schema.ts'
import { leftOutReasons } from '../../src/ranking/eligibility.ts'

const restaurant = { id: 'r1', name: 'One' }
const base = { restaurant, scored: 60, limit: 5, score: null, lastScore: null }
const without = { ...base, leftOut: null, weights: null, own: null }
const listed: WhyNotReport = { ...without, status: 'listed', rank: 2 }
const ineligible: WhyNotReport = { ...without, status: 'ineligible', leftOut: 'closed', rank: null }

/** Missed; `to` is where each lever, from 0.5, brings it in. */
function missed(to: number | null, changes: Partial<WhyNotReport> = {}): WhyNotReport {
  const change = { from: 0.5, to }
  return {
    ...base,
    status: 'outranked',
    leftOut: null,
    rank: 9,
    weights: { relevance: change, revenue: change, margin: change, wait: change, discovery: change },
    own: {
      probability: change,
      spend: change,
      waitMinutes: change,
      rating: { from: null, to: to === null ? null : to + 4 },
    },
    ...changes,
  }
}

function reportOf(reports: readonly WhyNotReport[], userOf = (n: number) => `u${n}`) {
  const sample = createWhyNotSample(restaurant)
  reports.forEach((report, n) => {
    sample.add(userOf(n), report)
  })
  return sample.report(1)
}

describe('why not, over requests', () => {
  test('each request counts as listed, missed or ineligible, and as proposed where the sources did so', () => {
    const report = reportOf([
      listed,
      ineligible,
      { ...ineligible, leftOut: 'out-of-range' },
      missed(0.7),
      missed(null, { status: 'not-a-candidate', rank: 22 }),
    ])
    expect(report).toMatchObject({
      requests: 5,
      users: 5,
      missed: 2,
      listed: { requests: 1, share: { mean: 0.2 } },
      eligible: { requests: 3, share: { mean: 0.6 } },
      proposed: { requests: 2, share: { mean: 0.4 } },
      leftOut: { closed: 1, 'out-of-range': 1, rule: 0 },
      rank: { mean: 11 },
    })
  })

  test('a lever has its share of what is missed, and quartiles of the size of its change', () => {
    const { weights, own } = reportOf([
      listed,
      ...[0.6, 0.7, 0.2, 0.9, 0.0].map((to) => missed(to)),
      missed(null),
    ])
    for (const lever of [weights.revenue, own.spend]) {
      expect(lever).toMatchObject({ requests: 5, raised: 3, share: { mean: 5 / 6 } })
      expect(lever.change!.lowerQuartile).toBeCloseTo(0.2, 12)
      expect(lever.change!.median).toBeCloseTo(0.3, 12)
      expect(lever.change!.upperQuartile).toBeCloseTo(0.4, 12)
    }
    // From 4, where nobody rated it.
    expect(own.rating.change!.median).toBeCloseTo(0.6, 12)
  })

  test('intervals draw users: requests of one user alone have none, and equal requests one of no width', () => {
    const alone = reportOf([missed(0.7), missed(null)], () => 'u1')
    expect(alone.weights.wait.share).toEqual({ mean: 0.5, low: null, high: null })
    const equal = reportOf([missed(0.7), missed(0.7), missed(0.7)])
    expect(equal.weights.wait.share).toEqual({ mean: 1, low: 1, high: 1 })
  })

  test('of nothing missed no lever says anything', () => {
    const { weights, own, rank } = reportOf([ineligible])
    const nothing = { share: null, requests: 0, raised: 0, change: null }
    expect(rank).toBeNull()
    for (const key of objectiveKeys) expect(weights[key]).toEqual(nothing)
    expect(own.rating).toEqual(nothing)
  })

  const anyReport = fc.oneof(
    fc.constant(listed),
    fc.constantFrom(...leftOutReasons).map((leftOut): WhyNotReport => ({ ...ineligible, leftOut })),
    fc.option(fc.double({ min: 0.01, max: 1, noNaN: true })).map((to) => missed(to)),
  )
  prop.prop([fc.array(anyReport, { maxLength: 30 })], { numRuns: 30 })(
    'counts add up and shares lie within their intervals, whatever the requests',
    (reports) => {
      const report = reportOf(reports, (n) => `u${n % 7}`)
      const reasons = leftOutReasons.reduce((sum, reason) => sum + report.leftOut[reason], 0)
      expect(report.listed.requests + report.missed + reasons).toBe(reports.length)
      expect(report.eligible.requests + reasons).toBe(reports.length)
      for (const { share, requests, raised, change } of Object.values(report.weights)) {
        expect(raised).toBeLessThanOrEqual(requests)
        expect(requests).toBeLessThanOrEqual(report.missed)
        expect(share === null).toBe(report.missed === 0)
        if (share && share.low !== null) {
          expect(share.low).toBeGreaterThanOrEqual(0)
          expect(share.high!).toBeLessThanOrEqual(1)
          expect(share.low).toBeLessThanOrEqual(share.high!)
        }
        if (!change) continue
        expect(change.lowerQuartile).toBeLessThanOrEqual(change.median)
        expect(change.median).toBeLessThanOrEqual(change.upperQuartile)
      }
    },
  )
})
