import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import { restaurantSchema } from '../../src/catalog/schema.ts'
import { interactionTypes } from '../../src/interactions/schema.ts'
import { createLookups, type LookupOptions } from '../../src/serving/lookups.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const catalogueOf = (ids: readonly string[]) =>
  buildCatalogue(
    ids.map((id) =>
      restaurantSchema.parse({
        id,
        name: id,
        listedAt: '2026-01-01T00:00:00Z',
        updatedAt: '2026-01-01T00:00:00Z',
      }),
    ),
  )
const catalogue = catalogueOf(['a', 'b', 'c'])
const second = (s: number) => Date.UTC(2026, 0, 1, 12, 0, s)

beforeEach(async () => {
  await truncateAll(database)
  await database.pool.query(`INSERT INTO restaurants (id, name) VALUES ('a', 'A'), ('b', 'B'), ('c', 'C')`)
  await database.pool.query(`
    INSERT INTO users (id, locations, cuisines, max_price_level, personalisation_opt_out) VALUES
      ('ann', '[{"label": "home", "lat": 1, "lon": 2}]', '{Thai}', 3, false), ('opt', '[]', '{}', NULL, true)`)
})

async function act(
  userId: string,
  restaurantId: string,
  atMs: number,
  type = 'order',
  amount: number | null = 10,
) {
  await database.pool.query(
    `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount)
     VALUES (gen_random_uuid(), $1::"InteractionType", $2, $3, to_timestamp($4::float8 / 1000), $5)`,
    [type, userId, restaurantId, atMs, type === 'order' ? amount : null],
  )
}

/** A pool whose queries can be counted, held up and made to fail. */
function pool() {
  const control = { queries: 0, fail: false, delayMs: 0 }
  const proxy = new Proxy(database.pool, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name)
      return async (...given: unknown[]) => {
        control.queries++
        if (control.delayMs) await delay(control.delayMs)
        if (control.fail) throw new Error('away')
        return Reflect.apply(target.query, target, given)
      }
    },
  })
  return { control, proxy }
}

function setUp(options: Partial<LookupOptions> = {}) {
  const { control, proxy } = pool()
  const lookups = createLookups({ pool: proxy, ...options })
  const find = (userId: string, untilMs: number | null = null, deadlineMs = 2000, places = catalogue) =>
    lookups.find({ userId, untilMs, catalogue: places, deadlineMs })
  const restaurants = async (...given: Parameters<typeof find>) => {
    const { user } = await find(...given)
    return Array.from(user?.history.restaurant ?? [], (i) => catalogue.ids[i])
  }
  return { control, lookups, find, restaurants }
}

describe('a look-up', () => {
  test('finds the row and the history, oldest first, without impressions', async () => {
    await act('ann', 'b', second(2))
    await act('ann', 'a', second(1), 'order', null)
    await act('ann', 'c', second(3), 'dismiss')
    await act('ann', 'c', second(4), 'impression')
    const { find } = setUp()
    const found = await find('ann')
    expect(found).toMatchObject({
      state: 'fresh',
      user: { locations: [{ lat: 1, lon: 2 }], cuisines: ['Thai'], maxPriceLevel: 3, optOut: false },
    })
    const history = found.user!.history
    expect([...history.restaurant]).toEqual([0, 1, 2])
    expect([...history.atMs]).toEqual([second(1), second(2), second(3)])
    expect(Array.from(history.type, (type) => interactionTypes[type])).toEqual(['order', 'order', 'dismiss'])
    expect([...history.amount]).toEqual([Number.NaN, 10, Number.NaN])
  })

  test('of someone unknown says so, and is asked again, since they may appear', async () => {
    const { find, control } = setUp()
    expect(await find('bob')).toEqual({ state: 'unknown', user: null })
    await database.pool.query(`INSERT INTO users (id, cuisines) VALUES ('bob', '{}')`)
    expect((await find('bob')).state).toBe('fresh')
    expect(control.queries).toBe(2)
  })

  test('of who opted out holds nothing that they did', async () => {
    await act('opt', 'a', second(1))
    const { find } = setUp()
    expect(await find('opt')).toMatchObject({
      state: 'fresh',
      user: { optOut: true, history: { length: 0 } },
    })
  })

  test('keeps the latest when there are more than the limit', async () => {
    for (let s = 0; s < 10; s++) await act('ann', s % 2 ? 'a' : 'b', second(s))
    const { find } = setUp({ maxInteractions: 3 })
    expect([...(await find('ann')).user!.history.atMs]).toEqual([second(7), second(8), second(9)])
  })

  test('of a past moment holds nothing later, cached or not, cut off or not', async () => {
    for (let s = 0; s < 10; s++) await act('ann', 'a', second(s))
    const { find } = setUp({ maxInteractions: 3 })
    const at = async (s: number) =>
      [...(await find('ann', second(s))).user!.history.atMs].map((ms) => (ms - second(0)) / 1000)
    expect(await at(4)).toEqual([2, 3, 4])
    await find('ann')
    expect(await at(8)).toEqual([7, 8])
    expect(await at(4)).toEqual([2, 3, 4])
    expect(await at(99)).toEqual([7, 8, 9])
  })

  test('fits the catalogue of the request, even when another one was cached', async () => {
    await act('ann', 'b', second(1))
    const { find } = setUp()
    expect([...(await find('ann')).user!.history.restaurant]).toEqual([1])
    expect([
      ...(await find('ann', null, 2000, catalogueOf(['0', 'a', 'b']))).user!.history.restaurant,
    ]).toEqual([2])
  })
})

