import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { quantile, repeat, summarise } from '../../src/cli/bench/measure.ts'

test.prop([
  fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
])('a quantile is one of the values, with at least that share at or below it', (values, q) => {
  const sorted = values.toSorted((a, b) => a - b)
  const found = quantile(sorted, q)
  expect(sorted).toContain(found)
  expect(sorted.filter((value) => value <= found).length).toBeGreaterThanOrEqual(
    Math.floor(q * values.length),
  )
})

test('of a hundred timings the median is the fiftieth and p99 the ninety-ninth', () => {
  const times = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect(summarise(times)).toEqual({ runs: 100, medianMs: 50, p99Ms: 99 })
})

test('rounds for warming up are run and not counted', async () => {
  const calls: number[] = []
  const times = await repeat(5, 3, (n) => void calls.push(n))
  expect(calls.slice(0, 4)).toEqual([0, 1, 2, 0])
  expect(calls).toHaveLength(times.length + 3)
})
