import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adminFolder } from '../../src/http/routes/admin-page/router.ts'
import { testApp } from '../support/app.ts'

const app = await testApp()
const assets = existsSync(adminFolder) ? readdirSync(join(adminFolder, 'assets')) : []
const get = (path: string, headers: Record<string, string> = {}) =>
  app.call('get', path, { as: null, headers })

test('the page is built; otherwise: node src/cli/prepare.mjs', () => {
  expect(assets.length).toBeGreaterThan(0)
})

describe('the page', () => {
  test.each(['/admin', '/admin/', '/admin/try', '/admin/profiles?key=sales'])('is at %s', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.type).toBe('text/html')
    expect(response.get('cache-control')).toBe('no-cache')
  })

  test('allows files of this host alone, and nothing inline', async () => {
    const policy = (await get('/admin')).get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    const { text } = await get('/admin')
    expect(text).not.toMatch(/<script>|<style|style="| on\w+="|https?:\/\//)
  })
})

describe('its files', () => {
  test('may be kept for ever, since their names change with them', async () => {
    const script = assets.find((name) => name.endsWith('.js'))!
    const response = await get(`/admin/assets/${script}`)
    expect(response.status).toBe(200)
    expect(response.type).toMatch(/javascript/)
    expect(response.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  test('come compressed to whoever takes that', async () => {
    const script = assets.find((name) => name.endsWith('.js'))!
    const plain = await get(`/admin/assets/${script}`, { 'Accept-Encoding': 'identity' })
    expect(plain.get('content-encoding')).toBeUndefined()
    const gzipped = await get(`/admin/assets/${script}`, { 'Accept-Encoding': 'gzip' })
    expect(gzipped.get('content-encoding')).toBe('gzip')
    expect(gzipped.get('vary')).toContain('Accept-Encoding')
    expect(gzipped.type).toMatch(/javascript/)
    expect(gzipped.text).toBe(plain.text)
  })

  test.each([
    '/admin/assets/none.js',
    '/admin/assets/..%2findex.html',
    '/admin/assets/%2e%2e',
    '/admin/a/b/c',
  ])('are the build’s alone: %s is none', async (path) => {
    expect([400, 404]).toContain((await get(path)).status)
  })
})