describe('look-ups of one moment', () => {
  test('share one statement, and each gets its own answer', async () => {
    await database.pool.query(
      `INSERT INTO users (id, cuisines) SELECT 'u' || n, ARRAY['c' || n] FROM generate_series(1, 200) n`,
    )
    const { find, control } = setUp()
    const found = await Promise.all(Array.from({ length: 200 }, (_, i) => find(`u${i + 1}`)))
    expect(control.queries).toBe(1)
    expect(found.map(({ user }) => user?.cuisines[0])).toEqual(
      Array.from({ length: 200 }, (_, i) => `c${i + 1}`),
    )
  })

  test('of one user are one question, and the next ones none', async () => {
    const { find, control, lookups } = setUp()
    await Promise.all(Array.from({ length: 50 }, () => find('ann')))
    for (let i = 0; i < 50; i++) await find('ann')
    expect(control.queries).toBe(1)
    expect(lookups.stats).toMatchObject({ cachedUsers: 1, waiting: 0, queries: 1 })
  })
})

describe('after the user did something', () => {
  test('the next look-up sees it', async () => {
    const { lookups, restaurants } = setUp()
    expect(await restaurants('ann')).toEqual([])
    await act('ann', 'a', second(1))
    lookups.expire(['ann'])
    expect(await restaurants('ann')).toEqual(['a'])
  })

  test('a look-up that was under way is not kept', async () => {
    const { control, lookups, restaurants } = setUp()
    control.delayMs = 1
    const early = restaurants('ann')
    await act('ann', 'a', second(1))
    lookups.expire(['ann'])
    await early
    expect(await restaurants('ann')).toEqual(['a'])
  })

  test.each(['expireAll', 'forgetAll'] as const)('%s counts for everyone', async (name) => {
    const { lookups, restaurants } = setUp()
    await restaurants('ann')
    await act('ann', 'c', second(1))
    lookups[name]()
    expect(await restaurants('ann')).toEqual(['c'])
  })
})

