import { describe, expect, test } from 'vitest'
import { toProblem } from '../../src/http/to-problem.ts'
import { problems } from '../../src/problem/problems.ts'
import { testApp } from '../support/app.ts'

const app = await testApp()

describe('a problem', () => {
  test('of every code has its place in the docs, and the docs list no dead one', async () => {
    const { text } = await app.call('get', '/docs/problems', { as: null })
    const documented = [...text.matchAll(/<h2 id="([a-z-]+)"/g)].map(([, code]) => code)
    expect(documented).toEqual(Object.keys(problems))
  })

  test('carries what RFC 9457 asks for, and the id of the request', async () => {
    const response = await app.call('get', '/v1/restaurants/nobody', { headers: { 'X-Request-Id': 'my-1' } })
    expect(response.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(response.get('x-request-id')).toBe('my-1')
    expect(response.body).toEqual({
      type: '/docs/problems#restaurant-not-found',
      title: 'There is no such restaurant',
      status: 404,
      code: 'restaurant-not-found',
      instance: 'my-1',
    })
  })

  test('takes no request id that could harm a log', async () => {
    for (const id of ['a b', '"', 'x'.repeat(101), 'a;b']) {
      const response = await app.call('get', '/health/live', { headers: { 'X-Request-Id': id } })
      expect(response.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  test('of our own making tells nothing of the inside, and the log has the rest', async () => {
    const response = await app.call('post', '/v1/recommendations', {
      body: { userId: 'breaks' },
      mayBreak: true,
    })
    expect(response.status).toBe(500)
    expect(response.body).toEqual({
      type: '/docs/problems#internal',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal',
      instance: response.get('x-request-id'),
    })
    expect(app.logged.at(-1)).toMatchObject({
      requestId: response.get('x-request-id'),
      problem: 'internal',
      fault: { name: 'TypeError', message: 'a secret detail of the inside', stack: expect.any(String) },
    })
  })
})

describe('what PostgreSQL throws', () => {
  const fault = (code: string, message = '') => Object.assign(new Error(message), { code })
  test.each([
    fault('08006'),
    fault('57P01', 'terminating connection due to administrator command'),
    fault('53300', 'too many clients already'),
    fault('53100', 'disk full'),
    fault('57014', 'canceling statement due to statement timeout'),
    fault('ECONNREFUSED'),
    fault('P1001'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new Error('a layer above', { cause: fault('ECONNRESET') }),
    new AggregateError([fault('ECONNREFUSED')]),
  ])('when it is away is 503 with Retry-After: %s', (error) => {
    expect(toProblem(error)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 })
  })

  test.each([fault('23514'), fault('42P01'), fault('42601'), new Error('nonsense'), 'a text', null])(
    'when it is our fault is 500: %s',
    (error) => {
      expect(toProblem(error).code).toBe('internal')
    },
  )
})
