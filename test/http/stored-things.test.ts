import { describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'

const caughtUp: string[] = []
const usersChanged: string[] = []
const app = await testApp({
  caughtUp: async (topic) => void caughtUp.push(topic),
  onUserChanged: (id) => void usersChanged.push(id),
  onUserErased: (id) => void usersChanged.push(`${id} erased`),
})

describe.each([
  [
    'restaurants',
    { name: 'Tasca', priceLevel: 2, tags: ['terrace'] },
    { priceLevel: 3 },
    'restaurant-not-found',
  ],
  ['users', { cuisines: ['thai'], maxPriceLevel: 2 }, { maxPriceLevel: 3 }, 'user-not-found'],
] as const)('/v1/%s', (kind, input, patch, notFound) => {
  const path = `/v1/${kind}/one`

  test('what does not exist is 404 to read, change and remove', async () => {
    for (const [method, body] of [['get'], ['patch', patch], ['delete']] as const) {
      const response = await app.call(method, path, body ? { body } : {})
      expect([method, response.status, response.body.code]).toEqual([method, 404, notFound])
    }
  })

  test('PUT makes with 201, then replaces with 200; what is left out takes its default', async () => {
    expect((await app.call('put', path, { body: { ...input, ...patch } })).status).toBe(201)
    const again = await app.call('put', path, { body: input })
    expect([again.status, again.body]).toMatchObject([200, { id: 'one', ...input }])
    expect((await app.call('get', path)).body).toEqual(again.body)
  })

  test('PATCH changes what is named and nothing else', async () => {
    const before = (await app.call('get', path)).body
    const after = (await app.call('patch', path, { body: patch })).body
    expect({ ...after, updatedAt: '' }).toEqual({ ...before, ...patch, updatedAt: '' })
  })

  test('a field that does not exist, or cannot be set, is named', async () => {
    for (const [method, body] of [
      ['put', { ...input, id: 'two', createdAt: 'now' }],
      ['patch', { id: 'two', createdAt: 'now' }],
    ] as const) {
      const response = await app.call(method, path, { body })
      expect(response.status).toBe(400)
      expect(response.body.errors.map((error: { path: string }) => error.path)).toEqual(['id', 'createdAt'])
    }
  })

  test('DELETE removes', async () => {
    expect((await app.call('delete', path)).status).toBe(kind === 'users' ? 200 : 204)
    expect((await app.call('get', path)).status).toBe(404)
  })

  test('the list comes in pages, each entry once, in order of id', async () => {
    const ids = ['a', 'b', 'c d', 'é', 'ü/ñ']
    for (const id of [...ids].reverse()) {
      await app.call('put', `/v1/${kind}/${encodeURIComponent(id)}`, { body: input })
    }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { body } = await app.call('get', `/v1/${kind}?limit=2${query}`)
      expect(body.items.length).toBeGreaterThan(0)
      seen.push(...body.items.map(({ id }: { id: string }) => id))
      cursor = body.nextCursor
    } while (cursor !== null)
    expect(seen.toSorted()).toEqual(ids.toSorted())
    expect(new Set(seen).size).toBe(ids.length)
  })

  test.each(['x', 'YQ', encodeURIComponent('"><script>'), 'A'.repeat(999)])(
    'a cursor that is not ours is refused: %s',
    async (cursor) => {
      const response = await app.call('get', `/v1/${kind}?cursor=${cursor}`)
      expect([response.status, response.body.code]).toEqual([400, 'invalid-cursor'])
    },
  )

  test.each(['0', '501', '-1', '1.5', 'ten', '1e2', '', ' 5', '٣'])('limit=%s is refused', async (limit) => {
    const response = await app.call('get', `/v1/${kind}?limit=${encodeURIComponent(limit)}`)
    expect([response.status, response.body.errors[0].path]).toEqual([400, 'limit'])
  })
})

test('every fault of a restaurant is named', async () => {
  const { status, body } = await app.call('put', '/v1/restaurants/x', {
    body: {
      name: '',
      priceLevel: 5,
      averageSpend: -1,
      currency: 'euro',
      feeRate: 10,
      location: { lat: 91, lon: 0 },
      timeZone: 'Mars/Olympus',
      hours: [{ day: 'someday', opens: '25:00', closes: '12:60' }],
      status: 'gone',
      listedAt: 'today',
    },
  })
  expect(status).toBe(400)
  expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'averageSpend',
    'currency',
    'feeRate',
    'hours.0.closes',
    'hours.0.day',
    'hours.0.opens',
    'listedAt',
    'location.lat',
    'name',
    'priceLevel',
    'status',
    'timeZone',
  ])
})

test('a write is served before it is answered', async () => {
  caughtUp.length = 0
  usersChanged.length = 0
  await app.call('put', '/v1/restaurants/w', { body: { name: 'W' } })
  await app.call('patch', '/v1/restaurants/w', { body: { status: 'closed' } })
  await app.call('delete', '/v1/restaurants/w')
  expect(caughtUp).toEqual(['catalogue', 'catalogue', 'catalogue'])
  await app.call('put', '/v1/users/w', { body: {} })
  await app.call('patch', '/v1/users/w', { body: { personalisationOptOut: true } })
  await app.call('delete', '/v1/users/w')
  expect(usersChanged).toEqual(['w', 'w', 'w erased'])
})

test('erasing a user says what went with it', async () => {
  await app.call('put', '/v1/users/e', { body: {} })
  await app.call('put', '/v1/restaurants/r', { body: { name: 'R' } })
  const row = { type: 'click', userId: 'e', at: '2026-03-01T19:30:00Z' }
  const interactions = [
    { ...row, id: 'i1', restaurantId: 'r' },
    { ...row, id: 'i2', restaurantId: 'unknown' },
  ]
  await app.call('post', '/v1/interactions', { body: { interactions } })
  const { body } = await app.call('delete', '/v1/users/e', { as: 'app' })
  expect(body.erased).toMatchObject({ interactions: 1, pendingInteractions: 1 })
})
