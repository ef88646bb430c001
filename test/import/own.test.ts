import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fc, test as propTest } from '@fast-check/vitest'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { exportOwn } from '../../src/import/own/export-own.ts'
import { importOwn, type OwnKind, ownKinds } from '../../src/import/own/import-own.ts'
import { listQuarantine } from '../../src/import/quarantine.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { userInputSchema } from '../../src/users/schema.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { anyText } from './odd-text.ts'
import { contents, expectBalanced, fileOf, removeFolders, temporaryFolder } from './support.ts'

afterAll(removeFolders)

const database = await testDatabase()
const folder = await temporaryFolder()
beforeEach(() => truncateAll(database))

async function exported(kind: OwnKind, format: 'csv' | 'ndjson'): Promise<string> {
  let text = ''
  for await (const part of exportOwn(kind, format, database)) text += part
  return text
}

async function file(name: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

test('a file that is read again does not bring an erased user back, and the rows are kept nowhere', async () => {
  const store = createUserStore({ database })
  const users = await file('erased-users.ndjson', '{"id":"stays"}\n{"id":"goes"}\n')
  const acts = ['stays', 'goes'].map((userId) =>
    JSON.stringify({ id: userId, type: 'click', userId, restaurantId: 'r', at: '2026-01-01T00:00:00Z' }),
  )
  const interactions = await file('erased-interactions.ndjson', `${acts.join('\n')}\n`)
  await importOwn('users', users, { database })
  await store.erase('goes')
  for (const [kind, path] of [
    ['users', users],
    ['interactions', interactions],
  ] as const) {
    const report = await importOwn(kind, path, { database })
    expectBalanced(report)
    expect(report.files[0]?.skipped).toEqual({ 'the user was erased': 1 })
  }
  expect(await store.get('goes')).toBeNull()
})

const number = fc.double({ min: 0, max: 1000, noNaN: true }).map((x) => x + 0)
const restaurant = fc.record(
  {
    name: anyText,
    brand: anyText,
    district: fc.option(anyText),
    cuisines: fc.array(anyText, { maxLength: 3 }),
    tags: fc.array(anyText, { maxLength: 3 }),
    priceLevel: fc.integer({ min: 1, max: 4 }),
    averageSpend: number,
    costPerOrder: number,
    feeRate: fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0),
    location: fc
      .record({
        lat: fc.double({ min: -90, max: 90, noNaN: true }).map((x) => x + 0),
        lon: fc.double({ min: -180, max: 180, noNaN: true }).map((x) => x + 0),
      })
      .filter(({ lat, lon }) => lat !== 0 || lon !== 0),
    hours: fc.constantFrom([], [{ day: 'fri', opens: '18:00', closes: '02:00' }]),
    timeZone: fc.constantFrom('Europe/Paris', 'Asia/Muscat'),
    status: fc.constantFrom('open', 'paused', 'closed'),
    ratingCount: fc.integer({ min: 0, max: 99 }),
  },
  { requiredKeys: ['name'] },
)
const user = fc.record(
  {
    locations: fc.array(fc.record({ lat: fc.constant(1.5), lon: fc.constant(-2), label: anyText }), {
      maxLength: 2,
    }),
    cuisines: fc.array(anyText, { maxLength: 3 }),
    maxPriceLevel: fc.integer({ min: 1, max: 4 }),
    personalisationOptOut: fc.boolean(),
  },
  { requiredKeys: [] },
)
const idText = anyText.filter((text) => text.length <= 200 && text !== '.' && text !== '..')

async function fill(restaurants: Map<string, unknown>, users: Map<string, unknown>) {
  const rows = [...restaurants].map(([id, input]) => ({ ...restaurantInputSchema.parse(input), id }))
  await createRestaurantStore({ database }).upsertMany(rows)
  await createUserStore({ database }).upsertMany(
    [...users].map(([id, input]) => ({ ...userInputSchema.parse(input), id })),
  )
  const at = '2026-01-01T12:00:00.123Z'
  const [r0 = 'nowhere'] = restaurants.keys()
  const [u0 = 'nobody'] = users.keys()
  await createInteractionStore({ database }).ingest([
    { id: '=order', type: 'order', userId: u0, restaurantId: r0, at, amount: 0.1 + 0.2 },
    { id: 'rating', type: 'rating', userId: u0, restaurantId: r0, at, rating: 0 },
    { id: 'seen', type: 'impression', userId: u0, restaurantId: r0, at, position: 3, recommendationId: 'x' },
    { id: 'waits', type: 'click', userId: u0, restaurantId: 'unknown place', at },
  ])
}

const byId = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(idText, value), { minLength: 1, maxLength: 4 }).map((pairs) => new Map(pairs))

