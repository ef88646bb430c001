import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import {
  bucketQuantile,
  budgetHits,
  degradedCounts,
  neededSamples,
  readSamples,
  routeLatencies,
} from '../../src/admin/pages/health/metrics-text.ts'
import { createMetrics } from '../../src/monitoring/metrics.ts'

const route = 'POST /v1/recommendations'
const requestOf = (status: number, seconds: number) => ({ method: 'POST', route, status, seconds })

describe('the metrics as the service writes them', () => {
  test('are read back: requests, refusals and failures of a route, budgets, and what was missing', async () => {
    const metrics = createMetrics()
    for (const seconds of [0.002, 0.004, 0.02]) metrics.observeRequest(requestOf(200, seconds))
    metrics.observeRequest(requestOf(503, 0.001))
    metrics.observeRequest(requestOf(500, 0.001))
    const recommendation = { profile: 'a "b"', plan: 'full', predictedMs: 5, budgetMs: 50, userKnown: true }
    metrics.observeRecommendation({ ...recommendation, tookMs: 10, degraded: ['no-model'] })
    metrics.observeRecommendation({ ...recommendation, tookMs: 60, degraded: [] })

    const samples = readSamples(await metrics.render(), neededSamples)
    expect(routeLatencies(samples)).toMatchObject([{ route, requests: 5, refused: 1, failures: 1 }])
    expect(budgetHits(samples)).toEqual([{ profile: 'a "b"', kept: 1, missed: 1 }])
    expect(degradedCounts(samples)).toEqual([{ reason: 'no-model', count: 1 }])
  })

  test.prop([fc.string()])('are passed over where they make no sense', (text) => {
    expect(() => readSamples(text, neededSamples)).not.toThrow()
  })
})

const counts = fc.array(fc.nat(50), { minLength: 2, maxLength: 8 }).map((inside) => {
  let count = 0
  return inside.map((more, n) => {
    count += more
    return { upTo: n === inside.length - 1 ? Number.POSITIVE_INFINITY : n + 1, count }
  })
})

describe('a percentile out of buckets', () => {
  test.prop([counts, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })])(
    'rises with the share, and lies within the finite ends',
    (buckets, a, b) => {
      const [low, high] = [bucketQuantile(buckets, Math.min(a, b)), bucketQuantile(buckets, Math.max(a, b))]
      if (buckets.at(-1)!.count === 0) expect([low, high]).toEqual([null, null])
      else {
        expect(low!).toBeLessThanOrEqual(high! + 1e-9)
        expect(high!).toBeLessThanOrEqual(buckets.length - 1)
      }
    },
  )

  test('is in the middle of the bucket that holds all', () => {
    expect(
      bucketQuantile(
        [
          { upTo: 1, count: 0 },
          { upTo: 3, count: 10 },
          { upTo: Infinity, count: 10 },
        ],
        0.5,
      ),
    ).toBe(2)
  })
})
