import { describe, expect, test } from 'vitest'
import { createDemand } from '../../src/relevance/demand.ts'
import { cooccurrence } from '../../src/relevance/models/order/cooccurrence.ts'
import { fillDistances, fillEligible, replay } from '../../src/relevance/replay.ts'
import { sparse } from '../numeric/sparse.ts'
import { testOrders } from '../support/orders.ts'

const dataset = testOrders({ orders: 300 })
const { catalogue } = dataset

describe('a replay', () => {
  test('shows, before each order, what was known then and nothing later', () => {
    const demand = createDemand(catalogue)
    let visited = 0
    replay(dataset, { from: 100, to: 250 }, demand, ({ row, chosen, user, query }) => {
      visited++
      const before = Array.from({ length: row }, (_, r) => r)
      const own = before.filter((r) => dataset.user[r] === user)
      expect([...query.history.restaurant]).toEqual(own.map((r) => dataset.restaurant[r]))
      expect(demand.revision).toBe(row)
      expect(demand.count(chosen)).toBe(before.filter((r) => dataset.restaurant[r] === chosen).length)
    })
    expect(visited).toBe(150)
  })

  test('is the same as far as it goes, whatever comes later', () => {
    const seen = (until: number) => {
      const out: unknown[] = []
      const changed = {
        ...dataset,
        restaurant: dataset.restaurant.map((item, row) => (row < until ? item : 0)),
      }
      replay(changed, { from: 0, to: 200 }, createDemand(catalogue), ({ chosen, query }) =>
        out.push([chosen, [...query.history.restaurant], query.atMs]),
      )
      return out
    }
    expect(seen(200)).toEqual(seen(300))
  })

  test('passes over those who opted out, whose orders count for demand alone', () => {
    const users = dataset.users.map((user) => ({ ...user, optedOut: true }))
    const demand = createDemand(catalogue)
    replay({ ...dataset, users }, { from: 0, to: 300 }, demand, () => expect.unreachable())
    expect(demand.revision).toBe(300)
  })
})

describe('what could be ordered from', () => {
  const distances = new Float64Array(catalogue.size)
  const out = new Int32Array(catalogue.size)

  test('is everything when nothing is known of where the user is', () => {
    fillDistances(catalogue, [], distances)
    expect(fillEligible(catalogue, 0, distances, { openNow: false }, out)).toBe(catalogue.size)
  })

  test('ends at the delivery range, from the nearest of the user’s places', () => {
    const limited = { ...catalogue, deliveryRangeKm: new Float64Array(catalogue.size).fill(2) }
    const origins = [
      { lat: catalogue.latitude[3]!, lon: catalogue.longitude[3]! },
      { lat: 0, lon: 0 },
    ]
    fillDistances(limited, origins, distances)
    expect(distances[3]).toBeCloseTo(0, 6)
    const found = out.subarray(0, fillEligible(limited, 0, distances, { openNow: false }, out))
    expect([...found]).toEqual([...distances.keys()].filter((i) => distances[i]! <= 2))
    expect(found).toContain(3)
  })
})

test('co-occurrence is the cosine of what users weigh, strongest first, ties by index', () => {
  const sets = sparse([
    [1, 1, 0, 0],
    [1, 1, 1, 0],
    [1, 0, 1, 0],
    [0, 0, 0, 1],
  ])
  const { rowStart, columns, values } = cooccurrence(sets, 10)
  expect([...rowStart]).toEqual([0, 2, 4, 6, 6])
  expect([...columns]).toEqual([1, 2, 0, 2, 0, 1])
  const expected = [2 / Math.sqrt(6), 2 / Math.sqrt(6), 2 / Math.sqrt(6), 0.5, 2 / Math.sqrt(6), 0.5]
  for (const [n, value] of expected.entries()) expect(values[n]).toBeCloseTo(value, 6)
  expect(cooccurrence(sets, 1).columns).toEqual(Int32Array.of(1, 0, 0))
  const weighed = cooccurrence(
    sparse([
      [3, 4],
      [4, 0],
    ]),
    10,
  )
  expect([...weighed.columns]).toEqual([1, 0])
  for (const value of weighed.values) expect(value).toBeCloseTo(12 / (5 * 4), 6)
})
