import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { createRandom } from '../../src/numeric/random.ts'
import { meanInterval } from '../../src/numeric/t-interval.ts'

test('the interval of a worked example: 4.1, 5.2, 6.3 has mean 5.2 ± 2.733', () => {
  const { mean, low, high } = meanInterval([4.1, 5.2, 6.3])!
  expect(mean).toBeCloseTo(5.2, 10)
  expect(high! - mean).toBeCloseTo(4.3027 * (1.1 / Math.sqrt(3)), 3)
  expect(mean - low!).toBeCloseTo(high! - mean, 10)
})

test('beyond the table the quantile agrees with the books: 2.086 at 20 degrees of freedom', () => {
  const values = Array.from({ length: 21 }, (_, n) => n)
  const { mean, high } = meanInterval(values)!
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 20)
  expect((high! - mean) / (deviation / Math.sqrt(21))).toBeCloseTo(2.086, 3)
})

test('of four normal values each, 95 % of intervals hold the mean', () => {
  const random = createRandom(1)
  const runs = 4000
  let held = 0
  for (let run = 0; run < runs; run++) {
    const { low, high } = meanInterval(Array.from({ length: 4 }, () => random.normal()))!
    if (low! <= 0 && high! >= 0) held++
  }
  expect(held / runs).toBeGreaterThan(0.935)
  expect(held / runs).toBeLessThan(0.965)
})

test.prop([fc.double({ min: -1e6, max: 1e6, noNaN: true })])(
  'one value says nothing of the spread',
  (value) => {
    expect(meanInterval([value])).toEqual({ mean: value + 0, low: null, high: null })
  },
)

test('no value has no mean', () => {
  expect(meanInterval([])).toBeNull()
})
