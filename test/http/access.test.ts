import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/db/project-root.ts'
import type { Route } from '../../src/http/route.ts'
import { routes } from '../../src/http/routes/index.ts'
import { type Role, roles } from '../../src/keys/key-store.ts'
import { testApp } from '../support/app.ts'

/**
 * Who may call what, written out by hand: p public, a app, n analyst, m manager, d admin. A route that is not here, or that the
 * code gives to somebody else, fails.
 */
const table: Record<string, string> = {
  'post /v1/recommendations': 'anmd',
  'post /v1/recommendations/batch': 'anmd',
  'post /v1/rank': 'anmd',
  'post /v1/interactions': 'ad',
  'get /v1/restaurants': 'anmd',
  'post /v1/restaurants/import': 'md',
  'get /v1/restaurants/:id': 'anmd',
  'put /v1/restaurants/:id': 'md',
  'patch /v1/restaurants/:id': 'md',
  'delete /v1/restaurants/:id': 'md',
  'get /v1/users': 'd',
  'post /v1/users/import': 'd',
  'get /v1/users/:id': 'ad',
  'put /v1/users/:id': 'ad',
  'patch /v1/users/:id': 'ad',
  'delete /v1/users/:id': 'ad',
  'get /v1/profiles': 'nmd',
  'put /v1/profiles/default': 'md',
  'get /v1/profiles/:key': 'nmd',
  'put /v1/profiles/:key/draft': 'md',
  'delete /v1/profiles/:key/draft': 'md',
  'post /v1/profiles/:key/publish': 'md',
  'get /v1/profiles/:key/revisions': 'nmd',
  'get /v1/profiles/:key/revisions/:revision': 'nmd',
  'get /v1/profiles/:key/diff': 'nmd',
  'post /v1/profiles/:key/revert': 'md',
  'post /v1/admin/objectives/shift': 'nmd',
  'post /v1/admin/objectives/compare': 'nmd',
  'post /v1/admin/objectives/frontier': 'nmd',
  'post /v1/admin/objectives/solve': 'nmd',
  'post /v1/admin/objectives/why-not': 'nmd',
  'get /v1/admin/analyses': 'nmd',
  'get /v1/admin/recommendations/:id': 'nmd',
  'post /v1/admin/profiles/estimate': 'nmd',
  'get /v1/admin/fairness': 'nmd',
  'post /v1/admin/fairness': 'nmd',
  'get /v1/admin/worth': 'nmd',
  'get /v1/admin/experiments': 'nmd',
  'post /v1/admin/experiments': 'md',
  'get /v1/admin/experiments/:key': 'nmd',
  'put /v1/admin/experiments/:key': 'md',
  'post /v1/admin/experiments/:key/start': 'md',
  'post /v1/admin/experiments/:key/stop': 'md',
  'get /v1/admin/experiments/:key/results': 'nmd',
  'get /v1/admin/models': 'nmd',
  'post /v1/admin/models/rollback': 'd',
  'get /v1/admin/models/:version': 'nmd',
  'post /v1/admin/models/:version/promote': 'd',
  'post /v1/admin/training-runs': 'd',
  'get /v1/admin/training-runs': 'nmd',
  'get /v1/admin/training-runs/:id': 'nmd',
  'post /v1/admin/training-runs/:id/cancel': 'd',
  'get /v1/admin/planner': 'nmd',
  'get /v1/admin/batching': 'nmd',
  'post /v1/admin/batching/measurements': 'd',
  'get /v1/admin/audit': 'nmd',
  'get /v1/admin/drift': 'nmd',
  'get /v1/admin/data-quality': 'nmd',
  'get /v1/admin/data-quality/quarantine': 'nmd',
  'get /v1/admin/keys': 'd',
  'post /v1/admin/keys': 'd',
  'post /v1/admin/keys/:id/rotate': 'd',
  'delete /v1/admin/keys/:id': 'd',
  'get /v1/admin/session': 'nmd',
  'get /v1/admin/users': 'nmd',
  'get /v1/admin/restaurants': 'nmd',
  'get /health/live': 'p',
  'get /health/ready': 'p',
  'get /metrics': 'nmd',
  'get /openapi.json': 'p',
  'get /docs': 'p',
  'get /docs/problems': 'p',
  'get /docs/assets/:file': 'p',
  'get /admin': 'p',
  'get /admin/:page': 'p',
  'get /admin/assets/:file': 'p',
}

