import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { largest } from '../../src/numeric/largest.ts'

test.prop([fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 40 }), fc.integer({ min: 0, max: 50 })])(
  'are what sorting gives, ties by lower index',
  (scores, k) => {
    const sorted = scores.map((_, i) => i).toSorted((a, b) => scores[b]! - scores[a]! || a - b)
    expect([...largest(Float64Array.from(scores), scores.length, k)]).toEqual(sorted.slice(0, k))
  },
)

test('look at no more than the first count scores', () => {
  expect([...largest(Float64Array.of(1, 2, 9), 2, 5)]).toEqual([1, 0])
})
