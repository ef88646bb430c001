import { beforeEach, describe, expect, test } from 'vitest'
import type { Interaction } from '../../src/interactions/schema.ts'
import { testApp } from '../support/app.ts'

const told: Interaction[] = []
const app = await testApp({ onIngested: (rows) => void told.push(...rows) })
const send = (interactions: unknown) =>
  app.call('post', '/v1/interactions', { as: 'app', body: { interactions } })
const order = (id: string, changes: object = {}) => ({
  id,
  type: 'order',
  userId: 'u',
  restaurantId: 'r',
  at: '2026-03-01T19:30:00Z',
  amount: 20,
  ...changes,
})

await app.call('put', '/v1/restaurants/r', { body: { name: 'R' } })
beforeEach(async () => {
  told.length = 0
  await app.database.pool.query('TRUNCATE interactions, pending_interactions')
})

describe('POST /v1/interactions', () => {
  test('keeps a row once, however often it comes', async () => {
    expect((await send([order('a'), order('a'), order('b')])).body).toEqual({
      accepted: 2,
      duplicates: 1,
      pending: 0,
      rejected: [],
    })
    expect((await send([order('a'), order('c')])).body).toMatchObject({ accepted: 1, duplicates: 1 })
    const { rows } = await app.database.pool.query('SELECT id FROM interactions ORDER BY id')
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  test('refuses a row whose user was erased, until the user is PUT again', async () => {
    const gone = order('late', { userId: 'gone' })
    await app.call('put', '/v1/users/gone', { body: {} })
    expect((await app.call('delete', '/v1/users/gone')).status).toBe(200)
    const { body } = await send([order('a'), gone, { id: 'faulty' }])
    expect(body).toMatchObject({ accepted: 1, duplicates: 0 })
    expect(body.rejected.map(({ index }: { index: number }) => index)).toEqual([1, 2])
    expect(body.rejected[0]).toEqual({
      index: 1,
      id: 'late',
      errors: [{ path: 'userId', message: 'was erased; PUT the user again first' }],
    })
    expect((await app.call('get', '/v1/users/gone')).status).toBe(404)
    await app.call('put', '/v1/users/gone', { body: {} })
    expect((await send([gone])).body).toMatchObject({ accepted: 1, rejected: [] })
  })

  test('keeps the good rows and names every fault of the others', async () => {
    const { status, body } = await send([
      order('good'),
      order('negative', { amount: -1, at: 'never' }),
      { id: 'rating', type: 'rating', userId: 'u', restaurantId: 'r', at: '2026-03-01T19:30:00Z' },
      null,
      order('also good'),
      order('', { userId: '\u0007', extra: 1 }),
    ])
    expect([status, body.accepted]).toEqual([200, 2])
    const faults = body.rejected.map(
      ({ index, id, errors }: { index: number; id: string; errors: { path: string }[] }) => [
        index,
        id,
        errors.map(({ path }) => path).sort(),
      ],
    )
    expect(faults).toEqual([
      [1, 'negative', ['amount', 'at']],
      [2, 'rating', ['rating']],
      [3, null, ['']],
      [5, null, ['extra', 'id', 'userId']],
    ])
  })

  test('refuses a time more than a day ahead, and tells what is missing', async () => {
    const at = new Date(Date.now() + 3 * 86_400_000).toISOString()
    const { userId: _, ...anonymous } = order('b')
    const { body } = await send([order('a', { at }), anonymous, order('c')])
    expect(body).toMatchObject({
      accepted: 1,
      rejected: [
        { index: 0, id: 'a', errors: [{ path: 'at', message: expect.stringContaining('future') }] },
        { index: 1, id: 'b', errors: [{ path: 'userId', message: expect.stringMatching(/^is missing/) }] },
      ],
    })
  })

  test('tells a fault between fields beside those of single fields', async () => {
    const { body } = await send([
      { ...order('a'), type: 'rating', at: 'never' },
      { ...order('b', { amount: -1 }), type: 'nonsense' },
      [],
      7,
    ])
    const paths = body.rejected.map(({ errors }: { errors: { path: string }[] }) =>
      errors.map(({ path }) => path).sort(),
    )
    expect(paths).toEqual([['amount', 'at', 'rating'], ['amount', 'type'], [''], ['']])
  })

  test('puts those of an unknown restaurant aside, counts them, and takes them in when it appears', async () => {
    expect((await send([order('early', { restaurantId: 'later' })])).body).toMatchObject({
      accepted: 1,
      pending: 1,
    })
    const { body } = await app.call('get', '/v1/admin/data-quality', { as: 'analyst' })
    expect(body.pendingInteractions).toMatchObject({
      count: 1,
      restaurants: 1,
      mostAwaited: [{ restaurantId: 'later', count: 1 }],
    })
    await app.call('put', '/v1/restaurants/later', { body: { name: 'Later' } })
    const after = await app.call('get', '/v1/admin/data-quality')
    expect(after.body.pendingInteractions.count).toBe(0)
    expect(await app.deps.interactions.ingest([])).toMatchObject({ accepted: 0 })
    const { rows } = await app.database.pool.query('SELECT id FROM interactions')
    expect(rows).toEqual([{ id: 'early' }])
  })

  test('tells the recommender of what was kept before it answers', async () => {
    await send([order('x'), order('y', { amount: -1 })])
    expect(told.map(({ id }) => id)).toEqual(['x'])
  })

  test.each([[[]], [Array.from({ length: 1001 }, (_, i) => order(`o${i}`))], [{}], [undefined]])(
    'refuses a list of none, too many, or no list',
    async (interactions) => {
      const { status, body } = await send(interactions)
      expect([status, body.errors[0].path]).toEqual([400, 'interactions'])
    },
  )

  test('takes a thousand at once', async () => {
    const { body } = await send(Array.from({ length: 1000 }, (_, i) => order(`o${i}`)))
    expect(body.accepted).toBe(1000)
  })
})
