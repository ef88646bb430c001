import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { chiSquaredQuantile, normalQuantile } from '../../src/numeric/chi-squared.ts'
import { kolmogorovSmirnov, kolmogorovSmirnovCritical } from '../../src/numeric/kolmogorov-smirnov.ts'

describe('quantiles', () => {
  test.each([
    [0.5, 0],
    [0.975, 1.959964],
    [0.999, 3.090232],
    [0.0004, -3.352795],
  ])('of the normal at %s are those of the tables', (p, value) => {
    expect(normalQuantile(p)).toBeCloseTo(value, 4)
  })

  test.each([
    [0.95, 3, 7.815],
    [0.99, 9, 21.666],
    [0.999, 9, 27.877],
    [0.999, 23, 49.728],
  ])('of χ² at %s with %s degrees are those of the tables, within a hundredth', (p, degrees, value) => {
    expect(Math.abs(chiSquaredQuantile(p, degrees) / value - 1)).toBeLessThan(0.01)
  })

  property.prop([fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true })])('of the normal are odd', (p) => {
    expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 6)
  })
})

describe('the Kolmogorov–Smirnov distance', () => {
  const cells = fc.array(fc.nat({ max: 1000 }), { minLength: 6, maxLength: 6 })
  property.prop([cells, cells, fc.integer({ min: 2, max: 9 })])(
    'is from 0 to 1, the same both ways, and knows shares only',
    (a, b, factor) => {
      const distance = kolmogorovSmirnov(a, b)
      expect(distance).toBeGreaterThanOrEqual(0)
      expect(distance).toBeLessThanOrEqual(1 + 1e-12)
      expect(kolmogorovSmirnov(b, a)).toBeCloseTo(distance, 12)
      expect(
        kolmogorovSmirnov(
          a.map((n) => n * factor),
          b,
        ),
      ).toBeCloseTo(distance, 12)
      expect(kolmogorovSmirnov(a, a)).toBe(0)
    },
  )

  test('of samples that share nothing is 1', () => {
    expect(kolmogorovSmirnov([5, 0, 0], [0, 0, 7])).toBe(1)
  })

  test('is critical at 1.358 for large samples at 5 %', () => {
    expect(kolmogorovSmirnovCritical(0.05, 2, 2)).toBeCloseTo(1.3581, 4)
  })
})
