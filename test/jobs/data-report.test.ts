import { describe, expect, test } from 'vitest'
import { reportData } from '../../src/jobs/data-report.ts'
import { type Dataset, datasetBefore } from '../../src/relevance/dataset.ts'
import { testOrders } from '../support/orders.ts'

const dayMs = 86_400_000
const dataset = testOrders({ orders: 400 })
const lastMs = dataset.atMs[399]!
const previous = { orders: 400, restaurants: dataset.catalogue.size, dataToMs: lastMs }
const report = (of: Dataset, more: object = {}) =>
  reportData({ dataset: of, nowMs: lastMs + dayMs, pending: 0, previous: null, ...more })

describe('the report on the data', () => {
  test('counts what is there', () => {
    const found = report(dataset)
    expect(found).toMatchObject({
      orders: 400,
      usableOrders: 400,
      interactions: 400,
      restaurants: 30,
      faults: [],
      warnings: [],
      tooLittle: null,
      ageDays: 1,
    })
    expect(found.amounts.median).toBeGreaterThan(10)
    expect(found.amounts.missingShare).toBe(0)
  })

  test('sees orders that came twice, have no amount, or lie far back', () => {
    const user = dataset.user.slice()
    const restaurant = dataset.restaurant.slice()
    const atMs = dataset.atMs.slice()
    for (let n = 1; n < 400; n += 2) {
      user[n] = user[n - 1]!
      restaurant[n] = restaurant[n - 1]!
      atMs[n] = atMs[n - 1]! + 1000
    }
    const amount = new Float64Array(400).fill(Number.NaN)
    const found = report({ ...dataset, user, restaurant, atMs, amount }, { nowMs: lastMs + 60 * dayMs })
    expect(found.duplicateShare).toBeCloseTo(0.5, 2)
    expect(found.warnings.join(' ')).toMatch(/days old.*repeat another.*no amount/)
    expect(found.faults).toEqual([])
  })

  test('tells what waits for unknown restaurants', () => {
    const found = report(dataset, { pending: 100 })
    expect(found.pendingShare).toBe(0.2)
    expect(found.warnings.join(' ')).toMatch(/100 interactions \(20.0 %\) wait/)
  })
})

describe('data are broken when', () => {
  test('half of the orders that the model in service knew are gone', () => {
    const found = report(datasetBefore(dataset, 200), { previous })
    expect(found.faults.join(' ')).toMatch(/Only 200 orders are left of the 400.*the latest part is missing/)
    expect(report(dataset, { previous }).faults).toEqual([])
  })

  test('a part of the orders comes from the future', () => {
    const middle = dataset.atMs[200]!
    expect(report(dataset, { nowMs: middle }).faults.join(' ')).toMatch(/dated in the future/)
  })
})

test('no orders at all are reported without a single NaN', () => {
  const found = report(datasetBefore(dataset, 0))
  expect(JSON.stringify(found)).not.toMatch(/NaN/)
  expect(found).toMatchObject({ orders: 0, lastOrder: null, ageDays: null, duplicateShare: 0 })
  expect(found.tooLittle).toMatch(/0 of at least 30 orders/)
})
