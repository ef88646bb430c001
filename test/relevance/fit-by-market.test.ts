import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { fitByMarket, splitByMarket } from '../../src/relevance/fit-by-market.ts'
import { cooccurrence } from '../../src/relevance/models/order/cooccurrence.ts'

const width = 12

/** Users × items from each user's items. */
function rowsOf(lists: readonly (readonly number[])[]) {
  const sorted = lists.map((items) => [...new Set(items)].sort((a, b) => a - b))
  const rowStart = new Int32Array(lists.length + 1)
  sorted.forEach((items, user) => {
    rowStart[user + 1] = rowStart[user]! + items.length
  })
  const columns = Int32Array.from(sorted.flat())
  return {
    rows: lists.length,
    width,
    rowStart,
    columns,
    values: Float32Array.from(columns, (column) => 0.5 + (column % 2) / 2),
  }
}

const item = fc.integer({ min: 0, max: width - 1 })
const lists = fc.array(fc.array(item, { maxLength: 8 }), { maxLength: 30 })
/** Markets by item, three of them. */
const marketsBy = (of: (n: number) => number) => ({
  count: 3,
  of: Int32Array.from({ length: width }, (_, n) => of(n)),
})
const company = (data: Parameters<typeof cooccurrence>[0]) => cooccurrence(data, 400)

describe('an operator fitted market by market', () => {
  property.prop([lists])('is that of the whole where nobody goes to two markets', async (some) => {
    const markets = marketsBy((n) => n % 3)
    const homely = rowsOf(some.map((items, user) => items.filter((n) => n % 3 === user % 3)))
    expect(await fitByMarket(homely, markets, company)).toEqual(company(homely))
  })

  property.prop([lists])('knows no pair of two markets, and of one what its part tells', async (some) => {
    const data = rowsOf(some)
    const markets = marketsBy((n) => n % 3)
    const { rowStart, columns, values } = await fitByMarket(data, markets, company)
    const parts = splitByMarket(data, markets)
    const fitted = parts.map((part) => company(part.data))
    for (let i = 0; i < width; i++) {
      const own = [...columns.subarray(rowStart[i], rowStart[i + 1])]
      expect(own.every((j) => j % 3 === i % 3)).toBe(true)
      const [part, operator] = [parts[i % 3]!, fitted[i % 3]!]
      const local = part.items.indexOf(i)
      const [from, to] = [operator.rowStart[local]!, operator.rowStart[local + 1]!]
      expect(own).toEqual([...operator.columns.subarray(from, to)].map((j) => part.items[j]))
      expect(values.slice(rowStart[i], rowStart[i + 1])).toEqual(operator.values.slice(from, to))
    }
  })

  property.prop([lists])('splits every interaction into the one market that it is in', (some) => {
    const data = rowsOf(some)
    const parts = splitByMarket(
      data,
      marketsBy((n) => n % 3),
    )
    const found = parts.flatMap((part) => Array.from(part.data.columns, (local) => part.items[local]!))
    expect(found.sort((a, b) => a - b)).toEqual([...data.columns].sort((a, b) => a - b))
    for (const { data: part } of parts) {
      expect(part.rowStart.at(-1)).toBe(part.columns.length)
      for (let user = 0; user < part.rows; user++)
        expect(part.rowStart[user + 1]).toBeGreaterThan(part.rowStart[user]!)
    }
  })

  test('a restaurant of unknown place joins its guests’ market; one without guests has no row', async () => {
    const markets = marketsBy((n) => (n < 2 ? -1 : n % 3))
    const data = rowsOf([
      [0, 3, 6],
      [0, 3, 4],
    ])
    const { rowStart, columns } = await fitByMarket(data, markets, company)
    expect([...columns.subarray(rowStart[0], rowStart[1])].sort()).toEqual([3, 6])
    expect(rowStart[2]).toBe(rowStart[1])
  })

  test('one market is fitted as the whole, as it is given', async () => {
    const data = rowsOf([[0, 1]])
    const seen: unknown[] = []
    await fitByMarket(data, { count: 1, of: new Int32Array(width) }, (whole) => {
      seen.push(whole)
      return company(whole)
    })
    expect(seen).toEqual([data])
    expect(seen[0]).toBe(data)
  })
})
