import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/numeric/random.ts'
import { createDemand } from '../../src/relevance/demand.ts'
import { fitSpend } from '../../src/relevance/models/spend/fit-spend.ts'
import { createSpendModel, neutralSpend } from '../../src/relevance/models/spend/spend-model.ts'
import { testWorld } from '../support/world.ts'

const { catalogue } = testWorld({
  restaurants: 20,
  orders: 0,
  model: false,
  restaurant: (i) => ({ priceLevel: 1 + (i % 4), averageSpend: null }),
})

/** Amounts = level's mean × restaurant's factor × user's factor × noise, all lognormal. */
function orders(count: number) {
  const random = createRandom(5)
  const places = Array.from({ length: 20 }, () => Math.exp(0.2 * random.normal()))
  const users = Array.from({ length: 50 }, () => Math.exp(0.3 * random.normal()))
  const restaurant = Int32Array.from({ length: count }, () => random.int(20))
  const user = Int32Array.from({ length: count }, () => random.int(50))
  const mean = (n: number) =>
    10 * catalogue.priceLevel[restaurant[n]!]! * places[restaurant[n]!]! * users[user[n]!]!
  const amount = Float64Array.from({ length: count }, (_, n) => mean(n) * Math.exp(0.25 * random.normal()))
  return { restaurant, user, amount, length: count, users }
}

describe('the spend model', () => {
  const rows = orders(4000)
  const fitted = fitSpend(rows, catalogue)
  const demand = createDemand(catalogue)
  for (let n = 0; n < rows.length; n++) demand.observe(rows.restaurant[n]!, n, rows.amount[n]!)
  const model = createSpendModel(fitted, catalogue, demand)

  test('expects of a price level without orders what the level costs', () => {
    const fresh = createSpendModel(fitted, catalogue, createDemand(catalogue))
    for (const level of [0, 1, 2]) expect(fresh.ofItem(level + 1)).toBeGreaterThan(fresh.ofItem(level))
  })

  test('believes a restaurant’s own mean the more, the more orders it has', () => {
    const few = createDemand(catalogue)
    const prior = createSpendModel(fitted, catalogue, few).ofItem(0)
    few.observe(0, 0, 10 * prior)
    const once = createSpendModel(fitted, catalogue, few).ofItem(0)
    for (let n = 0; n < 200; n++) few.observe(0, 0, 10 * prior)
    const often = createSpendModel(fitted, catalogue, few).ofItem(0)
    expect(once).toBeGreaterThan(prior)
    expect(once).toBeLessThan(often)
    expect(often).toBeGreaterThan(8 * prior)
  })

  test('adds up to what was spent, and finds who spends more', () => {
    const sums = Array.from({ length: 50 }, () => ({ logs: 0, n: 0 }))
    for (let n = 0; n < rows.length; n++) {
      sums[rows.user[n]!]!.logs += Math.log(rows.amount[n]! / model.ofItem(rows.restaurant[n]!))
      sums[rows.user[n]!]!.n++
    }
    const factors = sums.map(({ logs, n }) => model.userFactor(logs, n))
    let expected = 0
    for (let n = 0; n < rows.length; n++)
      expected += model.ofItem(rows.restaurant[n]!) * factors[rows.user[n]!]!
    const spent = rows.amount.reduce((sum, amount) => sum + amount, 0)
    expect(expected / spent).toBeGreaterThan(0.98)
    expect(expected / spent).toBeLessThan(1.02)
    const dear = rows.users.indexOf(Math.max(...rows.users))
    const thrifty = rows.users.indexOf(Math.min(...rows.users))
    expect(factors[dear]! / factors[thrifty]!).toBeGreaterThan(2)
  })

  test('takes a restaurant at its word while nothing else is known', () => {
    const stated = { ...catalogue, averageSpend: new Float64Array(20).fill(77) }
    expect(createSpendModel(fitted, stated, createDemand(stated)).ofItem(4)).toBe(77)
  })

  test('answers without any orders', () => {
    expect(fitSpend({ restaurant: [], user: [], amount: [], length: 0 }, catalogue)).toEqual(neutralSpend)
  })
})
