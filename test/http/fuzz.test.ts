import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { routes } from '../../src/http/routes/index.ts'
import { testApp } from '../support/app.ts'

const app = await testApp()

/** Values that have broken somebody's service before. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '💥',
    '__proto__',
    "'; DROP TABLE users; --",
    '2026-02-30T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    -1,
    0,
    -0,
    0.1,
    2 ** 31,
    2 ** 53,
    1e308,
    -1e308,
    5e-324,
    true,
    [],
    {},
    [[]],
    'x'.repeat(300),
  ),
  fc.jsonValue(),
)

type Json = unknown

/** `value` with `patch` at one of its places, chosen by `at`. */
function mutate(value: Json, at: number[], patch: Json): Json {
  const [step, ...rest] = at
  if (step === undefined || typeof value !== 'object' || value === null) return patch
  const keys = Object.keys(value)
  if (keys.length === 0) return patch
  const key = keys[step % keys.length]!
  const child = mutate(Reflect.get(value, key), rest, patch)
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? child : item))
  return { ...value, [key]: child }
}

const place = fc.array(fc.nat(20), { maxLength: 4 })
const idText = fc.oneof(
  fc.constantFrom(
    'product',
    'sales',
    '1',
    'latest',
    '%',
    '%00',
    '%ff',
    '..',
    '%2e%2e',
    '%F0%9F%92%A5',
    'a%2Fb',
  ),
  fc.string({ minLength: 1, maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
)
const queryText = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    'limit=5',
    'limit=-1',
    'cursor=x',
    'cursor=%00',
    'from=1&to=live',
    'from=draft',
    '%',
    '&&=',
    'a[b]=1',
  ),
  fc.string({ maxLength: 20 }),
)

describe('whatever is sent to any route', () => {
  const fuzzed = new Map(
    routes
      .filter(({ tag }) => tag !== 'Documentation')
      .map((route) => [`${route.method} ${route.path}`, route]),
  )
  property.prop(
    [
      fc.constantFrom(...fuzzed.keys()),
      fc.array(fc.tuple(place, nasty), { maxLength: 3 }),
      fc.array(idText, { minLength: 2, maxLength: 2 }),
      queryText,
    ],
    { numRuns: 400 },
  )('the answer is documented and never our fault', async (name, mutations, ids, query) => {
    const route = fuzzed.get(name)!
    let used = 0
    const path = route.path.replace(/:\w+/g, () => ids[used++] ?? 'x')
    let body: Json = route.bodyExample
    for (const [at, patch] of mutations) body = mutate(body, at, patch)
    const type = route.stream ?? 'application/json'
    const hasBody = route.body !== undefined || route.stream !== undefined
    const response = await app.call(route.method, `${path}?${encodeURI(query.toWellFormed())}`, {
      ...(hasBody ? { raw: { type, text: JSON.stringify(body) ?? '' } } : {}),
    })
    expect(response.status).not.toBe(500)
  })
})
