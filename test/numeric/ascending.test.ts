import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { ascending } from '../../src/numeric/ascending.ts'

const value = fc.oneof(
  // −0 sorts before 0, and equals it.
  fc.double({ noNaN: true }).map((number) => number + 0),
  fc.constantFrom(0, 1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
)

test.prop([
  fc.array(value, { maxLength: 3000, size: 'max' }),
  fc.nat(100),
  fc.double({ min: 0, max: 1, noNaN: true }),
])(
  'gives the smallest first, as many as are asked for, and leaves alone what does not take part',
  (all, rest, share) => {
    const values = Float64Array.from(all)
    const count = Math.max(0, all.length - rest)
    const wanted = Math.floor(count * share)
    const next = ascending(values, count)
    const given = Array.from({ length: wanted }, next)
    const sorted = Float64Array.from(all).subarray(0, count).sort()
    expect(Float64Array.from(given)).toEqual(sorted.subarray(0, wanted))
    expect(values.slice(0, count).sort()).toEqual(sorted)
    expect(Array.from(values.subarray(count))).toEqual(all.slice(count))
  },
)

test.each([
  ['one value', () => 7],
  ['two values', (n: number) => n % 2],
  ['values that fall', (n: number) => -n],
  ['an organ pipe', (n: number) => Math.min(n, 5000 - n)],
])('%s over and over are sorted too', (_, valueAt) => {
  const values = Float64Array.from({ length: 5000 }, (_, n) => valueAt(n))
  const sorted = values.slice().sort()
  const next = ascending(values, values.length)
  expect(Float64Array.from({ length: 5000 }, next)).toEqual(sorted)
})
