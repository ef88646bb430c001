import { beforeEach, describe, expect, test } from 'vitest'
import { createLastLists } from '../../src/serving/last-lists.ts'
import { plainRequest } from '../../src/serving/past-requests.ts'
import type { RecommendationRequest } from '../../src/serving/service.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const nowMs = Date.now()
const hourMs = 3_600_000
let queries = 0
const counting = new Proxy(database.pool, {
  get(target, name) {
    if (name !== 'query') return Reflect.get(target, name)
    return (...given: unknown[]) => {
      queries++
      return Reflect.apply(target.query, target, given)
    }
  },
})
let lists = createLastLists({ pool: counting })

beforeEach(async () => {
  await truncateAll(database)
  queries = 0
  lists = createLastLists({ pool: counting })
})

const question = (changes: Partial<RecommendationRequest> = {}, atMs = nowMs, userId = 'ann') => ({
  userId,
  profile: 'steady',
  request: plainRequest(changes),
  atMs,
  deadlineMs: 2000,
})

async function log(ids: string[], changes: Partial<RecommendationRequest>, atMs: number, profile = 'steady') {
  const request = { ...plainRequest(changes), atMs }
  const items = ids.map((restaurantId) => ({ restaurantId }))
  await database.pool.query(
    `INSERT INTO recommendations (id, at, user_id, profile_key, profile_revision, request, plan, items, took_ms)
     VALUES (gen_random_uuid()::text, to_timestamp($1::float8 / 1000), 'ann', $2, 1, $3, '{}', $4, 1)`,
    [atMs, profile, JSON.stringify(request), JSON.stringify(items)],
  )
}

describe('the last list', () => {
  test('is what was logged last in a like context, and is asked for once', async () => {
    await log(['a', 'b'], {}, nowMs - 2 * hourMs)
    await log(['c', 'd'], {}, nowMs - hourMs)
    await log(['e'], { cuisines: ['Thai'] }, nowMs - 1000)
    await log(['f'], {}, nowMs - 1000, 'other')
    expect(await lists.find(question())).toEqual(['c', 'd'])
    expect(await lists.find(question({ cuisines: ['thai'] }))).toEqual(['e'])
    expect(await lists.find(question({ limit: 20 }))).toBeNull()
    expect(queries).toBe(1)
  })

  test('of another time of day, of last week and of the future is none', async () => {
    for (const apartMs of [5 * hourMs, 8 * 24 * hourMs, -hourMs])
      lists.shown(question({}, nowMs - apartMs), ['a'])
    expect(await lists.find(question())).toBeNull()
    lists = createLastLists({ pool: counting })
    lists.shown(question({}, nowMs - 25 * hourMs), ['b'])
    expect(await lists.find(question())).toEqual(['b'])
  })

  test('questions of the same moment share one statement', async () => {
    await log(['a'], {}, nowMs - 1000)
    const found = await Promise.all([
      lists.find(question()),
      lists.find(question()),
      lists.find(question({}, nowMs, 'bob')),
    ])
    expect(found).toEqual([['a'], ['a'], null])
    expect(queries).toBe(1)
    expect(await lists.find(question({}, nowMs, 'bob'))).toBeNull()
    expect(queries).toBe(1)
  })

  test('is what this process showed, without a question', async () => {
    lists.shown(question({}, nowMs - 1000), ['x', 'y'])
    expect(await lists.find(question())).toEqual(['x', 'y'])
    expect(queries).toBe(0)
  })

  test('is forgotten with its user, even while it is looked up', async () => {
    await log(['a'], {}, nowMs - 1000)
    const asked = lists.find(question())
    lists.forget(['ann'])
    expect(await asked).toBeNull()
    lists.shown(question({}, nowMs - 1000), ['x'])
    await database.pool.query('DELETE FROM recommendations')
    lists.forget(['ann'])
    expect(await lists.find(question())).toBeNull()
  })

  test('is none, at once, when PostgreSQL does not answer in time', async () => {
    const silent = createLastLists({
      pool: new Proxy(database.pool, { get: () => () => new Promise(() => {}) }),
    })
    expect(await silent.find({ ...question(), deadlineMs: 5 })).toBeNull()
  })
})
