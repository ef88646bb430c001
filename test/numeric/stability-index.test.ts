import { fc, test as prop } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { stabilityIndex } from '../../src/numeric/stability-index.ts'

const cells = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 }).filter((each) => each.some((n) => n > 0))

prop.prop([cells, cells])('is never negative, and the same both ways round', (a, b) => {
  expect(stabilityIndex(a, b)).toBeGreaterThanOrEqual(0)
  expect(stabilityIndex(a, b)).toBeCloseTo(stabilityIndex(b, a), 9)
})

prop.prop([cells, fc.integer({ min: 1, max: 50 })])('does not see how many there are', (a, factor) => {
  expect(
    stabilityIndex(
      a,
      a.map((n) => n * factor),
    ),
  ).toBeCloseTo(0, 12)
})

test('is Σ (q − p) ln(q / p)', () => {
  expect(stabilityIndex([50, 50], [75, 25])).toBeCloseTo(0.25 * Math.log(1.5) - 0.25 * Math.log(0.5), 12)
  expect(stabilityIndex([100, 0], [0, 100])).toBeGreaterThan(10)
})

test('says nothing of nothing', () => {
  expect(stabilityIndex([0, 0], [3, 4])).toBe(0)
})
