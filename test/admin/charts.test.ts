import { fc, test as law } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { barOf, domainOf } from '../../src/admin/charts/bar-layout.ts'
import { bumpRows } from '../../src/admin/charts/bump-layout.ts'

const value = fc.double({ noNaN: true, min: -100, max: 100 })
const parts = fc.array(fc.record({ key: fc.constantFrom('relevance', 'wait', 'margin'), value }), {
  minLength: 1,
  maxLength: 6,
})

law.prop([fc.array(parts, { minLength: 1, maxLength: 5 })])(
  'every bar fits the scale of its list',
  (rows) => {
    const domain = domainOf(rows)
    for (const row of rows) {
      const { segments, zero } = barOf(row, domain)
      for (const { left, width } of segments) {
        expect(left).toBeGreaterThanOrEqual(-1e-6)
        expect(left + width).toBeLessThanOrEqual(100 + 1e-6)
        // Nothing lies across zero.
        expect(left >= zero - 1e-6 || left + width <= zero + 1e-6).toBe(true)
      }
    }
  },
)

law.prop([fc.shuffledSubarray([...'abcdefgh']), fc.shuffledSubarray([...'abcdefgh'])])(
  'everything in either list has one line, and no two share a row',
  (before, after) => {
    const { lines, height } = bumpRows(before, after)
    expect(lines.map(({ id }) => id).sort()).toEqual([...new Set([...before, ...after])].sort())
    for (const side of ['from', 'to'] as const) {
      const rows = lines.map((line) => line[side])
      expect(new Set(rows).size).toBe(rows.length)
      expect(Math.max(0, ...rows)).toBeLessThanOrEqual(height)
    }
  },
)

test('moves have their kind', () => {
  const kinds = bumpRows(['a', 'b', 'c', 'd'], ['b', 'a', 'c', 'e']).lines.map(({ id, kind }) => [id, kind])
  expect(kinds).toEqual([
    ['b', 'up'],
    ['a', 'down'],
    ['c', 'same'],
    ['e', 'new'],
    ['d', 'gone'],
  ])
})
