import { describe, expect, test } from 'vitest'
import { createHealth } from '../../src/monitoring/health.ts'
import { testApp } from '../support/app.ts'

let snapshot = false
const health = createHealth()
health.register('snapshot', true, () => (snapshot ? { ok: true } : { ok: false, detail: 'not loaded' }))
const app = await testApp({ health })

describe('/health', () => {
  test('is live before it is ready, and ready once its vital parts are', async () => {
    expect((await app.call('get', '/health/live', { as: null })).body).toEqual({ status: 'live' })
    const before = await app.call('get', '/health/ready', { as: null })
    expect([before.status, before.body.ready]).toEqual([503, false])
    snapshot = true
    const after = await app.call('get', '/health/ready', { as: null })
    expect([after.status, after.body.ready]).toEqual([200, true])
  })
})

describe('/metrics', () => {
  test('counts each request by the route it took, never by the path', async () => {
    await app.call('get', '/v1/users/somebody')
    await app.call('get', '/somewhere/else')
    const { text } = await app.call('get', '/metrics', { as: 'analyst' })
    expect(text).toContain(
      'maitre_http_request_duration_seconds_count{method="GET",route="GET /v1/users/:id",status="404"} 1',
    )
    expect(text).toContain('route="none",status="404"')
    expect(text).not.toMatch(/somebody|somewhere/)
  })
})

describe('the documentation page', () => {
  test('needs no other host and nothing inline', async () => {
    const page = await app.call('get', '/docs', { as: null })
    expect(page.get('content-security-policy')).toContain("script-src 'self'")
    expect(page.get('content-security-policy')).not.toContain('unsafe')
    expect(page.text).not.toMatch(/https?:|<script>|<style>|style=|onload=/)
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link!)
    expect(links.length).toBeGreaterThan(5)
    for (const link of links)
      expect([link, (await app.call('get', link, { as: null })).status]).toEqual([link, 200])
  })

  test('hands out its own files and no other', async () => {
    for (const file of [
      'package.json',
      'index.html',
      '..%2fpackage.json',
      '%2e%2e%2f%2e%2e%2fpackage.json',
      'toString',
    ]) {
      expect((await app.call('get', `/docs/assets/${file}`, { as: null })).status).toBe(400)
    }
    const script = await app.call('get', '/docs/assets/swagger-ui-bundle.js', { as: null })
    expect(script.get('content-type')).toMatch(/javascript/)
  })
})

test('every answer forbids framing, sniffing and being kept, and names no software', async () => {
  for (const path of ['/v1/restaurants', '/nowhere', '/openapi.json']) {
    const response = await app.call('get', path)
    expect(response.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.get('x-content-type-options')).toBe('nosniff')
    expect(response.get('x-powered-by')).toBeUndefined()
  }
  expect((await app.call('get', '/v1/restaurants')).get('cache-control')).toBe('no-store')
})

test('HEAD is answered like GET, without the body', async () => {
  const response = await app.call('head', '/v1/restaurants')
  expect([response.status, response.text ?? '']).toEqual([200, ''])
})

test('the log has neither keys, nor bodies, nor anything of users', async () => {
  app.logged.length = 0
  await app.call('put', '/v1/users/secret-user?', { as: 'app', body: { cuisines: ['secret-taste'] } })
  await app.call('get', '/v1/users/secret-user?secret-query=1', { as: 'app' })
  await app.call('get', '/v1/users/secret-user', { key: 'secret-key' })
  await app.call('post', '/v1/recommendations', { raw: { type: 'application/json', text: '{"secret-body"' } })
  await app.call('post', '/v1/recommendations', { body: { userId: 'secret-user' } })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(app.logged).toHaveLength(5)
  const text = JSON.stringify(app.logged)
  expect(text).not.toContain('secret')
  for (const key of Object.values(app.keys)) expect(text).not.toContain(key)
  expect(app.logged.at(-1)).toMatchObject({
    method: 'POST',
    route: 'POST /v1/recommendations',
    status: 200,
    recommendationId: expect.any(String),
    keyId: expect.stringMatching(/^key_/),
  })
})
