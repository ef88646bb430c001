import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { listQuarantine } from '../../src/import/quarantine.ts'
import { importUci } from '../../src/import/uci/import-uci.ts'
import { cityOf, paymentOf } from '../../src/import/uci/words.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { contents, copyOf, edit, expectBalanced, fileOf, fixture, removeFolders } from './support.ts'

afterAll(removeFolders)

const database = await testDatabase()
const restaurants = createRestaurantStore({ database })
beforeEach(() => truncateAll(database))
const run = (path = fixture('uci')) => importUci(path, { database })

describe('places', () => {
  beforeEach(() => run())

  test('become restaurants with all that the nine files say of them', async () => {
    const { updatedAt: _, ...place } = (await restaurants.get('1')) ?? {}
    expect(place).toEqual({
      id: '1',
      name: 'El Rincón',
      brand: null,
      district: 'San Luis Potosi',
      cuisines: ['Mexican', 'Latin American'],
      tags: ['Visa', 'Bank debit cards', 'Parking: public', 'Wine and beer', 'Accessible', 'Open air'],
      priceLevel: 1,
      averageSpend: null,
      currency: 'MXN',
      feeRate: null,
      costPerOrder: 0,
      preparationMinutes: null,
      deliveryRangeKm: null,
      location: { lat: 22.14, lon: -100.98 },
      timeZone: 'America/Mexico_City',
      hours: [
        ...['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => ({ day, opens: '08:00', closes: '21:00' })),
        { day: 'sat', opens: '20:00', closes: '01:30' },
      ],
      rating: null,
      ratingCount: 0,
      status: 'open',
      listedAt: '2011-01-01T00:00:00.000Z',
    })
  })

  test('have tidy names, joined hours, and no hours when they are never open', async () => {
    expect(await restaurants.get('2')).toMatchObject({
      name: 'carnitas mata',
      district: 'Ciudad Victoria',
      priceLevel: 2,
      hours: [{ day: 'mon', opens: '12:00', closes: '22:00' }],
    })
    expect(await restaurants.get('3')).toMatchObject({ hours: null, district: null, priceLevel: 3 })
  })
})

test.each([
  ['s.l.p.', 'San Luis Potosi'],
  ['san luis potos', 'San Luis Potosi'],
  ['victoria ', 'Ciudad Victoria'],
  ['Cd. Victoria', 'Ciudad Victoria'],
  ['?', null],
  ['Elsewhere', 'Elsewhere'],
])('the city %j is %j', (text, city) => expect(cityOf(text)).toBe(city))

test('Visa is one way of paying however it is spelt', () => {
  expect(new Set(['VISA', 'Visa', 'visa '].map(paymentOf))).toEqual(new Set(['Visa']))
})

test('of a user come place, budget and cuisines, and no personal attribute into any table', async () => {
  await run()
  const users = createUserStore({ database })
  expect(await users.get('U1')).toMatchObject({
    locations: [{ lat: 22.13, lon: -100.97, label: 'home' }],
    cuisines: ['Latin American', 'Mexican'],
    maxPriceLevel: 2,
  })
  expect(await users.get('U2')).toMatchObject({ locations: [], maxPriceLevel: null })
  const all =
    (await contents(database)) + JSON.stringify((await database.pool.query('SELECT * FROM imports')).rows)
  expect(all).not.toMatch(/zoroastrian|married|thrifty|1989|1\.77/i)
})

test('ratings of 0 to 2 are 0 to 5, all at one documented moment', async () => {
  await run()
  const store = createInteractionStore({ database })
  const ratings = (await store.latestOf(['U1', 'U2'], 10)).get('U1')
  expect(ratings?.map(({ id, rating, atMs }) => [id, rating, atMs])).toEqual([
    ['U1:1:rating', 5, Date.UTC(2011, 0, 1)],
    ['U1:2:rating', 0, Date.UTC(2011, 0, 1)],
  ])
  expect((await store.latestOf(['U2'], 10)).get('U2')?.[0]?.rating).toBe(2.5)
})

test('every row has one fate, broken ones are listed, and a second run changes nothing', async () => {
  const report = await run()
  expectBalanced(report)
  expect(fileOf(report, 'geoplaces2.csv')).toMatchObject({ read: 4, imported: 3 })
  expect(fileOf(report, 'chefmozcuisine.csv')).toMatchObject({
    read: 6,
    imported: 2,
    unchanged: 1,
    skipped: { 'says nothing': 1 },
    repaired: { 'repeated row left out': 1 },
  })
  expect(fileOf(report, 'userpayment.csv').skipped).toEqual({ 'how users pay has no use here': 1 })
  const { rows } = await listQuarantine(database.pool, 'uci', 100)
  expect(rows.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
    'chefmozcuisine.csv:6 no usable place of geoplaces2.csv has this id',
    'chefmozcuisine.csv:7 no usable place of geoplaces2.csv has this id',
    'geoplaces2.csv:5 location.lat is from -90 to 90 degrees',
    'rating_final.csv:5 rating is from 0 to 5',
    'rating_final.csv:6 another row has this user and place',
    'usercuisine.csv:4 no usable user of userprofile.csv has this id',
  ])
  const before = await contents(database)
  const again = await run()
  expect(again.changed).toBe(false)
  expectBalanced(again)
  expect(await contents(database)).toBe(before)
})

test('as officially published: Latin-1 in one line, UTF-8 in another, CRLF, a README beside', async () => {
  const copy = await copyOf('uci')
  await edit(join(copy, 'geoplaces2.csv'), (text) => {
    const [header, first, ...rest] = text.split('\n')
    return Buffer.concat([
      Buffer.from(`${header}\r\n`),
      Buffer.from(`${first}\r\n`, 'latin1'),
      Buffer.from(rest.join('\r\n').replace('Closed All Week', 'Cerrado mañana'), 'utf8'),
    ])
  })
  await writeFile(join(copy, 'README'), 'a text, no table')
  const report = await run(copy)
  expect(fileOf(report, 'geoplaces2.csv').repaired).toMatchObject({ 'read as Latin-1': 1 })
  expect((await restaurants.get('1'))?.name).toBe('El Rincón')
  expect((await restaurants.get('3'))?.name).toBe('Cerrado mañana')
  expect((await restaurants.get('3'))?.priceLevel).toBe(3)
})

test('a missing file changes nothing', async () => {
  const copy = await copyOf('uci')
  await rm(join(copy, 'rating_final.csv'))
  await expect(run(copy)).rejects.toMatchObject({ errors: [{ path: 'rating_final.csv' }] })
  expect(await restaurants.count()).toBe(0)
})
