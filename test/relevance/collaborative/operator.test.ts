import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { createRandom } from '../../../src/numeric/random.ts'
import { columnCounts } from '../../../src/numeric/sparse-rows.ts'
import {
  type ItemOperator,
  scoreHistory,
  strongestContribution,
} from '../../../src/relevance/models/collaborative/operator.ts'
import { trainCollaborative } from '../../../src/relevance/models/collaborative/train.ts'
import { createItemRanker } from '../../../src/relevance/rank-items.ts'
import { groups, smallSettings } from './groups.ts'

/** Row 0: item 1 by 3, item 2 by 1. Row 1: item 2 by 2. Row 2: nothing. */
const tiny: ItemOperator = {
  items: 3,
  rowStart: Int32Array.of(0, 2, 3, 3),
  columns: Int32Array.of(1, 2, 2),
  values: Float32Array.of(3, 1, 2),
}

describe('scoring a history', () => {
  test('adds the rows of what the user did, times their weights, to what is there', () => {
    const out = Float64Array.of(1, 0, 0)
    scoreHistory(tiny, [0, 1], [2, 0.5], out)
    expect([...out]).toEqual([1, 6, 3])
  })

  test.prop([
    fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: 0, max: 4 })), { maxLength: 8 }),
  ])(
    'is the sum of what each item adds, unknown ones nothing; the one that adds most is found',
    (entries) => {
      const [history, weights] = [entries.map(([item]) => item), entries.map(([, weight]) => weight)]
      const out = new Float64Array(3)
      scoreHistory(tiny, history, weights, out)
      for (let candidate = 0; candidate < 3; candidate++) {
        const parts = entries.map((entry) => {
          const alone = new Float64Array(3)
          scoreHistory(tiny, [entry[0]], [entry[1]], alone)
          return alone[candidate]!
        })
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(out[candidate])
        const most = Math.max(0, ...parts)
        const known = history.map((item, n) => (item >= 0 && item < 3 ? n : -1)).filter((n) => n >= 0)
        const best = strongestContribution(
          tiny,
          known.map((n) => history[n]!),
          known.map((n) => weights[n]!),
          candidate,
        )
        expect(best < 0 ? -1 : known[best]).toBe(most === 0 ? -1 : parts.indexOf(most))
      }
    },
  )
})

describe('the trained operator', () => {
  const matrix = groups(createRandom(3), { users: 240, items: 60, perUser: 6 })

  test('has positive entries, strongest first, at most as many as asked, none on the diagonal', async () => {
    const { items, rowStart, columns, values } = await trainCollaborative(matrix, smallSettings)
    expect(items).toBe(60)
    for (let item = 0; item < items; item++) {
      const row = values.subarray(rowStart[item], rowStart[item + 1])
      expect(row.length).toBeLessThanOrEqual(smallSettings.entriesPerRow)
      expect(row.every((value, e) => value > 0 && (e === 0 || value <= row[e - 1]!))).toBe(true)
      expect(columns.subarray(rowStart[item], rowStart[item + 1])).not.toContain(item)
    }
  })

  test('recommends what the user has not, of the taste that the user has', async () => {
    const operator = await trainCollaborative(matrix, smallSettings)
    const ranker = createItemRanker(operator, matrix, columnCounts(matrix))
    let sameTaste = 0
    for (let user = 0; user < 60; user++) {
      const own = matrix.columns.subarray(matrix.rowStart[user], matrix.rowStart[user + 1])
      const top = ranker.top(user, 5)
      expect(top.some((item) => own.includes(item))).toBe(false)
      sameTaste += top.filter((item) => item % 3 === user % 3).length
    }
    expect(sameTaste / 300).toBeGreaterThan(0.8)
  })

  test('of a user that nothing is known of, popular items come first', async () => {
    const operator = await trainCollaborative(matrix, smallSettings)
    const empty = { ...matrix, rows: 1, rowStart: Int32Array.of(0, 0) }
    const counts = columnCounts(matrix)
    const byCount = Array.from(counts, (_, i) => i).sort((i, j) => counts[j]! - counts[i]! || i - j)
    expect([...createItemRanker(operator, empty, counts).top(0, 7)]).toEqual(byCount.slice(0, 7))
  })

  test.each([
    ['no items', { users: 3, items: 0 }],
    ['no users', { users: 0, items: 4 }],
    ['no interactions', { users: 3, items: 4 }],
  ])('is empty for %s', async (_, { users, items }) => {
    const none = {
      rows: users,
      width: items,
      rowStart: new Int32Array(users + 1),
      columns: new Int32Array(0),
      values: new Float32Array(0),
    }
    const operator = await trainCollaborative(none, smallSettings)
    expect(operator.columns.length).toBe(0)
    expect(operator.rowStart.length).toBe(items + 1)
  })

  test('one user with two items, and one item of two users, are no trouble', async () => {
    const pair = {
      rows: 1,
      width: 2,
      rowStart: Int32Array.of(0, 2),
      columns: Int32Array.of(0, 1),
      values: Float32Array.of(1, 1),
    }
    expect([...(await trainCollaborative(pair, smallSettings)).columns]).toEqual([1, 0])
    const single = {
      rows: 2,
      width: 1,
      rowStart: Int32Array.of(0, 1, 2),
      columns: Int32Array.of(0, 0),
      values: Float32Array.of(1, 1),
    }
    expect((await trainCollaborative(single, smallSettings)).columns.length).toBe(0)
  })
})
