import { describe, expect, test } from 'vitest'
import { ConnectionError, createClient, ProblemError } from '../../src/client/index.ts'
import { testApp } from '../support/app.ts'

const app = await testApp()
const client = createClient({ baseUrl: app.url, key: app.keys.admin })
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

test('an answer has the type of its route, and what is sent is sent as it is', async () => {
  const id = 'r/1 ?#%é'
  await client.call('PUT /v1/restaurants/{id}', { params: { id }, body: { name: 'One' } })
  const { name } = await client.call('GET /v1/restaurants/{id}', { params: { id } })
  expect(name).toBe('One')
  const page = await client.call('GET /v1/restaurants', { query: { limit: 1, cursor: undefined } })
  expect(page.items.map((restaurant) => restaurant.id)).toEqual([id])
})

test('an operation that takes nothing needs nothing', async () => {
  expect((await client.call('GET /v1/admin/session')).role).toBe('admin')
  expect(await client.text('GET /metrics')).toContain('# HELP')
})

describe('what went wrong is thrown:', () => {
  test('a problem, with every faulty field by its path', async () => {
    const error = await failure(
      client.call('POST /v1/recommendations', { body: { limit: 0, context: { radiusKm: -1 } } }),
    )
    expect(error).toBeInstanceOf(ProblemError)
    expect(error).toMatchObject({ status: 400, code: 'invalid-request' })
    const paths = error instanceof ProblemError ? error.fields.map(({ path }) => path).sort() : []
    expect(paths).toEqual(['context.radiusKm', 'limit'])
  })

  test('a key that is none, by its code', async () => {
    const nobody = createClient({ baseUrl: app.url, key: () => null })
    expect(await failure(nobody.call('GET /v1/profiles'))).toMatchObject({ code: 'unauthenticated' })
  })

  test('a service that is not there, and an answer that is none of its', async () => {
    const away = createClient({ baseUrl: 'http://127.0.0.1:1' })
    expect(await failure(away.call('GET /health/live'))).toBeInstanceOf(ConnectionError)
    const gateway = createClient({ fetch: async () => new Response('<html>', { status: 502 }) })
    expect(await failure(gateway.call('GET /health/live'))).toBeInstanceOf(ConnectionError)
  })

  test('a call that was given up, as that', async () => {
    const abort = new AbortController()
    abort.abort()
    const error = await failure(client.call('GET /health/live', {}, { signal: abort.signal }))
    expect(error).toMatchObject({ name: 'AbortError' })
  })
})
