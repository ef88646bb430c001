import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plain } from 'vitest'
import { createDemand } from '../../src/relevance/demand.ts'
import { fakeDemand, testWorld } from '../support/world.ts'

const { catalogue } = testWorld({ restaurants: 5, orders: 0, model: false })
const dayMs = 86_400_000
const startMs = Date.UTC(2026, 0, 1)
const orders = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 2000 })), { maxLength: 60 })

describe('demand', () => {
  test.prop([orders, fc.infiniteStream(fc.nat())])(
    'equals the sum over all orders, in whatever order they came',
    (list, noise) => {
      const exact = fakeDemand(catalogue)
      const demand = createDemand(catalogue)
      for (const [item, days] of list) exact.observe(item, startMs + days * dayMs, Number.NaN)
      const shuffled = list
        .map((order) => ({ order, key: noise.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ order }) => order)
      for (const [item, days] of shuffled) demand.observe(item, startMs + days * dayMs, Number.NaN)
      const atMs = startMs + 2000 * dayMs
      for (let item = 0; item < 5; item++) {
        expect(demand.orders(item, atMs)).toBeCloseTo(exact.orders(item, atMs), 9)
        expect(demand.count(item)).toBe(exact.count(item))
      }
      expect(demand.total(atMs)).toBeCloseTo(exact.total(atMs), 8)
    },
  )

  plain(
    'an order dated far in the future leaves every other count as it is, and is none before its time',
    () => {
      const demand = createDemand(catalogue)
      demand.observe(0, startMs, 10)
      demand.observe(1, Date.UTC(2199, 0, 1), Number.NaN)
      expect(demand.orders(0, startMs)).toBeCloseTo(1, 6)
      expect(demand.orders(1, startMs)).toBe(0)
      expect(demand.orders(1, Date.UTC(2199, 0, 1))).toBeCloseTo(1, 6)
      expect(demand.total(startMs)).toBeLessThanOrEqual(2)
    },
  )

  plain('means are over the known amounts, hours are local', () => {
    const demand = createDemand({ size: 1, timeZone: new Int32Array(1), timeZones: ['Asia/Muscat'] })
    demand.observe(0, Date.UTC(2026, 0, 1, 15, 30), 10)
    demand.observe(0, Date.UTC(2026, 0, 1, 15, 30), Number.NaN)
    demand.observe(0, Date.UTC(2026, 0, 1, 15, 30), 20)
    expect(demand.meanAmount(0)).toBe(15)
    expect(demand.hourOfDay[19]).toBe(3)
    expect(demand.revision).toBe(3)
  })

  plain('without orders, everything is 0 and the mean unknown', () => {
    const demand = createDemand(catalogue)
    expect(demand.orders(0, startMs)).toBe(0)
    expect(demand.total(startMs)).toBe(0)
    expect(demand.meanAmount(0)).toBeNaN()
  })
})
