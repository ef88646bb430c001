import { appendFile, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { importFoodDelivery } from '../../src/import/food-delivery/import-food-delivery.ts'
import { listQuarantine } from '../../src/import/quarantine.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { contents, copyOf, edit, expectBalanced, fileOf, fixture, removeFolders } from './support.ts'

afterAll(removeFolders)

const database = await testDatabase()
const restaurants = createRestaurantStore({ database })
const users = createUserStore({ database })
const interactions = createInteractionStore({ database })
beforeEach(() => truncateAll(database))

const folder = fixture('food-delivery')
const run = (path = folder) => importFoodDelivery(path, { database })

async function latest(userId: string) {
  return (await interactions.latestOf([userId], 100)).get(userId) ?? []
}

describe('vendors', () => {
  beforeEach(() => run())

  test('become restaurants with a name made of their tags and their own id', async () => {
    expect(await restaurants.get('4')).toMatchObject({
      name: 'Lebanese & Arabic 4',
      cuisines: ['Arabic', 'Desserts', 'Lebanese'],
      tags: ['Free Delivery', 'Restaurants'],
      currency: 'OMR',
      preparationMinutes: 15,
      rating: 4.5,
      timeZone: 'UTC',
      location: { lat: -0.58, lon: 0.75 },
      listedAt: '2018-01-30T14:42:04.000Z',
      status: 'open',
    })
    expect((await restaurants.get('9'))?.name).toBe('Sweets & Bakes 9')
    expect((await restaurants.get('7'))?.cuisines).toEqual(['Burgers', 'Mojitos'])
  })

  test('have midnight where the file writes 23:59 and 00:01, and a second night span on the next day', async () => {
    const hours = (await restaurants.get('4'))?.hours
    expect(hours?.slice(0, 2)).toEqual([
      { day: 'mon', opens: '00:00', closes: '00:30' },
      { day: 'mon', opens: '08:00', closes: '24:00' },
    ])
    expect(hours).toHaveLength(14)
    // Closed on Fridays, so no night of Saturday; Thursday's night is on Friday.
    const other = (await restaurants.get('7'))?.hours?.map(({ day, opens }) => `${day} ${opens}`)
    expect(other).toContain('fri 00:00')
    expect(other).not.toContain('fri 11:00')
    expect(other).not.toContain('sat 00:00')
  })

  test('lose hours that mean nothing, and none at all means unknown', async () => {
    expect((await restaurants.get('12'))?.hours).toEqual([{ day: 'mon', opens: '12:00', closes: '18:00' }])
    expect((await restaurants.get('9'))?.hours).toBeNull()
  })

  test('deliver anywhere, lose implausible coordinates, and earn a fee only where the file has one', async () => {
    expect(await restaurants.get('9')).toMatchObject({ location: null, deliveryRangeKm: null, feeRate: null })
    expect((await restaurants.get('7'))?.feeRate).toBe(0.15)
  })

  test('marked as off stay open when they have orders, and are closed when not', async () => {
    expect((await restaurants.get('12'))?.status).toBe('open')
    expect((await restaurants.get('13'))?.status).toBe('closed')
  })
})

describe('customers', () => {
  test('have their plausible places in order, and nothing else', async () => {
    await run()
    expect(await users.get('C1')).toMatchObject({
      locations: [
        { label: 'place 0', lat: -0.55, lon: 0.74 },
        { label: 'work', lat: -0.45, lon: 0.71 },
      ],
      cuisines: [],
    })
    expect((await users.get('C2'))?.locations).toEqual([])
    expect((await users.get('C9'))?.locations).toHaveLength(1)
  })
})

describe('orders', () => {
  beforeEach(async () => {
    await run()
  })

  test('keep their ids, amounts and local time, and bring their ratings, no earlier than the food', async () => {
    expect(await latest('C1')).toEqual([
      expect.objectContaining({ id: '100', type: 'order', amount: 5.2, atMs: Date.UTC(2019, 5, 9, 16, 30) }),
      expect.objectContaining({ id: '100:rating', rating: 5, atMs: Date.UTC(2019, 5, 9, 17, 10) }),
      expect.objectContaining({ id: '101', restaurantId: '12', atMs: Date.UTC(2019, 5, 10, 0, 5) }),
      expect.objectContaining({ id: '109', restaurantId: '4', amount: 6.1 }),
    ])
    // Delivered before it was ordered: the order's own time.
    const rated = (await latest('C2')).find(({ id }) => id === '102:rating')
    expect(rated).toMatchObject({ rating: 4, atMs: Date.UTC(2019, 5, 11, 22, 45, 10) })
  })

  test('with a total of 0 or below have no amount; a rating of 0 is none', async () => {
    const free = (await latest('C1')).find(({ id }) => id === '101')
    expect(free).not.toHaveProperty('amount')
    expect((await latest('C1')).map(({ id }) => id)).not.toContain('101:rating')
    const [only, ...more] = await latest('NEW')
    expect(only).toMatchObject({ id: '103' })
    expect(only).not.toHaveProperty('amount')
    expect(more).toEqual([])
  })

  test('of a vendor that nobody knows wait', async () => {
    expect(await interactions.pendingCount()).toBe(1)
  })
})

test('every row has one fate, and every broken one is listed with its reason', async () => {
  const report = await run()
  expectBalanced(report)
  expect(fileOf(report, 'vendors.csv')).toMatchObject({
    read: 9,
    imported: 5,
    unchanged: 1,
    repaired: {
      'delivery range dropped: it contradicts the shifted coordinates': 5,
      'commission of 0 taken as unknown': 4,
      'implausible location dropped': 1,
      'marked as off later than its orders: taken as open': 1,
      'overlapping opening hours joined': 1,
      'unreadable opening hours left out': 1,
      'repeated row left out': 1,
    },
  })
  expect(fileOf(report, 'customers.csv')).toMatchObject({ read: 5, imported: 2, unchanged: 1 })
  expect(fileOf(report, 'customer_locations.csv')).toMatchObject({ read: 7, imported: 3 })
  expect(fileOf(report, 'orders.csv')).toMatchObject({ read: 13, imported: 6, unchanged: 1, pending: 1 })
  const { rows } = await listQuarantine(database.pool, 'food-delivery', 100)
  expect(rows.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
    'customer_locations.csv:4 the place is missing or implausible (far off all vendors)',
    'customer_locations.csv:5 the place is missing or implausible (far off all vendors)',
    'customer_locations.csv:6 the place is missing or implausible (far off all vendors)',
    'customer_locations.csv:7 location_number is no number',
    'customers.csv:5 another row has this id',
    'customers.csv:6 id is empty; an id has 1 to 200 characters',
    'orders.csv:7 created_at is no time',
    'orders.csv:8 the order has no id',
    'orders.csv:9 userId is empty; an id has 1 to 200 characters',
    'orders.csv:11 another row has this id',
    'orders.csv:12 a quote does not close',
    'orders.csv:13 the row has fewer cells than the header',
    'vendors.csv:7 another row has this id',
    'vendors.csv:8 id is empty; an id has 1 to 200 characters',
    'vendors.csv:9 rating is from 0 to 5',
  ])
  expect(rows.find(({ line, file }) => file === 'orders.csv' && line === 13)?.raw).toBe('108,C1,1.0')
})

