import { describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'

const app = await testApp()
const make = (body: object) => app.call('post', '/v1/admin/keys', { body })
const opens = async (key: string) => (await app.call('get', '/v1/profiles', { key })).status

describe('a key made by an administrator', () => {
  test('is shown this once, opens its role, and is in no list', async () => {
    const made = await make({ role: 'analyst', label: 'ana' })
    expect(made.status).toBe(201)
    expect(made.get('cache-control')).toBe('no-store')
    expect(await opens(made.body.key)).toBe(200)
    const listed = await app.call('get', '/v1/admin/keys')
    expect(listed.body.items.at(-1)).toMatchObject({ id: made.body.id, role: 'analyst', label: 'ana' })
    expect(listed.text).not.toContain(made.body.key)
    const audit = await app.call('get', '/v1/admin/audit')
    expect(audit.text).toContain(made.body.id)
    expect(audit.text).not.toContain(made.body.key)
  })

  test('is in a list that goes on page by page, oldest first, each once', async () => {
    for (let n = 0; n < 7; n++) await make({ role: 'app', label: `page ${n}` })
    const page = async (query: string) => (await app.call('get', `/v1/admin/keys${query}`)).body
    const whole = (await page('?limit=500')).items
    const found: unknown[] = []
    for (let cursor = ''; ; ) {
      const { items, nextCursor } = await page(`?limit=3${cursor}`)
      expect(items.length).toBeLessThanOrEqual(3)
      found.push(...items)
      if (nextCursor === null) break
      cursor = `&cursor=${nextCursor}`
    }
    expect(found).toEqual(whole)
    expect(whole.length).toBeGreaterThanOrEqual(11)
    const times = whole.map(({ createdAt }: { createdAt: string }) => createdAt)
    expect(times).toEqual([...times].sort())
    expect((await page('?cursor=mine')).code).toBe('invalid-cursor')
  })

  test('cannot be over before it begins', async () => {
    const made = await make({ role: 'app', label: 'late', expiresAt: '2020-01-01T00:00:00Z' })
    expect([made.status, made.body.errors]).toEqual([
      400,
      [{ path: 'expiresAt', message: 'is over already' }],
    ])
  })

  test('is rotated with an overlap or at once', async () => {
    const { body: old } = await make({ role: 'manager', label: 'shop' })
    const rotated = await app.call('post', `/v1/admin/keys/${old.id}/rotate`, { body: {} })
    expect(rotated.status).toBe(201)
    expect([await opens(old.key), await opens(rotated.body.key.key)]).toEqual([200, 200])
    const again = await app.call('post', `/v1/admin/keys/${old.id}/rotate`, { body: {} })
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining(rotated.body.key.id)])
    const next = await app.call('post', `/v1/admin/keys/${rotated.body.key.id}/rotate`, {
      body: { overlapHours: 0 },
    })
    expect([await opens(rotated.body.key.key), await opens(next.body.key.key)]).toEqual([401, 200])
  })

  test('is revoked at once, by another key than itself', async () => {
    const { body: made } = await make({ role: 'admin', label: 'second' })
    const own = await app.call('delete', `/v1/admin/keys/${made.id}`, { key: made.key })
    expect([own.status, own.body.code]).toEqual([409, 'conflict'])
    expect((await app.call('delete', `/v1/admin/keys/${made.id}`)).status).toBe(204)
    expect(await opens(made.key)).toBe(401)
    expect((await app.call('delete', `/v1/admin/keys/${made.id}`)).body.code).toBe('key-not-found')
  })
})