const letters: Record<Role, string> = { app: 'a', analyst: 'n', manager: 'm', admin: 'd' }
const nameOf = (route: Route) => `${route.method} ${route.path}`
const app = await testApp()
const revoked = await app.keyStore.create({ role: 'admin', label: 'revoked', actor: 'test' })
await app.keyStore.revoke(revoked.id, 'test')
const expired = await app.keyStore.create({
  role: 'admin',
  label: 'expired',
  actor: 'test',
  expiresAt: new Date(Date.now() - 1),
})

/** A call that gets past authorisation and then fails on its input, so that it changes nothing. */
function callOf(route: Route) {
  const path = route.path.replace(':revision', '0').replace(':key', 'NO KEY').replace(/:\w+/, '%00')
  return { method: route.method, path: `${path}?unknown=1` }
}

test('the table has every route once, and no other', () => {
  expect(routes.map(nameOf).sort()).toEqual(Object.keys(table).sort())
})

test('docs/http.md says the same', async () => {
  const page = await readFile(join(projectRoot, 'docs', 'http.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `([A-Z]+ \/\S*)` \|(.*)\|$/gm)].map(([, name, cells]) => {
    const ticked = cells!.split('|').map((cell) => cell.trim() === '✓')
    return [name!.replace(/^\w+/, (method) => method.toLowerCase()), ticked]
  })
  const expected = Object.entries(table).map(([name, allowed]) => [
    name,
    [...'panmd'].map((letter) => allowed === 'p' || allowed.includes(letter)),
  ])
  expect(new Map(rows as [string, unknown][])).toEqual(new Map(expected as [string, unknown][]))
})

describe.each(routes.map((route) => [nameOf(route), route] as const))('%s', (name, route) => {
  const allowed = table[name] ?? ''
  const { method, path } = callOf(route)

  if (allowed === 'p') {
    test.each([
      ['no key', {}],
      ['a forged key', { key: 'maitre_admin_forged' }],
    ])('answers %s', async (_, options) => {
      expect((await app.call(method, path, { as: null, ...options })).status).not.toBe(401)
    })
    return
  }

  test.each(roles)('role %s', async (role) => {
    const { status } = await app.call(method, path, { as: role })
    if (allowed.includes(letters[role])) expect([400, 415]).toContain(status)
    else expect(status).toBe(403)
  })

  test.each([
    ['no key', { as: null }],
    ['an empty key', { key: '' }],
    ['a forged key', { key: `${app.keys.admin.slice(0, -1)}${app.keys.admin.endsWith('A') ? 'B' : 'A'}` }],
    ['a key of another case', { key: app.keys.admin.toUpperCase() }],
    ['an endless key', { key: 'k'.repeat(5000) }],
    ['a revoked key', { key: revoked.key }],
    ['an expired key', { key: expired.key }],
  ])('%s is refused before anything is read', async (_, options) => {
    const response = await app.call(method, path, {
      ...options,
      raw: { type: 'application/json', text: '{' },
    })
    expect(response.status).toBe(401)
    expect(response.body.code).toBe('unauthenticated')
    expect(response.get('www-authenticate')).toBe('ApiKey header="X-API-Key"')
  })
})

test('the key may come as a bearer token', async () => {
  const headers = { Authorization: `Bearer ${app.keys.analyst}` }
  expect((await app.call('get', '/metrics', { as: null, headers })).status).toBe(200)
  const forged = { Authorization: 'Bearer nobody' }
  expect((await app.call('get', '/metrics', { as: null, headers: forged })).status).toBe(401)
})

test('a key revoked while the service runs is refused at once', async () => {
  const made = await app.keyStore.create({ role: 'analyst', label: 'short', actor: 'test' })
  expect((await app.call('get', '/v1/profiles', { key: made.key })).status).toBe(200)
  await app.keyStore.revoke(made.id, 'test')
  expect((await app.call('get', '/v1/profiles', { key: made.key })).status).toBe(401)
})
