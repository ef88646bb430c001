import { Readable } from 'node:stream'
import { beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { importNdjson, maxListedRejects } from '../../src/import/ndjson.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const restaurants = createRestaurantStore({ database })
const users = createUserStore({ database })
beforeEach(() => truncateAll(database))

const stream = (...lines: string[]) => Readable.from(lines.map((line) => Buffer.from(`${line}\n`)))
const place = (id: string, rest = {}) => JSON.stringify({ id, name: `Place ${id}`, ...rest })

describe('NDJSON from a stream', () => {
  test('brings no erased user back; the line is told', async () => {
    await importNdjson('users', stream('{"id":"a"}', '{"id":"b"}'), { database })
    await users.erase('b')
    const report = await importNdjson('users', stream('{"id":"a"}', '', '{"id":"b"}', '{"id":"c"}'), {
      database,
    })
    const errors = [{ path: 'id', message: 'was erased; PUT the user again first' }]
    expect(report).toEqual({
      ...{ read: 3, inserted: 1, updated: 0, unchanged: 1, rejectedCount: 1 },
      rejected: [{ line: 3, id: 'b', errors }],
    })
  })

  test('is taken line by line, every line counted once', async () => {
    await importNdjson('restaurants', stream(place('a'), place('b')), { database })
    const report = await importNdjson(
      'restaurants',
      stream(
        place('a'),
        place('b', { priceLevel: 2 }),
        '',
        place('c'),
        '{',
        place('d', { priceLevel: 9, nam: 1 }),
      ),
      { database },
    )
    expect(report).toEqual({
      read: 5,
      inserted: 1,
      updated: 1,
      unchanged: 1,
      rejectedCount: 2,
      rejected: [
        { line: 5, errors: [{ path: '', message: 'the line is not valid JSON' }] },
        {
          line: 6,
          id: 'd',
          errors: [
            { path: 'priceLevel', message: 'is a price level: 1 (cheap), 2, 3 or 4 (dear)' },
            { path: 'nam', message: 'is not a field here; remove it or check its spelling' },
          ],
        },
      ],
    })
    expect(await restaurants.count()).toBe(3)
  })

  test('counts on the same terms for users', async () => {
    const line = JSON.stringify({ id: 'u', cuisines: ['Thai'] })
    expect(await importNdjson('users', stream(line, line), { database })).toMatchObject({
      inserted: 1,
      unchanged: 1,
    })
    expect((await users.get('u'))?.cuisines).toEqual(['Thai'])
  })

  test('lists a bounded number of rejects and counts them all', async () => {
    const report = await importNdjson('users', stream(...Array<string>(300).fill('nonsense')), { database })
    expect(report.rejectedCount).toBe(300)
    expect(report.rejected).toHaveLength(maxListedRejects)
  })

  test('that breaks off leaves nothing behind, however much came before', async () => {
    const broken = async function* () {
      for (let i = 0; i < 2500; i++) yield Buffer.from(`${place(`r${i}`)}\n`)
      throw new Error('the client hung up')
    }
    await expect(importNdjson('restaurants', broken(), { database })).rejects.toThrow('hung up')
    expect(await restaurants.count()).toBe(0)
  })

  test('of nothing is nothing', async () => {
    expect(await importNdjson('users', Readable.from([]), { database })).toMatchObject({
      read: 0,
      rejected: [],
    })
  })
})
