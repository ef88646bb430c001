import { fc, test } from '@fast-check/vitest'
import { expect, test as plain } from 'vitest'
import { createRandom } from '../../src/numeric/random.ts'
import { fitCalibration } from '../../src/relevance/calibrate.ts'

const sigma = (x: number) => 1 / (1 + Math.exp(-x))

plain('what was bent is bent back', () => {
  const random = createRandom(3)
  const logOdds = Array.from({ length: 20_000 }, () => 2 * random.normal() - 1)
  const happened = logOdds.map((x) => (random.next() < sigma(0.5 + 0.6 * x) ? 1 : 0))
  const { offset, slope } = fitCalibration(logOdds, happened, new Float64Array(20_000).fill(1))
  expect(offset).toBeCloseTo(0.5, 1)
  expect(slope).toBeCloseTo(0.6, 1)
})

plain('a row of weight 3 counts as three rows', () => {
  const once = fitCalibration([1, -1, 0.5, 2], [1, 0, 0, 1], [3, 1, 1, 1])
  const thrice = fitCalibration([1, 1, 1, -1, 0.5, 2], [1, 1, 1, 0, 0, 1], [1, 1, 1, 1, 1, 1])
  expect(once.offset).toBeCloseTo(thrice.offset, 6)
  expect(once.slope).toBeCloseTo(thrice.slope, 6)
})

const rows = fc.array(fc.tuple(fc.double({ min: -30, max: 30, noNaN: true }), fc.boolean()), {
  maxLength: 40,
})

test.prop([rows])('calibration is finite and never changes an order, whatever happened', (pairs) => {
  const { offset, slope } = fitCalibration(
    pairs.map(([x]) => x),
    pairs.map(([, happened]) => (happened ? 1 : 0)),
    pairs.map(() => 1),
  )
  expect(Number.isFinite(offset)).toBe(true)
  expect(slope).toBeGreaterThan(0)
})
