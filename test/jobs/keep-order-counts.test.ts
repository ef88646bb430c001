import { fc, test as property } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { readCounted } from '../../src/interactions/counted-orders.ts'
import { createOrderFeed } from '../../src/interactions/order-feed.ts'
import { ordersSince } from '../../src/interactions/orders-since.ts'
import { keepOrderCounts } from '../../src/jobs/keep-order-counts.ts'
import { type CountedDemand, createDemand } from '../../src/relevance/demand.ts'
import { countsForm } from '../../src/relevance/order-counts.ts'
import { startCounting } from '../../src/serving/order-book.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const { pool } = database
const restaurants = createRestaurantStore({ database })
const zones = ['Europe/Lisbon', 'Asia/Kolkata']
const dayMs = 86_400_000
const nowMs = Date.UTC(2026, 6, 1)

const place = (id: string, timeZone = 'Europe/Lisbon') => ({
  ...restaurantInputSchema.parse({ name: id, timeZone }),
  id,
})

beforeEach(async () => {
  await truncateAll(database)
  await restaurants.upsertMany([place('a'), place('b', zones[1]), place('c')])
  await pool.query(`INSERT INTO users (id) VALUES ('u'), ('v')`)
})

let orders = 0
async function order(restaurantId: string, atMs: number, amount: number | null = 10, userId = 'u') {
  await pool.query(
    `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount, received_at)
     VALUES ($1, 'order', $2, $3, $4, $5, clock_timestamp())`,
    [`o${orders++}`, userId, restaurantId, new Date(atMs), amount],
  )
}

/** Everything until now: these orders were committed as soon as they were received. */
async function keep() {
  await pool.query('SELECT pg_sleep(0.003)')
  return keepOrderCounts({ database, leastOrders: 1, marginMs: 0 })
}

/** What a start makes of the database, and how many orders it read for that. */
async function start(): Promise<{ demand: CountedDemand; read: number; ids: readonly string[] }> {
  const catalogue = buildCatalogue(await restaurants.loadAll())
  const counting = startCounting(catalogue)
  let read = 0
  const fromMs = await readCounted(
    pool,
    countsForm,
    async (reading) => {
      for await (const page of reading.kept()) counting.restore(page)
      for await (const page of reading.orders()) {
        counting.add(page)
        read += page.length
      }
      return reading.untilMs
    },
    0,
  )
  const book = counting.book()
  const feed = createOrderFeed({ ordersSince: (from, limit) => ordersSince(pool, from, limit, 0), fromMs })
  await feed.catchUp((page) => {
    book.observe(page.map(({ restaurantId, atMs, amount = Number.NaN }) => ({ restaurantId, atMs, amount })))
    read += page.length
  })
  return { demand: book.demand, read, ids: catalogue.ids }
}

/** Every order, counted one by one. */
async function exact(): Promise<CountedDemand> {
  const catalogue = buildCatalogue(await restaurants.loadAll())
  const demand = createDemand(catalogue)
  const { rows } = await pool.query(
    `SELECT restaurant_id AS id, at, amount FROM interactions WHERE type = 'order' ORDER BY received_at, id`,
  )
  for (const { id, at, amount } of rows) {
    demand.observe(catalogue.indexOf.get(id)!, at.getTime(), amount ?? Number.NaN)
  }
  return demand
}

function expectSame(got: CountedDemand, wanted: CountedDemand, size: number) {
  for (let item = 0; item < size; item++) {
    expect(got.count(item)).toBe(wanted.count(item))
    expect(got.meanAmount(item) || 0).toBeCloseTo(wanted.meanAmount(item) || 0, 9)
    expect(got.hourOfDay.slice(item * 24, item * 24 + 24)).toEqual(
      wanted.hourOfDay.slice(item * 24, item * 24 + 24),
    )
    for (const atMs of [nowMs - 40 * dayMs, nowMs, nowMs + 3000 * dayMs]) {
      expect(got.orders(item, atMs)).toBeCloseTo(wanted.orders(item, atMs), 9)
      expect(got.total(atMs)).toBeCloseTo(wanted.total(atMs), 8)
    }
  }
  expect(got.revision).toBe(wanted.revision)
}