test('imported again, changes nothing and says so', async () => {
  expect((await run()).changed).toBe(true)
  const before = await contents(database)
  const again = await run()
  expect(again.changed).toBe(false)
  expectBalanced(again)
  expect(again.files.map(({ imported }) => imported)).toEqual([0, 0, 0, 0])
  expect(await contents(database)).toBe(before)
})

test('imported again with more orders, adds just those; a mended row leaves the quarantine', async () => {
  const copy = await copyOf('food-delivery')
  await run(copy)
  await appendFile(join(copy, 'orders.csv'), '200,C1,1.0,3.3,1,,,,,7,7/1/2019 10:00,0\n')
  await edit(join(copy, 'orders.csv'), (text) => text.replace('2/30/2019', '2/28/2019'))
  const report = await run(copy)
  expect(fileOf(report, 'orders.csv')).toMatchObject({ imported: 2 })
  expect(fileOf(report, 'vendors.csv')).toMatchObject({ imported: 0 })
  const { rows } = await listQuarantine(database.pool, 'food-delivery', 100)
  expect(rows.map(({ reason }) => reason)).not.toContain('created_at is no time')
})

describe('a broken file changes nothing', () => {
  const expectNothing = async () => {
    const { rows } = await database.pool.query(
      'SELECT (SELECT count(*) FROM restaurants) + (SELECT count(*) FROM users) + (SELECT count(*) FROM imports) AS n',
    )
    expect(Number(rows[0].n)).toBe(0)
  }

  test('every missing file and column is named', async () => {
    const copy = await copyOf('food-delivery')
    await rm(join(copy, 'customers.csv'))
    await edit(join(copy, 'orders.csv'), (text) =>
      text.replace('grand_total', 'total').replace('vendor_id', 'v'),
    )
    await edit(join(copy, 'vendors.csv'), () => '')
    await expect(run(copy)).rejects.toMatchObject({
      code: 'invalid-request',
      errors: [
        { path: 'vendors.csv', message: 'is empty; a header is missing' },
        { path: 'customers.csv', message: expect.stringContaining('is missing') },
        { path: 'orders.csv', message: 'has no column vendor_id' },
        { path: 'orders.csv', message: 'has no column grand_total' },
      ],
    })
    await expectNothing()
    await expect(run(join(copy, 'nowhere'))).rejects.toMatchObject({ code: 'invalid-request' })
  })

  test('not even when the database fails at the last of them', async () => {
    await database.pool.query(`
      CREATE FUNCTION fail_on_109() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.id = '109' THEN RAISE EXCEPTION 'the disk is full'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER fail_on_109 BEFORE INSERT ON interactions FOR EACH ROW EXECUTE FUNCTION fail_on_109()`)
    try {
      await expect(run()).rejects.toThrow('the disk is full')
      await expectNothing()
    } finally {
      await database.pool.query('DROP FUNCTION fail_on_109 CASCADE')
    }
  })
})

test('CRLF, a byte order mark and file names in capitals make no difference', async () => {
  await run()
  const before = await contents(database)
  await truncateAll(database)
  const copy = await copyOf('food-delivery')
  for (const name of ['vendors.csv', 'customers.csv', 'customer_locations.csv', 'orders.csv']) {
    await edit(join(copy, name), (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`)
  }
  const orders = await readFile(join(copy, 'orders.csv'))
  await rm(join(copy, 'orders.csv'))
  await appendFile(join(copy, 'ORDERS.CSV'), orders)
  await run(copy)
  const withoutTimes = (text: string) =>
    text.replaceAll(/"20\d\d-[^"]*\+00"|20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\+00/g, '')
  expect(withoutTimes(await contents(database))).toBe(withoutTimes(before))
})
