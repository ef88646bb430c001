import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { createOrderKeys, selectSmallest } from '../../src/numeric/order-keys.ts'
import { sortNumbers } from '../../src/numeric/sort-numbers.ts'

const values = fc.array(
  fc.oneof(fc.double({ min: 0, noNaN: true }), fc.constantFrom(0, 1, 1, 2, 1e-9, Number.POSITIVE_INFINITY)),
  { minLength: 1, maxLength: 200 },
)
const sizes = fc.constantFrom(200, 4096, 2 ** 22, 2 ** 25)

test.prop([values, sizes])('keys sort as values do, ties by index, either way round', (all, size) => {
  const keys = createOrderKeys(size)
  const floats = Float32Array.from(all)
  // Above 2²² indices the last bits of a value make no difference.
  const isTie = (a: number, b: number) =>
    Math.abs(floats[a]! - floats[b]!) <= 2e-6 * floats[a]! || floats[a] === floats[b]
  for (const [key, sign] of [
    [keys.smallestFirst, 1],
    [keys.largestFirst, -1],
  ] as const) {
    const sorted = Float64Array.from(all, key).sort()
    const order = Array.from(sorted, keys.indexOf)
    expect(order.toSorted((a, b) => a - b)).toEqual(all.map((_, i) => i))
    for (let n = 1; n < order.length; n++) {
      const [a, b] = [order[n - 1]!, order[n]!]
      if (size <= 2 ** 22 ? floats[a] === floats[b] : isTie(a, b)) {
        if (size <= 2 ** 22) expect(a).toBeLessThan(b)
      } else expect(sign * (floats[b]! - floats[a]!)).toBeGreaterThan(0)
    }
  }
})

test.prop([fc.array(fc.double({ noNaN: true }), { maxLength: 200 }), fc.nat(210), fc.nat(200)])(
  'the k smallest come to the front, and nothing is lost',
  (all, k, leftOut) => {
    const count = Math.max(0, all.length - leftOut)
    const numbers = Float64Array.from(all)
    selectSmallest(numbers, count, k)
    const sorted = Float64Array.from(all).subarray(0, count).sort()
    const front = numbers.slice(0, Math.min(k, count)).sort()
    expect([...front]).toEqual([...sorted.subarray(0, front.length)])
    expect([...numbers.slice(0, count).sort()]).toEqual([...sorted])
    expect([...numbers.subarray(count)]).toEqual([...Float64Array.from(all).subarray(count)])
  },
)

test.prop([
  fc.array(fc.uniqueArray(fc.nat(5000), { maxLength: 300 }), { maxLength: 4 }),
  fc.constantFrom(5001, 100_000),
])('distinct numbers are sorted, time after time', (lists, bound) => {
  for (const list of lists) {
    const numbers = Int32Array.from(list)
    sortNumbers(numbers, bound)
    expect([...numbers]).toEqual(list.toSorted((a, b) => a - b))
  }
})
