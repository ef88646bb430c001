import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { createChoiceModel, emptyMemory, remember } from '../../seed/choice.ts'
import { createExpectation } from '../../seed/expectation.ts'
import { resolveOptions } from '../../seed/options.ts'
import { truthOf } from '../../seed/truth.ts'
import { createUtilities } from '../../seed/utility.ts'
import { makeWorld } from '../../seed/world.ts'

const options = resolveOptions({ seed: 5, restaurants: 60, users: 40, days: 30 })
const world = makeWorld(options)
const model = createChoiceModel(world, createUtilities(world))
const truth = truthOf(world, model)
const expectation = createExpectation(world, model)

const idOf = (place: number) => world.places[place]!.row.id
const place = fc.integer({ min: 0, max: options.restaurants - 1 })
const occasion = fc.record({
  person: fc.integer({ min: 0, max: options.users - 1 }),
  atMs: fc.integer({ min: world.calendar.startMs + 10 * 86_400_000, max: world.calendar.endMs - 1 }),
  shown: fc.uniqueArray(place, { maxLength: 10 }),
  ordered: fc.array(place, { maxLength: 6 }),
})

describe('what a session comes to on average', () => {
  test.prop([occasion])('is what the truth says, place by place', ({ person, atMs, shown, ordered }) => {
    const memory = emptyMemory()
    const orders = ordered.map((each, n) => ({ place: each, atMs: atMs - (10 - n) * 3_600_000 }))
    for (const order of orders) remember(memory, order.place, order.atMs)
    const found = expectation({ person, atMs, memory, shown: Int32Array.from(shown) })
    const told = truth.choice({
      userId: world.people[person]!.row.id,
      atMs,
      orders: orders.map((order) => ({ restaurantId: idOf(order.place), atMs: order.atMs })),
      shown: shown.map(idOf),
    })
    expect(Array.from(found.places, idOf)).toEqual(told.restaurantIds)
    told.probability.forEach((p, j) => {
      expect(found.chance[j]).toBeCloseTo(p, 10)
    })
    expect(found.orders).toBeCloseTo(1 - told.none, 10)
  })

  test.prop([occasion])('with no list is what comes of no list', ({ person, atMs }) => {
    const found = expectation({ person, atMs, memory: emptyMemory(), shown: new Int32Array(0) })
    found.chance.forEach((p, j) => {
      expect(p).toBeCloseTo(found.free[j]!, 12)
    })
    expect(found.orders).toBeCloseTo(found.freeOrders, 12)
  })
})
