import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { interactionTypes } from '../../src/interactions/schema.ts'
import { userItemRows } from '../../src/relevance/user-item-rows.ts'
import { testOrders } from '../support/orders.ts'

const dataset = testOrders({ orders: 200 })

/** The weights of one user's places, by place. */
const weightsOf = ({ rowStart, columns, values }: ReturnType<typeof userItemRows>, user: number) =>
  new Map(
    Array.from(columns.subarray(rowStart[user], rowStart[user + 1]), (place, n) => [
      place,
      values[rowStart[user]! + n]!,
    ]),
  )

describe('what users and places have to do with each other', () => {
  property.prop([fc.integer({ min: 0, max: 200 })])(
    'is what was before the row, each pair once, ascending, with a weight above 0 and at most 1',
    (end) => {
      const rows = userItemRows(dataset, end)
      const pairs = new Set<string>()
      for (let r = 0; r < end; r++) pairs.add(`${dataset.user[r]} ${dataset.restaurant[r]}`)
      expect(rows.columns.length).toBe(pairs.size)
      for (let user = 0; user < rows.rows; user++) {
        const places = [...rows.columns.subarray(rows.rowStart[user], rows.rowStart[user + 1])]
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
        for (const place of places) expect(pairs.has(`${user} ${place}`)).toBe(true)
      }
      expect(rows.values.every((value) => value > 0 && value <= 1)).toBe(true)
    },
  )

  test('a click says less than an order, and an impression nothing', () => {
    const user = dataset.user[0]!
    const of = (...types: (typeof interactionTypes)[number][]) => ({
      ...dataset,
      length: types.length,
      user: new Int32Array(types.length).fill(user),
      restaurant: Int32Array.from(types, (_, n) => n),
      type: Uint8Array.from(types, (type) => interactionTypes.indexOf(type)),
      atMs: new Float64Array(types.length).fill(dataset.atMs[0]!),
    })
    const weights = weightsOf(userItemRows(of('order', 'click', 'impression'), 3), user)
    expect(weights.get(0)).toBe(1)
    expect(weights.get(1)).toBeGreaterThan(0)
    expect(weights.get(1)).toBeLessThan(1)
    expect(weights.has(2)).toBe(false)
  })

  test('of a pair the strongest counts, once', () => {
    const twice = {
      ...dataset,
      length: 3,
      user: new Int32Array(3).fill(dataset.user[0]!),
      restaurant: new Int32Array(3).fill(4),
      type: Uint8Array.from(['click', 'order', 'order'] as const, (type) => interactionTypes.indexOf(type)),
      atMs: new Float64Array(3).fill(dataset.atMs[0]!),
    }
    expect([...weightsOf(userItemRows(twice, 1), dataset.user[0]!)]).toEqual([[4, 0.5]])
    expect([...weightsOf(userItemRows(twice, 3), dataset.user[0]!)]).toEqual([[4, 1]])
  })

  test('who opted out has an empty row', () => {
    const user = dataset.user[0]!
    const users = dataset.users.map((known, u) => (u === user ? { ...known, optedOut: true } : known))
    expect(weightsOf(userItemRows({ ...dataset, users }, 200), user).size).toBe(0)
  })
})