async function expectExact(): Promise<number> {
  const { demand, read, ids } = await start()
  expectSame(demand, await exact(), ids.length)
  return read
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('order'), place: fc.nat(2), day: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('keep') }) },
  fc.record({ what: fc.constant('erase') }),
  fc.record({ what: fc.constant('move') }),
  fc.record({ what: fc.constant('zone'), place: fc.nat(2) }),
  fc.record({ what: fc.constant('remove'), place: fc.nat(2) }),
  fc.record({ what: fc.constant('empty') }),
)
type Step = { what: string; place?: number; day?: number }

async function run({ what, place: n = 0, day = 0 }: Step) {
  const id = 'abc'[n]!
  switch (what) {
    case 'order':
      await restaurants.upsertMany([place(id, zones[n % 2])])
      return order(id, nowMs - day * dayMs, day % 5 === 0 ? null : day, day % 3 === 0 ? 'v' : 'u')
    case 'keep':
      return keep()
    case 'erase':
      return pool.query(`DELETE FROM interactions WHERE user_id = 'v'`)
    case 'move':
      return pool.query(
        `UPDATE interactions SET restaurant_id = (SELECT min(id) FROM restaurants) WHERE id = (SELECT max(id) FROM interactions)`,
      )
    case 'zone':
      return pool.query(`UPDATE restaurants SET time_zone = 'America/Lima' WHERE id = $1`, [id])
    case 'remove':
      return pool.query('DELETE FROM restaurants WHERE id = $1', [id])
    case 'empty':
      return pool.query('TRUNCATE interactions')
  }
}

property.prop([fc.array(step, { maxLength: 25 })], { numRuns: 10 })(
  'a start from kept counts knows what counting every order would tell, whatever was taken away or changed since',
  async (steps) => {
    await truncateAll(database)
    await restaurants.upsertMany([place('a'), place('b', zones[1]), place('c')])
    await pool.query(`INSERT INTO users (id) VALUES ('u'), ('v')`)
    for (const one of steps) await run(one)
    await expectExact()
  },
)

describe('kept counts', () => {
  test('spare a start what they hold: it reads what came since', async () => {
    for (let n = 0; n < 5; n++) await order('a', nowMs - n * dayMs)
    expect(await expectExact()).toBe(5)
    expect(await keep()).toBe(1)
    expect(await expectExact()).toBe(0)
    await order('b', nowMs)
    expect(await expectExact()).toBe(1)
    expect(await keep()).toBe(1)
    expect(await expectExact()).toBe(0)
  })

  test('of a restaurant that lost orders are counted anew, those of the others stand', async () => {
    for (const id of ['a', 'b', 'c']) for (let n = 0; n < 4; n++) await order(id, nowMs - n * dayMs)
    await order('b', nowMs, 10, 'v')
    await keep()
    await pool.query(`DELETE FROM interactions WHERE user_id = 'v'`)
    expect(await expectExact()).toBe(4)
    await keep()
    expect(await expectExact()).toBe(0)
    expect((await pool.query('SELECT FROM order_recounts')).rowCount).toBe(0)
  })

  test('are told of an order that is taken away while they are being counted', async () => {
    for (let n = 0; n < 4; n++) await order('a', nowMs - n * dayMs)
    const slow = await pool.connect()
    try {
      await slow.query('BEGIN')
      await slow.query(`DELETE FROM interactions WHERE id = (SELECT max(id) FROM interactions)`)
      await keep()
      await slow.query('COMMIT')
    } finally {
      slow.release()
    }
    await expectExact()
  })

  test('made by two at a time are those of one of them', async () => {
    for (let n = 0; n < 4; n++) await order('a', nowMs - n * dayMs)
    const kept = await Promise.all([keep(), keep(), keep()])
    expect(kept.filter((count) => count !== null).length).toBeGreaterThan(0)
    await expectExact()
  })

  test('in a form that this version does not read are as none', async () => {
    for (let n = 0; n < 4; n++) await order('a', nowMs - n * dayMs)
    await keep()
    await pool.query('UPDATE order_count_state SET form = 99')
    expect(await expectExact()).toBe(4)
    await keep()
    expect(await expectExact()).toBe(0)
  })

  test('are not made where there is little to count, nor where nothing happened since', async () => {
    await order('a', nowMs)
    expect(await keepOrderCounts({ database, leastOrders: 2 })).toBeNull()
    await keep()
    expect(await keep()).toBeNull()
  })
})
