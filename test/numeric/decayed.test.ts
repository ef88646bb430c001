import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { createDecayedMean } from '../../src/numeric/decayed-mean.ts'
import { createDecayedQuantiles } from '../../src/numeric/decayed-quantiles.ts'

const values = fc.array(fc.double({ min: 0.02, max: 10_000, noNaN: true }), { minLength: 1, maxLength: 200 })

describe('decayed quantiles', () => {
  test.prop([values, fc.double({ min: 0.01, max: 1, noNaN: true })])(
    'of values of one moment are within 2 % of the true ones',
    (given, q) => {
      const sketch = createDecayedQuantiles({ halfLifeMs: 1000 })
      for (const value of given) sketch.add(value, 5000)
      const sorted = given.toSorted((a, b) => a - b)
      const exact = sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)]!
      expect(Math.abs(sketch.quantile(q) - exact)).toBeLessThanOrEqual(0.0201 * exact)
      expect(sketch.mean()).toBeCloseTo(given.reduce((a, b) => a + b, 0) / given.length, 6)
      expect(sketch.weight(5000)).toBeCloseTo(given.length, 9)
    },
  )

  test('forget: after ten half-lives the new values are all that counts', () => {
    const sketch = createDecayedQuantiles({ halfLifeMs: 100 })
    for (let n = 0; n < 100; n++) sketch.add(500, 0)
    for (let n = 0; n < 100; n++) sketch.add(5, 1000)
    expect(sketch.quantile(0.99)).toBeCloseTo(5, 0)
    expect(sketch.weight(1100)).toBeCloseTo(50, 0)
  })

  test('go on for ever: weights neither overflow nor vanish', () => {
    const sketch = createDecayedQuantiles({ halfLifeMs: 10 })
    for (let n = 0; n < 5000; n++) sketch.add(1 + (n % 2) * 99, n * 7)
    expect(sketch.quantile(0.2)).toBeCloseTo(1, 1)
    expect(sketch.weight(4999 * 7)).toBeGreaterThan(1)
    sketch.add(3, 1e12)
    expect(sketch.quantile(0.5)).toBeCloseTo(3, 0)
  })

  test('of nothing are nothing', () => {
    const sketch = createDecayedQuantiles({ halfLifeMs: 10 })
    expect([sketch.quantile(0.5), sketch.mean(), sketch.weight(9)]).toEqual([Number.NaN, Number.NaN, 0])
  })
})

test.prop([values])(
  'a decayed mean of one moment is the mean, and lies between the values at any time',
  (given) => {
    const now = createDecayedMean(1000)
    const spread = createDecayedMean(1000)
    given.forEach((value, n) => {
      now.add(value, 5)
      spread.add(value, n * 100)
    })
    expect(now.mean()).toBeCloseTo(given.reduce((a, b) => a + b, 0) / given.length, 6)
    expect(spread.mean()).toBeGreaterThanOrEqual(Math.min(...given) - 1e-9)
    expect(spread.mean()).toBeLessThanOrEqual(Math.max(...given) + 1e-9)
  },
)
