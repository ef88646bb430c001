import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { scoreHistory } from '../../src/relevance/models/collaborative/operator.ts'
import { createCollaborativeScores } from '../../src/relevance/models/order/collaborative-scores.ts'

const items = 40
const rows = fc.array(
  fc.uniqueArray(fc.record({ column: fc.nat(items - 1), value: fc.constantFrom(0.1, 0.25, 0.25, 1, 3) }), {
    selector: ({ column }) => column,
    maxLength: 12,
  }),
  { minLength: items, maxLength: items },
)
const seeds = fc
  .uniqueArray(fc.record({ item: fc.nat(items - 1), weight: fc.constantFrom(0, 0.1, 0.3) }), {
    selector: ({ item }) => item,
    maxLength: 6,
  })
  .map((all) => ({
    items: Int32Array.from(all, ({ item }) => item),
    weights: Float64Array.from(all, ({ weight }) => weight),
  }))

function operatorOf(all: readonly (readonly { column: number; value: number }[])[]) {
  const rowStart = Int32Array.from([0, ...all.map((_, i) => all.slice(0, i + 1).flat().length)])
  return {
    items,
    rowStart,
    columns: Int32Array.from(all.flat(), ({ column }) => column),
    values: Float32Array.from(all.flat(), ({ value }) => value),
  }
}

test.prop([
  rows,
  fc.array(seeds, { minLength: 1, maxLength: 4 }),
  fc.integer({ min: 1, max: 50 }),
  fc.integer({ min: 1, max: 4 }),
])(
  'are the sums over the rows of whoever asks, in turns, and the nearest are the largest of those let in',
  (all, users, k, every) => {
    const operator = operatorOf(all)
    const kept = createCollaborativeScores(operator)
    for (const user of [...users, ...users.toReversed()]) {
      const scores = new Float64Array(items)
      scoreHistory(operator, user.items, user.weights, scores)
      const admits = (item: number) => item % every === 0
      const expected = [...scores.keys()]
        .filter((item) => scores[item]! > 0 && admits(item))
        .sort((a, b) => Math.fround(scores[b]!) - Math.fround(scores[a]!) || a - b)
        .slice(0, k)
      expect([...kept.nearest(user, k, admits)]).toEqual(expected)
      expect([...kept.of(user)]).toEqual([...scores])
    }
  },
)
