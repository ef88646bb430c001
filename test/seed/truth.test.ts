import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { generateCity } from '../../seed/city.ts'
import { createTruth, type Occasion } from '../../seed/truth.ts'
import type { Interaction } from '../../src/interactions/schema.ts'

const options = { seed: 7, restaurants: 200, users: 700, days: 90 }
const city = generateCity(options)
const { truth } = city

const rows = [...new Map(city.interactions.map((row) => [row.id, row])).values()]
const orders = rows.filter(({ type }) => type === 'order')
const ordersOf = new Map<string, Interaction[]>()
for (const order of orders) ordersOf.set(order.userId, [...(ordersOf.get(order.userId) ?? []), order])

const historyOf = (userId: string) =>
  (ordersOf.get(userId) ?? []).map(({ restaurantId, at }) => ({ restaurantId, atMs: Date.parse(at) }))

/** Sessions that began with a list: whole lists only, since a soiled row may have lost its restaurant. */
const lists = listSessions()
const listStarts = new Set(lists.map(({ userId, atMs }) => `${userId} ${atMs}`))

function listSessions() {
  const impressions = rows.filter(({ type }) => type === 'impression')
  const byList = new Map<string, Interaction[]>()
  for (const row of impressions) {
    byList.set(row.recommendationId!, [...(byList.get(row.recommendationId!) ?? []), row])
  }
  return [...byList.values()].flatMap((list) => {
    const { userId, at } = list[0]!
    const shown = list.sort((a, b) => a.position! - b.position!).map(({ restaurantId }) => restaurantId)
    if (shown.some((id) => id.startsWith('r-gone'))) return []
    return [{ userId, atMs: Date.parse(at), shown, orders: historyOf(userId) }]
  })
}

/** Observed less expected count of independent events, in standard deviations. */
function deviation(events: readonly { probability: number; happened: boolean }[]): number {
  let difference = 0
  let variance = 0
  for (const { probability, happened } of events) {
    difference += (happened ? 1 : 0) - probability
    variance += probability * (1 - probability)
  }
  return difference / Math.sqrt(variance)
}

const orderIn = ({ userId, atMs }: Occasion) =>
  ordersOf.get(userId)?.find(({ at }) => Date.parse(at) >= atMs && Date.parse(at) < atMs + 180_000)

describe('the truth is a distribution', () => {
  const occasion = fc.record({
    userId: fc.constantFrom(...city.users.map(({ id }) => id)),
    atMs: fc.integer({ min: city.options.endAtMs - 80 * 86_400_000, max: city.options.endAtMs }),
    shown: fc.uniqueArray(fc.constantFrom(...city.restaurants.map(({ id }) => id)), { maxLength: 10 }),
  })

  test.prop([occasion])('over its choice set and no order at all, probabilities sum to one', (drawn) => {
    const { restaurantIds, probability, none } = truth.choice({ ...drawn, orders: historyOf(drawn.userId) })
    const total = probability.reduce((sum, p) => sum + p, none)
    expect(total).toBeCloseTo(1, 12)
    expect(probability.every((p) => p >= 0)).toBe(true)
    expect(none).toBeGreaterThan(0)
    expect([...new Set(restaurantIds)].sort()).toEqual(restaurantIds)
  })

  test.prop([occasion])('orderProbability is what choice says, and 0 beyond its set', (drawn) => {
    const asked = { ...drawn, orders: historyOf(drawn.userId) }
    const { restaurantIds, probability } = truth.choice(asked)
    restaurantIds.slice(0, 5).forEach((id, at) => {
      expect(truth.orderProbability(asked, id)).toBe(probability[at])
    })
    expect(truth.orderProbability(asked, 'r-none')).toBe(0)
  })

  test.prop([occasion])('from the options alone it is the same truth', (drawn) => {
    const asked = { ...drawn, orders: historyOf(drawn.userId) }
    expect(rebuilt.choice(asked)).toEqual(truth.choice(asked))
  })
  const rebuilt = createTruth(options)

  test.prop([occasion, fc.nat()])(
    'showing a place, and showing it higher, never makes ordering it less likely',
    (drawn, pick) => {
      const asked = { ...drawn, shown: [], orders: historyOf(drawn.userId) }
      const { restaurantIds } = truth.choice(asked)
      fc.pre(restaurantIds.length > 0)
      const id = restaurantIds[pick % restaurantIds.length]!
      const unseen = truth.orderProbability(asked, id)
      const last = truth.orderProbability({ ...asked, shown: [...fillers(id), id] }, id)
      const first = truth.orderProbability({ ...asked, shown: [id, ...fillers(id)] }, id)
      const alone = truth.orderProbability({ ...asked, shown: [id] }, id)
      const tolerance = 1e-12
      expect(first).toBeGreaterThanOrEqual(last - tolerance)
      expect(alone).toBeGreaterThanOrEqual(unseen - tolerance)
    },
  )
  const fillers = (id: string) =>
    city.restaurants
      .map((row) => row.id)
      .filter((other) => other !== id)
      .slice(0, 5)

  test('who and what nobody has heard of is refused', () => {
    expect(() => truth.user('u-none')).toThrow(RangeError)
    expect(() => truth.restaurant('r-none')).toThrow(RangeError)
    expect(() => truth.choice({ userId: 'u-none', atMs: 0, orders: [] })).toThrow(RangeError)
  })

  test('examination falls with the position and stays a probability', () => {
    const shares = Array.from({ length: 50 }, (_, at) => truth.examination(at + 1))
    expect([...shares].sort((a, b) => b - a)).toEqual(shares)
    expect(shares.every((share) => share > 0 && share < 1)).toBe(true)
  })
})