describe('export, import into an empty database, export again', () => {
  propTest.prop([byId(restaurant), byId(user), fc.constantFrom('csv' as const, 'ndjson' as const)], {
    numRuns: 12,
  })('gives the same text, field by field', async (restaurants, users, format) => {
    await truncateAll(database)
    await fill(restaurants, users)
    const before: Record<string, string> = {}
    for (const kind of ownKinds) before[kind] = await exported(kind, format)
    await truncateAll(database)
    for (const kind of ownKinds) {
      const report = await importOwn(kind, await file(`${kind}.${format}`, before[kind] ?? ''), { database })
      expect(report.files[0]?.quarantined).toEqual({})
    }
    for (const kind of ownKinds) expect(await exported(kind, format)).toBe(before[kind])
  })

  test('of nothing is nothing', async () => {
    for (const kind of ownKinds) {
      expect(await exported(kind, 'ndjson')).toBe('')
      const report = await importOwn(kind, await file('empty.csv', await exported(kind, 'csv')), { database })
      expect(report.changed).toBe(false)
    }
    expect((await importOwn('users', await file('empty.ndjson', ''), { database })).files[0]?.read).toBe(0)
  })
})

describe('importing our own shape', () => {
  const csv = [
    'id,name,cuisines,priceLevel,latitude,longitude,hours',
    'a,Plain,,,,,',
    'b,"Comma, ""quoted""",Thai;Sushi,2,48.8,2.3,mon 10:00-22:00; fri 18:00-02:00',
    'c,Half a place,,,48.8,,',
    'd,Dear,,9,,,',
    'e,Odd hours,,,,,mon 25:00-x',
    ',No id,,,,,',
    'a,Plain again,,,,,',
  ].join('\n')

  test('takes sound rows, lists the others, and the last row of an id stands', async () => {
    const report = await importOwn('restaurants', await file('places.csv', csv), { database })
    expectBalanced(report)
    expect(fileOf(report, 'places.csv')).toMatchObject({ read: 7, imported: 3 })
    const store = createRestaurantStore({ database })
    expect((await store.get('a'))?.name).toBe('Plain again')
    expect(await store.get('b')).toMatchObject({
      name: 'Comma, "quoted"',
      cuisines: ['Thai', 'Sushi'],
      location: { lat: 48.8, lon: 2.3 },
      hours: [
        { day: 'mon', opens: '10:00', closes: '22:00' },
        { day: 'fri', opens: '18:00', closes: '02:00' },
      ],
    })
    const { rows } = await listQuarantine(database.pool, 'restaurants', 10)
    expect(rows.map(({ line, reason }) => [line, reason.split(' ')[0]])).toEqual([
      [4, 'location.lon'],
      [5, 'priceLevel'],
      [6, 'hours.opens'],
      [7, 'id'],
    ])
  })

  test('again changes nothing', async () => {
    const single = csv.split('\n').slice(0, -1).join('\n')
    const path = await file('places.csv', single)
    await importOwn('restaurants', path, { database })
    const before = await contents(database)
    const again = await importOwn('restaurants', path, { database })
    expect(again.changed).toBe(false)
    expect(await contents(database)).toBe(before)
  })

  test.each([
    ['a.csv', 'id\nx\n', 'has no column name'],
    ['a.csv', 'id,name,prize\nx,y,z\n', 'has a column prize, which is none of ours'],
    ['a.csv', 'id,name,id\nx,y,z\n', 'has two columns id'],
    ['a.ndjson', '[1]\n', 'is no file of JSON lines with id, name'],
  ])('refuses %s with %j whole', async (name, text, message) => {
    await expect(importOwn('restaurants', await file(name, text), { database })).rejects.toMatchObject({
      errors: [{ path: name, message }],
    })
    expect(await contents(database)).not.toContain('(')
  })

  test('refuses a file that is not there, and one of another kind', async () => {
    await expect(importOwn('users', join(folder, 'none.csv'), { database })).rejects.toThrow(/Nothing was/)
    await expect(importOwn('users', await file('a.xlsx', 'x'), { database })).rejects.toThrow(/neither/)
  })

  test('of interactions the first of an id stands, and the other counts as unchanged', async () => {
    const row = { type: 'click', userId: 'u', restaurantId: 'r', at: '2026-01-01T00:00:00Z' }
    const text = [
      { id: '1', ...row },
      { id: '2', ...row },
      { id: '1', ...row, type: 'dismiss' },
    ]
    const path = await file('acts.ndjson', text.map((one) => JSON.stringify(one)).join('\n'))
    const report = await importOwn('interactions', path, { database })
    expect(fileOf(report, 'acts.ndjson')).toMatchObject({ read: 3, imported: 2, unchanged: 1, pending: 2 })
    expect(await exported('interactions', 'ndjson')).not.toContain('dismiss')
    expect((await readFile(path, 'utf8')).length).toBeGreaterThan(0)
  })
})
