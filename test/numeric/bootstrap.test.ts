import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { bootstrapMean } from '../../src/numeric/bootstrap.ts'
import { createRandom } from '../../src/numeric/random.ts'

const options = (seed: number) => ({ random: createRandom(seed) })

describe('a bootstrapped mean', () => {
  test.prop([fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2 }), fc.nat()], {
    numRuns: 30,
  })('lies within its interval, which lies within the values', (values, seed) => {
    const { mean, low, high } = bootstrapMean(
      values,
      values.map((_, i) => i),
      options(seed),
    )!
    expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
    expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
    expect(low).toBeLessThanOrEqual(high!)
    expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9)
  })

  test('covers the true mean about as often as it says', () => {
    let covered = 0
    for (let trial = 0; trial < 200; trial++) {
      const random = createRandom(trial)
      const values = Array.from({ length: 40 }, () => random.normal())
      const { low, high } = bootstrapMean(
        values,
        values.map((_, i) => i),
        { random, resamples: 300 },
      )!
      if (low! <= 0 && high! >= 0) covered++
    }
    // 190 of 200 would be 95 %; a percentile interval of 40 values falls a little short of that.
    expect(covered).toBeGreaterThan(176)
    expect(covered).toBeLessThan(199)
  })

  test('is wider when values of one cluster belong together', () => {
    const values = Array.from({ length: 200 }, (_, i) => i % 10)
    const width = (clusters: number[]) => {
      const { low, high } = bootstrapMean(values, clusters, options(1))!
      return high! - low!
    }
    expect(width(values.map((value) => value))).toBeGreaterThan(2 * width(values.map((_, i) => i)))
  })

  test('says nothing of the spread of one cluster, and nothing at all of no values', () => {
    expect(bootstrapMean([1, 2], ['a', 'a'], options(1))).toEqual({ mean: 1.5, low: null, high: null })
    expect(bootstrapMean([], [], options(1))).toBeNull()
  })
})