describe('while PostgreSQL is away', () => {
  test('what was known before is used and called stale; who was not known is unavailable; nobody waits in line', async () => {
    const { control, lookups, find } = setUp()
    await find('ann')
    lookups.expire(['ann'])
    control.fail = true
    expect((await find('ann')).state).toBe('stale')
    expect(await find('opt')).toEqual({ state: 'unavailable', user: null })
    for (let i = 0; i < 100; i++) await find('opt')
    expect(control.queries).toBeLessThan(10)
  })

  test('what was forgotten is never used again', async () => {
    const { control, lookups, find } = setUp()
    await find('ann')
    lookups.forget(['ann'])
    control.fail = true
    expect(await find('ann')).toEqual({ state: 'unavailable', user: null })
  })

  test('it is found again by itself when it is back', async () => {
    let clockMs = 0
    const { control, find } = setUp({ clockMs: () => clockMs })
    control.fail = true
    expect((await find('ann')).state).toBe('unavailable')
    control.fail = false
    expect((await find('ann')).state).toBe('unavailable')
    clockMs += 1000
    expect((await find('ann')).state).toBe('fresh')
  })

  test('a slow answer is not waited for beyond the deadline', async () => {
    const { control, find } = setUp()
    control.delayMs = 300
    expect(await find('ann', null, 10)).toEqual({ state: 'unavailable', user: null })
  })

  test('a caller in a hurry does not make the others do without', async () => {
    const { control, find } = setUp()
    control.delayMs = 20
    expect((await find('ann', null, 1)).state).toBe('unavailable')
    expect((await find('opt')).state).toBe('fresh')
  })

  test('no more than the stated number wait', async () => {
    const { control, find, lookups } = setUp({ maxWaiting: 5, maxBatch: 1, maxConcurrent: 1 })
    control.delayMs = 20
    const found = Promise.all(Array.from({ length: 50 }, (_, i) => find(`u${i}`)))
    expect(lookups.stats.waiting).toBeLessThanOrEqual(5)
    expect((await found).filter(({ state }) => state === 'unavailable')).toHaveLength(45)
  })
})

test('the cache holds no more interactions than it may', async () => {
  await database.pool.query(
    `INSERT INTO users (id, cuisines) SELECT 'u' || n, '{}' FROM generate_series(1, 100) n`,
  )
  const { find, lookups } = setUp({ maxCachedInteractions: 200 })
  for (let i = 1; i <= 100; i++) await find(`u${i}`)
  expect(lookups.stats.cachedUsers).toBe(10)
})

describe('when restaurants come and go', () => {
  const idsOf = async (find: ReturnType<typeof setUp>['find'], places: typeof catalogue) => {
    const { user } = await find('ann', null, 2000, places)
    return Array.from(user?.history.restaurant ?? [], (i) => places.ids[i])
  }

  test('what is known of a user is told by the new numbers without another question, and by the old ones too', async () => {
    for (const [n, id] of ['a', 'b', 'c', 'a'].entries()) await act('ann', id, second(n))
    const { control, find } = setUp()
    expect(await idsOf(find, catalogue)).toEqual(['a', 'b', 'c', 'a'])
    expect(await idsOf(find, catalogueOf(['0', 'a', 'b', 'bb', 'c']))).toEqual(['a', 'b', 'c', 'a'])
    expect(await idsOf(find, catalogueOf(['a', 'c']))).toEqual(['a', 'c', 'a'])
    expect(control.queries).toBe(1)
  })

  test('all columns stay beside each other', async () => {
    for (const [n, id] of ['a', 'b', 'c'].entries()) await act('ann', id, second(n), 'order', n + 1)
    const { find } = setUp()
    await find('ann')
    const { user } = await find('ann', null, 2000, catalogueOf(['c', 'd']))
    const fresh = await setUp().find('ann', null, 2000, catalogueOf(['c', 'd']))
    expect(user).toEqual(fresh.user)
    expect([...user!.history.amount]).toEqual([3])
  })

  test('a user of whom something was left out for want of its restaurant is asked for again', async () => {
    for (const [n, id] of ['a', 'b'].entries()) await act('ann', id, second(n))
    const { find } = setUp()
    expect(await idsOf(find, catalogueOf(['a']))).toEqual(['a'])
    expect(await idsOf(find, catalogue)).toEqual(['a', 'b'])
  })

  test('what was known so many catalogues ago is asked for again', async () => {
    await act('ann', 'a', second(0))
    const { control, find } = setUp()
    await find('ann')
    for (let n = 0; n < 5; n++) await find('nobody', null, 2000, catalogueOf(['a', `z${n}`]))
    const before = control.queries
    expect(await idsOf(find, catalogueOf(['a', 'y']))).toEqual(['a'])
    expect(control.queries).toBe(before + 1)
  })
})
