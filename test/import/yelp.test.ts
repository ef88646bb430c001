import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { listQuarantine } from '../../src/import/quarantine.ts'
import { importYelp } from '../../src/import/yelp/import-yelp.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { contents, copyOf, expectBalanced, fileOf, fixture, removeFolders } from './support.ts'

afterAll(removeFolders)

const database = await testDatabase()
const restaurants = createRestaurantStore({ database })
beforeEach(() => truncateAll(database))
const run = (path = fixture('yelp')) => importYelp(path, { database })

test('businesses that serve food become restaurants of their place, and no others', async () => {
  await run()
  expect((await restaurants.loadAll()).map(({ id }) => id)).toEqual(['b1', 'b3', 'b4'])
  expect(await restaurants.get('b1')).toMatchObject({
    name: 'Pho 24',
    district: 'Philadelphia',
    cuisines: ['Vietnamese', 'Soup'],
    priceLevel: 2,
    currency: 'USD',
    timeZone: 'America/New_York',
    rating: 4.5,
    ratingCount: 87,
    status: 'open',
    hours: [
      { day: 'mon', opens: '08:00', closes: '22:30' },
      { day: 'fri', opens: '00:00', closes: '24:00' },
      { day: 'sat', opens: '17:00', closes: '02:00' },
    ],
  })
  expect(await restaurants.get('b3')).toMatchObject({
    status: 'closed',
    currency: 'CAD',
    timeZone: 'America/Edmonton',
    priceLevel: null,
  })
  // Hours of an unknown zone would close it at the wrong times.
  expect(await restaurants.get('b4')).toMatchObject({ hours: null, timeZone: 'UTC' })
})

test('reviews become ratings, users bare ids; names and texts come nowhere', async () => {
  await run()
  const ratings = await createInteractionStore({ database }).latestOf(['u1', 'u2'], 10)
  expect(ratings.get('u1')).toEqual([
    {
      id: 'v1',
      type: 'rating',
      userId: 'u1',
      restaurantId: 'b1',
      rating: 5,
      atMs: Date.UTC(2018, 6, 7, 22, 9, 11),
    },
  ])
  expect(ratings.get('u2')?.[0]).toMatchObject({ rating: 1 })
  expect(await contents(database)).not.toMatch(/Private|Warm|Cold/)
})

test('every row has one fate, broken ones are listed, and a second run changes nothing', async () => {
  const report = await run()
  expectBalanced(report)
  expect(fileOf(report, 'business.json')).toMatchObject({
    read: 6,
    imported: 3,
    skipped: { 'serves no food': 1 },
  })
  expect(fileOf(report, 'review.json')).toMatchObject({
    read: 6,
    imported: 2,
    unchanged: 1,
    skipped: { 'is of no restaurant': 1 },
  })
  const { rows } = await listQuarantine(database.pool, 'yelp', 100)
  expect(rows.map(({ file, line }) => `${file}:${line}`)).toEqual([
    'business.json:5',
    'business.json:6',
    'review.json:4',
    'review.json:5',
    'user.json:2',
  ])
  expect(rows.map(({ reason }) => reason)).toContain('the line is not valid JSON')
  const before = await contents(database)
  const again = await run()
  expect(again.changed).toBe(false)
  expect(await contents(database)).toBe(before)
})

test('the long file names are known too; a missing or wrong file changes nothing', async () => {
  const copy = await copyOf('yelp')
  await rename(join(copy, 'review.json'), join(copy, 'yelp_academic_dataset_review.json'))
  expect(fileOf(await run(copy), 'yelp_academic_dataset_review.json').read).toBe(6)
  await truncateAll(database)
  await writeFile(join(copy, 'user.json'), '{"business_id": "b"}\n')
  await rename(join(copy, 'business.json'), join(copy, 'elsewhere.json'))
  await expect(run(copy)).rejects.toMatchObject({
    errors: [{ path: 'business.json' }, { path: 'user.json', message: expect.stringContaining('user_id') }],
  })
  expect(await restaurants.count()).toBe(0)
})