describe('the data agree with the truth within sampling error', () => {
  test('there is enough of them to tell', () => {
    expect(lists.length).toBeGreaterThan(700)
    expect(orders.length).toBeGreaterThan(3000)
  })

  const listed = lists.map((occasion) => ({
    occasion,
    distribution: truth.choice(occasion),
    order: orderIn(occasion),
  }))

  test('as many lists end in no order as the truth says', () => {
    const events = listed.map(({ distribution, order }) => ({
      probability: distribution.none,
      happened: order === undefined,
    }))
    expect(Math.abs(deviation(events))).toBeLessThan(4)
  })

  test.each([
    [1, 1],
    [2, 3],
    [4, 10],
  ])('as many orders come from positions %i to %i as the truth says', (from, to) => {
    const events = listed.map(({ occasion, distribution, order }) => {
      const ids = occasion.shown.slice(from - 1, to)
      const probability = ids.reduce(
        (sum, id) => sum + (distribution.probability[distribution.restaurantIds.indexOf(id)] ?? 0),
        0,
      )
      return { probability, happened: order !== undefined && ids.includes(order.restaurantId) }
    })
    expect(Math.abs(deviation(events))).toBeLessThan(4)
  })

  // Sessions without a list leave a trace only when they end in an order; given that they do, the place is a draw from the rest.
  const direct = orders
    .filter(({ userId, at, position }) => !position && !listStarts.has(`${userId} ${Date.parse(at)}`))
    .map((order) => {
      const occasion = { userId: order.userId, atMs: Date.parse(order.at), orders: historyOf(order.userId) }
      const { restaurantIds, probability, none } = truth.choice(occasion)
      const given = probability.map((p) => p / (1 - none))
      return { order, occasion, restaurantIds, given }
    })

  const pastOf = ({ orders: all, atMs }: Occasion) =>
    new Set(all.filter((order) => order.atMs < atMs).map(({ restaurantId }) => restaurantId))

  const repeats = (probabilities: (at: number) => ArrayLike<number>) =>
    direct.map(({ order, occasion, restaurantIds }, index) => {
      const past = pastOf(occasion)
      const given = probabilities(index)
      const probability = restaurantIds.reduce((sum, id, at) => sum + (past.has(id) ? given[at]! : 0), 0)
      return { probability: Math.min(probability, 1), happened: past.has(order.restaurantId) }
    })

  test('as many orders are repeats as the truth says', () => {
    expect(Math.abs(deviation(repeats((index) => direct[index]!.given)))).toBeLessThan(4)
  })

  test('a truth that forgot what users ordered would be told apart', () => {
    const forgetful = repeats((index) => {
      const { probability, none } = truth.choice({ ...direct[index]!.occasion, orders: [] })
      return probability.map((p) => p / (1 - none))
    })
    expect(deviation(forgetful)).toBeGreaterThan(10)
  })

  test('chosen places are as likely as the truth expects chosen places to be', () => {
    let difference = 0
    let variance = 0
    for (const { order, restaurantIds, given } of direct) {
      const surprise = given.map((p) => (p > 0 ? Math.log(p) : 0))
      const mean = given.reduce((sum, p, at) => sum + p * surprise[at]!, 0)
      variance += given.reduce((sum, p, at) => sum + p * (surprise[at]! - mean) ** 2, 0)
      difference += surprise[restaurantIds.indexOf(order.restaurantId)]! - mean
    }
    expect(Math.abs(difference / Math.sqrt(variance))).toBeLessThan(4)
  })

  test('amounts have the expected mean', () => {
    const ratios = orders
      .filter(({ amount }) => amount !== 0)
      .map(({ userId, restaurantId, amount }) => amount! / truth.expectedSpend(userId, restaurantId))
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
    const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (ratios.length - 1)
    expect(Math.abs(mean - 1) / Math.sqrt(variance / ratios.length)).toBeLessThan(4)
  })
})
