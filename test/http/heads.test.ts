import { request } from 'node:http'
import { expect, test } from 'vitest'
import { securityHeaders } from '../../src/http/security-headers.ts'
import { testApp } from '../support/app.ts'

const app = await testApp()

/** Header names as they came, repeated ones repeated. */
function headOf(method: string, path: string, key: string | null, body?: string) {
  return new Promise<{ status: number; names: string[]; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: app.port,
        method,
        path,
        headers: {
          'X-Request-Id': 'ours-1',
          ...(key === null ? {} : { 'X-API-Key': key }),
          ...(body === undefined
            ? {}
            : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
        },
      })
      asked.on('error', reject).on('response', (answer) => {
        const names = answer.rawHeaders.filter((_, n) => n % 2 === 0).map((name) => name.toLowerCase())
        answer
          .resume()
          .on('end', () => resolve({ status: answer.statusCode ?? 0, names, headers: answer.headers }))
      })
      asked.end(body)
    },
  )
}

const cases: [
  what: string,
  status: number,
  method: string,
  path: string,
  key: string | null,
  body?: string,
][] = [
  ['found by name', 200, 'POST', '/v1/recommendations', app.keys.app, '{}'],
  ['in parts', 200, 'POST', '/v1/recommendations/batch', app.keys.app, '{"requests":[{}]}'],
  ['found by its pattern', 200, 'GET', '/v1/restaurants', app.keys.app],
  ['without a body', 200, 'HEAD', '/v1/restaurants', app.keys.app],
  ['of a page', 200, 'GET', '/docs', null],
  ['of a file', 200, 'GET', '/docs/assets/swagger-ui.css', null],
  ['about options', 204, 'OPTIONS', '/v1/restaurants', null],
  ['refused for its body', 400, 'POST', '/v1/recommendations', app.keys.app, '{"limit":0}'],
  ['refused for its query', 400, 'POST', '/v1/recommendations?limit=1', app.keys.app, '{}'],
  ['refused for its key', 401, 'POST', '/v1/recommendations', null, '{}'],
  ['of no path', 404, 'GET', '/nowhere', null],
  ['of no method', 405, 'GET', '/v1/recommendations', app.keys.app],
]

test.each(cases)(
  'an answer %s (%i) has every header of security once, and the id of the request',
  async (_what, status, ...asked) => {
    const answer = await headOf(...asked)
    expect(answer.status).toBe(status)
    expect(answer.headers['x-request-id']).toBe('ours-1')
    expect(answer.names).toEqual(expect.arrayContaining(securityHeaders.map(([name]) => name.toLowerCase())))
    expect(new Set(answer.names).size).toBe(answer.names.length)
    for (const [name, value] of securityHeaders) {
      // Pages may fetch their own scripts and styles.
      if (name !== 'Content-Security-Policy') expect(answer.headers[name.toLowerCase()]).toBe(value)
      else expect(answer.headers[name.toLowerCase()]).toMatch(/^default-src 'none'/)
    }
  },
)

test('the query of a route that is found by name is read like that of any other', async () => {
  const answers = await Promise.all([
    app.call('post', '/v1/recommendations?x=1&x=2', { body: {} }),
    app.call('get', '/v1/restaurants?x=1&x=2'),
  ])
  for (const { status, body } of answers) {
    expect([status, body.errors[0].path]).toEqual([400, 'x'])
  }
})
