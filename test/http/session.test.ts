import { describe, expect, test } from 'vitest'
import { userInputSchema } from '../../src/users/schema.ts'
import { testApp } from '../support/app.ts'

const app = await testApp()
const place = { lat: 48.85, lon: 2.35 }
await Promise.all([
  app.deps.users.put('anna', userInputSchema.parse({ locations: [place] })),
  app.deps.users.put('anton', userInputSchema.parse({})),
  app.deps.users.put('berta', userInputSchema.parse({})),
])
await app.call('put', '/v1/restaurants/r1', { body: { name: 'One' } })
await app.call('post', '/v1/interactions', {
  body: {
    interactions: ['o1', 'o2'].map((id) => ({
      id,
      type: 'order',
      userId: 'berta',
      restaurantId: 'r1',
      at: '2026-03-06T19:00:00Z',
      amount: 12,
    })),
  },
})
const find = async (query: string) =>
  (await app.call('get', `/v1/admin/users?${query}`, { as: 'analyst' })).body.items

test.each(['analyst', 'manager', 'admin'] as const)('a key of the role %s is told its role', async (role) => {
  const { body } = await app.call('get', '/v1/admin/session', { as: role })
  expect(body).toEqual({ role, keyId: expect.stringMatching(/^key_/), version: '0.0.0-test' })
})

describe('users to try lists with', () => {
  test('are found by what their id begins with, in order', async () => {
    expect(await find('search=an')).toEqual([
      { id: 'anna', orders: 0, hasPlace: true },
      { id: 'anton', orders: 0, hasPlace: false },
    ])
    expect(await find('search=an&limit=1')).toHaveLength(1)
    expect(await find('search=%25')).toEqual([])
    expect(await find('search=nna')).toEqual([])
  })

  test('are those who did something last where nothing is searched for', async () => {
    expect(await find('limit=5')).toEqual([{ id: 'berta', orders: 2, hasPlace: false }])
  })
})

describe('restaurants to ask about', () => {
  const found = async (query: string) => {
    const { body } = await app.call('get', `/v1/admin/restaurants?${query}`, { as: 'analyst' })
    return body.items.map(({ id }: { id: string }) => id)
  }
  const make = (id: string, name: string) => app.call('put', `/v1/restaurants/${id}`, { body: { name } })

  test('are found by the beginning of an id or any part of a name, what begins with it first', async () => {
    await make('q7', 'Golden Oven')
    await make('q70', 'Zur Oven')
    await make('zz', 'q7 lovers')
    await make('oven', '100 % Pasta')
    expect(await found('search=q7')).toEqual(['q7', 'q70', 'zz'])
    expect(await found('search=OVEN')).toEqual(['q7', 'q70'])
    expect(await found('search=oven')).toEqual(['oven', 'q7', 'q70'])
    expect(await found('search=oven&limit=1')).toEqual(['oven'])
    expect(await found('search=%25')).toEqual(['oven'])
    expect(await found('search=%5F')).toEqual([])
  })

  test('are the newest where nothing is searched for', async () => {
    await make('newest', 'Just opened')
    expect((await found('limit=1'))[0]).toBe('newest')
  })
})
