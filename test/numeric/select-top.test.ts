import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { selectTop, sortBestFirst } from '../../src/numeric/select-top.ts'

test.prop([
  fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }),
  fc.integer({ min: 0, max: 70 }),
  fc.nat(99),
])(
  'selecting and sorting gives the k best, ties by the lower key, whatever the order they came in',
  (values, k, shift) => {
    const order = values.map((_, i) => (i + shift) % values.length)
    const keys = Int32Array.from(order)
    const scores = Float32Array.from(order, (i) => values[i]!)
    selectTop(keys, scores, keys.length, k)
    const kept = Math.min(k, keys.length)
    sortBestFirst(keys, scores, kept)
    const expected = values.map((_, i) => i).sort((i, j) => values[j]! - values[i]! || i - j)
    expect([...keys.subarray(0, kept)]).toEqual(expected.slice(0, kept))
    expect([...scores.subarray(0, kept)]).toEqual(expected.slice(0, kept).map((i) => values[i]))
  },
)
