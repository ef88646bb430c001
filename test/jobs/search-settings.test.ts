import { expect, test } from 'vitest'
import { searchSettings } from '../../src/jobs/search-settings.ts'
import { defaultOrderSettings } from '../../src/relevance/order-settings.ts'
import { testOrders } from '../support/orders.ts'

const dataset = testOrders({ restaurants: 20, users: 20, orders: 200 })
const space = [
  defaultOrderSettings,
  { ...defaultOrderSettings, neighbours: 1 },
  { ...defaultOrderSettings, maxOccasions: 10 },
]

/** Each look at the clock costs a second. */
const slowClock = () => {
  let seconds = 0
  return () => 1000 * seconds++
}

test('everything is tried in order when there is time, on orders before the test part alone', async () => {
  const shares: number[] = []
  const query = { seed: 1, budgetSeconds: 1000, testFrom: 160, space, clockMs: slowClock() }
  const found = await searchSettings(dataset, { ...query, onProgress: (share) => shares.push(share) })
  expect(found.tried.map(({ settings }) => settings)).toEqual(space)
  expect(found.untried).toBe(0)
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
  const changed = { ...dataset, restaurant: dataset.restaurant.map((item, row) => (row < 160 ? item : 0)) }
  const again = await searchSettings(changed, { ...query, clockMs: slowClock() })
  expect(again.tried).toEqual(found.tried)
})

test('the default is tried whatever the budget, and stays', async () => {
  const found = await searchSettings(dataset, {
    seed: 1,
    budgetSeconds: 0.001,
    testFrom: 160,
    space,
    clockMs: slowClock(),
  })
  expect(found).toMatchObject({ untried: 2, best: defaultOrderSettings })
  expect(found.tried).toHaveLength(1)
})

test('nothing is taken that is not better beyond noise', async () => {
  const twice = [defaultOrderSettings, { ...defaultOrderSettings, neighbours: 399 }]
  const found = await searchSettings(dataset, {
    seed: 1,
    budgetSeconds: 1000,
    testFrom: 160,
    space: twice,
    clockMs: slowClock(),
  })
  expect(found.best).toEqual(defaultOrderSettings)
  expect(found.tried[1]!.gainOverDefault).toMatchObject({ mean: 0, low: 0, high: 0 })
})
