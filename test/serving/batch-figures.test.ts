import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { createBatchFigures } from '../../src/serving/batch-figures.ts'

const figures = () => createBatchFigures({ clockMs: () => 0, halfLifeMs: 1000 })

test.prop([fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 50 })])(
  'every batch is counted once, in the group of its size',
  (sizes) => {
    const counted = figures()
    for (const size of sizes) counted.add(size, 1)
    const report = counted.report()
    const sum = (of: (group: (typeof report)[number]) => number) =>
      report.reduce((total, group) => total + of(group), 0)
    expect(sum(({ batches }) => batches)).toBe(sizes.length)
    expect(sum(({ items }) => items)).toBe(sizes.reduce((a, b) => a + b, 0))
    for (const { fewest, most, batches, items } of report) {
      expect(items).toBeGreaterThanOrEqual(fewest * batches)
      expect(items).toBeLessThanOrEqual(most * batches)
    }
  },
)

test('throughput is the items of a mean batch over its mean time', () => {
  const counted = figures()
  counted.add(8, 2)
  counted.add(12, 4)
  expect(counted.report()).toMatchObject([{ fewest: 8, most: 15, batches: 2, items: 20, meanMs: 3 }])
  expect(counted.report()[0]?.itemsPerSecond).toBeCloseTo(10 / 0.003)
})

test('before the first batch there is nothing to tell', () => {
  expect(figures().report()).toEqual([])
})
