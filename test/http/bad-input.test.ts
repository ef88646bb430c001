import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'

const app = await testApp()

const post = (path: string, body: object) => app.call('post', path, { body })
const sendText = (text: string | Buffer, type = 'application/json') =>
  app.call('post', '/v1/recommendations', { raw: { type, text } })
const pathsOf = (body: { errors?: { path: string }[] }) => (body.errors ?? []).map(({ path }) => path)

describe('every faulty field is named', () => {
  const tooMany = Array.from({ length: 1001 }, (_, i) => `r${i}`)
  test.each<[string, object, string[]]>([
    ['latitude out of range', { context: { location: { lat: 91, lon: 0 } } }, ['context.location.lat']],
    ['longitude out of range', { context: { location: { lat: 0, lon: -180.1 } } }, ['context.location.lon']],
    ['half a place', { context: { location: { lat: 1 } } }, ['context.location.lon']],
    ['a place as text', { context: { location: '1,2' } }, ['context.location']],
    ['limit 0', { limit: 0 }, ['limit']],
    ['limit a million', { limit: 1_000_000 }, ['limit']],
    ['limit 2.5', { limit: 2.5 }, ['limit']],
    ['limit as text', { limit: '10' }, ['limit']],
    ['a date that is none', { context: { at: 'yesterday' } }, ['context.at']],
    ['a day that is none', { context: { at: '2026-02-30T12:00:00Z' } }, ['context.at']],
    ['a time without offset', { context: { at: '2026-02-03T12:00:00' } }, ['context.at']],
    ['the year 3000', { context: { at: '3000-01-01T00:00:00Z' } }, ['context.at']],
    ['a radius below 0', { context: { radiusKm: -1 } }, ['context.radiusKm']],
    ['an empty id', { userId: '' }, ['userId']],
    ['an id with NUL', { userId: 'a\u0000b' }, ['userId']],
    ['an id with half a surrogate pair', { userId: '\ud83d' }, ['userId']],
    ['an id of 201 characters', { userId: 'x'.repeat(201) }, ['userId']],
    ['an id that is a number', { userId: 17 }, ['userId']],
    ['an id that is null', { userId: null }, ['userId']],
    ['a misspelt field', { userID: 'u' }, ['userID']],
    ['an inherited name', { constructor: {}, toString: 1 }, ['constructor', 'toString']],
    ['price level 5', { filters: { maxPriceLevel: 5 } }, ['filters.maxPriceLevel']],
    ['no cuisine at all', { filters: { cuisines: [] } }, ['filters.cuisines']],
    ['openNow as text', { filters: { openNow: 'yes' } }, ['filters.openNow']],
    ['1001 excluded', { filters: { excludeIds: tooMany } }, ['filters.excludeIds']],
    ['a bad id among the excluded', { filters: { excludeIds: ['a', ''] } }, ['filters.excludeIds.1']],
    ['a budget of 0', { latencyBudgetMs: 0 }, ['latencyBudgetMs']],
    ['a profile key with odd characters', { profile: '../etc' }, ['profile']],
    ['a list for a body', [], ['body']],
    [
      'many at once',
      { limit: 0, explain: 1, context: { at: 'x', location: { lat: -91, lon: 181 } }, more: true },
      ['context.at', 'context.location.lat', 'context.location.lon', 'explain', 'limit', 'more'],
    ],
  ])('%s', async (_, body, expected) => {
    const response = await post('/v1/recommendations', body)
    expect(response.status).toBe(400)
    expect(response.body.code).toBe('invalid-request')
    expect(pathsOf(response.body).sort()).toEqual(expected)
  })

  test('of path, query and body together', async () => {
    const response = await app.call('put', '/v1/profiles/UPPER/draft?expectedRevision=x&nonsense=1', {
      body: { weights: { relevance: -1 } },
    })
    expect(response.status).toBe(400)
    expect(pathsOf(response.body)).toEqual(
      expect.arrayContaining(['key', 'expectedRevision', 'nonsense', 'weights.relevance', 'latencyBudgetMs']),
    )
  })

  test('a parameter that is given twice', async () => {
    const response = await app.call('get', '/v1/restaurants?limit=1&limit=2')
    expect(response.body.errors).toEqual([{ path: 'limit', message: 'is given more than once' }])
  })

  test('in a list of a thousand faults as well, each looked up once', async () => {
    const excludeIds = Array.from({ length: 1000 }, () => 1)
    // Each of 100 requests has a thousand; to look through the list for each would be 100 million steps.
    const requests = Array.from({ length: 100 }, () => ({ filters: { excludeIds } }))
    const { status, body } = await post('/v1/recommendations/batch', { requests })
    expect([status, body.results.length]).toEqual([200, 100])
    expect(body.results[99].problem.errors[99]).toEqual({
      path: 'filters.excludeIds.99',
      message: 'is an id: a text of 1 to 200 characters',
    })
    expect(body.results[99].problem.detail).toContain('900 more')
  })

  test('but not more than a hundred of them, and none at length', async () => {
    const body = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${i}${'x'.repeat(30)}`, i]))
    const response = await post('/v1/recommendations', { ...body, ['y'.repeat(10_000)]: 1 })
    expect(response.body.errors).toHaveLength(100)
    expect(response.body.detail).toContain('4901 more')
    expect(response.text.length).toBeLessThan(20_000)
  })
})

describe('a body that is no JSON', () => {
  test.each([
    ['NaN', '{"limit": NaN}'],
    ['Infinity', '{"limit": Infinity}'],
    ['a trailing comma', '{"limit": 1,}'],
    ['half an object', '{"limit": 1'],
    ['nothing but a text', '"limit"'],
    ['nothing but a number', '12'],
    ['single quotes', "{'limit': 1}"],
    ['HTML', '<html>'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s', async (_, text) => {
    const response = await sendText(text)
    expect(response.status).toBe(400)
    expect(response.body.code).toBe('malformed-json')
  })

  test('a number beyond every number is named', async () => {
    const response = await sendText('{"latencyBudgetMs": 1e999}')
    expect([response.status, pathsOf(response.body)]).toEqual([400, ['latencyBudgetMs']])
  })

  test('nested a hundred thousand deep', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    for (const text of [deep, `{"context": ${deep}}`, `{"filters": {"excludeIds": ${deep}}}`]) {
      expect((await sendText(text)).status).toBe(400)
    }
  })

  test('that would change a prototype changes none', async () => {
    const response = await sendText('{"__proto__": {"explain": true}, "limit": 1}')
    expect([response.status, pathsOf(response.body)]).toEqual([400, ['__proto__']])
    expect((await app.call('get', '/v1/restaurants?__proto__=1')).status).toBe(400)
    expect(Object.hasOwn(Object.prototype, 'explain')).toBe(false)
  })

  test('may begin with a byte order mark', async () => {
    expect((await sendText('\ufeff{"limit": 1}')).status).toBe(200)
  })

  test('the last of two equal keys counts', async () => {
    expect((await sendText('{"limit": 0, "limit": 1}')).body.items).toHaveLength(1)
  })
})

describe('a body that cannot be read', () => {
  test.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'limit=1'],
    ['application/json; charset=latin1', '{}'],
    ['application/json; charset=no-such', '{}'],
  ])('of type %s is 415', async (type, text) => {
    const response = await sendText(text, type)
    expect([response.status, response.body.code]).toEqual([415, 'unsupported-media-type'])
  })

  test('in an unknown encoding is 415, in a broken known one 400', async () => {
    const send = (encoding: string) =>
      app.call('post', '/v1/recommendations', {
        raw: { type: 'application/json', text: '{}' },
        headers: { 'Content-Encoding': encoding },
      })
    expect((await send('rot13')).status).toBe(415)
    expect((await send('gzip')).status).toBe(400)
  })

  test('is 413 when it is too large, also when it only grows so by decompression', async () => {
    const { gzipSync } = await import('node:zlib')
    const large = `{"userId": "${'x'.repeat(300_000)}"}`
    const plain = await sendText(large)
    const packed = await app.call('post', '/v1/recommendations', {
      raw: { type: 'application/json', text: gzipSync(large) },
      headers: { 'Content-Encoding': 'gzip' },
    })
    for (const response of [plain, packed]) {
      expect([response.status, response.body.code]).toEqual([413, 'body-too-large'])
    }
  })

  test('is 400 when there is none', async () => {
    const response = await app.call('post', '/v1/recommendations')
    expect(response.status).toBe(400)
    expect(response.body.errors).toEqual([{ path: 'body', message: 'is missing' }])
  })
})

describe('a path', () => {
  test('that no route has is 404', async () => {
    for (const path of [
      '/',
      '/v1',
      '/v2/recommendations',
      '/V1/recommendations',
      '/v1/recommendations/x/y',
    ]) {
      const response = await app.call('get', path)
      expect([path, response.status, response.body.code]).toEqual([path, 404, 'route-not-found'])
    }
  })

  test.each([
    ['get', '/v1/recommendations', 'OPTIONS, POST'],
    ['delete', '/v1/restaurants', 'GET, HEAD, OPTIONS'],
    ['post', '/v1/restaurants/r1', 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'],
    ['patch', '/v1/profiles/default', 'GET, HEAD, OPTIONS, PUT'],
  ] as const)('takes no other method: %s %s', async (method, path, allow) => {
    const response = await app.call(method, path)
    expect([response.status, response.body.code, response.get('allow')]).toEqual([
      405,
      'method-not-allowed',
      allow,
    ])
  })

  test('tells its methods to OPTIONS', async () => {
    const response = await app.call('options', '/v1/rank', { as: null })
    expect([response.status, response.get('allow')]).toEqual([204, 'OPTIONS, POST'])
  })

  test('with broken percent-encoding is 400', async () => {
    for (const path of ['/v1/restaurants/%', '/v1/restaurants/%zz', '/v1/restaurants/%ff']) {
      const response = await app.call('get', path)
      expect([response.status, response.body.code]).toEqual([400, 'invalid-request'])
    }
  })

  test.each([
    'a b',
    'ü/ñ',
    '日本',
    '%',
    '?&=#',
    "'; DROP TABLE users; --",
    '../x',
    '=1+1',
    '__proto__',
    '💥',
  ])('carries the id %j unharmed', async (id) => {
    const path = `/v1/users/${encodeURIComponent(id)}`
    const put = await app.call('put', path, { body: {} })
    expect([put.status, put.body.id, put.get('location')]).toEqual([201, id, path])
    expect((await app.call('get', path)).body.id).toBe(id)
    expect((await app.call('delete', path)).status).toBe(200)
    expect((await app.call('get', path)).status).toBe(404)
  })
})

describe('whatever JSON is sent', () => {
  property.prop([fc.constantFrom('/v1/recommendations', '/v1/rank', '/v1/interactions'), fc.json()], {
    numRuns: 150,
  })('the answer is 200 or a problem of the caller', async (path, text) => {
    const response = await app.call('post', path, { raw: { type: 'application/json', text } })
    expect([200, 400]).toContain(response.status)
  })
})
