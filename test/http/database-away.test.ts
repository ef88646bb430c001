import { expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { createDataQuality } from '../../src/monitoring/data-quality.ts'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testApp } from '../support/app.ts'

// Nothing listens on port 1.
const database = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', connectTimeoutMs: 500 })
const told: unknown[] = []
const app = await testApp({
  interactions: createInteractionStore({ database }),
  users: createUserStore({ database }),
  profiles: createProfileStore({ database, now: () => new Date() }),
  dataQuality: createDataQuality({ database }),
  onIngested: (rows) => void told.push(rows),
})
const interactions = [{ id: 'a', type: 'click', userId: 'u', restaurantId: 'r', at: '2026-03-01T19:30:00Z' }]

test.each([
  ['post', '/v1/interactions', { interactions }],
  ['put', '/v1/users/u', {}],
  ['get', '/v1/users/u', undefined],
  ['get', '/v1/profiles', undefined],
  ['get', '/v1/admin/data-quality', undefined],
] as const)(
  '%s %s is refused with 503 and Retry-After, never silently dropped',
  async (method, path, body) => {
    const response = await app.call(method, path, body ? { body } : {})
    expect([response.status, response.body.code]).toEqual([503, 'unavailable'])
    expect(Number(response.get('retry-after'))).toBeGreaterThan(0)
    expect(response.text).not.toMatch(/127\.0\.0\.1|ECONN|postgres/i)
  },
)

test('what was refused was told to nobody', () => {
  expect(told).toEqual([])
})

test('recommendations need no database of the HTTP shell', async () => {
  expect((await app.call('post', '/v1/recommendations', { body: {} })).status).toBe(200)
})
