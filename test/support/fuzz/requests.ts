import { gzipSync } from 'node:zlib'
import fc, { type Arbitrary } from 'fast-check'
import type { Route } from '../../../src/http/route.ts'
import { openApi } from '../openapi.ts'
import { fitting, oddTexts, type SchemaOptions } from './schema-arbitrary.ts'

/** One request as it goes out; of plain values, so that a failing one can be read. */
export interface FuzzRequest {
  readonly method: string
  /** with the query */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly text: string; readonly encoding: BufferEncoding; readonly gzip: boolean } | null
}

export const bodyBytes = ({ text, encoding, gzip }: NonNullable<FuzzRequest['body']>): Buffer => {
  const bytes = Buffer.from(text, encoding)
  return gzip ? gzipSync(bytes) : bytes
}

export interface FuzzOptions {
  readonly routes: readonly Route[]
  /** Ids that exist, by the name of the field or parameter; `/v1/users :id` for a parameter of one kind of path. */
  readonly pools: Readonly<Record<string, readonly string[]>>
  readonly keys: Readonly<Record<string, string>>
  /** How often a route is chosen, against others; default 20. */
  readonly weightOf?: (route: Route) => number
}

/** Any request to any route: sound ones by its documented schemas, such with faults here and there, and such of nothing but faults. */
export function arbitraryRequest(options: FuzzOptions): Arbitrary<FuzzRequest> {
  const schema: SchemaOptions = { resolve, hints: hintsOf(options.pools) }
  return fc.oneof(
    ...options.routes.map((route) => ({
      weight: options.weightOf?.(route) ?? 20,
      arbitrary: requestTo(route, schema, options),
    })),
  )
}

interface Operation {
  readonly parameters: readonly { name: string; in: string; schema: Record<string, unknown> }[]
  readonly requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
}

function requestTo(route: Route, schema: SchemaOptions, options: FuzzOptions): Arbitrary<FuzzRequest> {
  const template = route.path.replace(/:(\w+)/g, '{$1}')
  const operation = openApi.paths[template]?.[route.method] as Operation
  return fc
    .record({
      method: fc.oneof(
        { weight: 40, arbitrary: fc.constant(route.method.toUpperCase()) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'PURGE', 'DELETE'),
        },
      ),
      path: pathOf(route, operation, schema, options),
      query: queryOf(operation, schema),
      headers: headersOf(route, options.keys),
      body: bodyOf(route, operation, schema),
    })
    .map(({ method, path, query, headers, body }) => ({
      method,
      path: query === '' ? path : `${path}?${query}`,
      headers: { ...body.headers, ...headers },
      body: body.body,
    }))
}

function pathOf(route: Route, operation: Operation, schema: SchemaOptions, { pools }: FuzzOptions) {
  const resource = /^\/v1\/(?:admin\/)?([\w-]+)/.exec(route.path)?.[1]
  const parts = route.path.split('/').map((part) => {
    if (!part.startsWith(':')) return fc.constant(part)
    const parameter = operation.parameters.find(({ name }) => name === part.slice(1))
    const known = pools[`${resource} ${part}`] ?? pools[part.slice(1)] ?? []
    return fc.oneof(
      ...(known.length > 0 ? [{ weight: 6, arbitrary: fc.constantFrom(...known.map(percent)) }] : []),
      {
        weight: 2,
        arbitrary: fitting(parameter?.schema ?? {}, schema).map((value) => percent(String(value))),
      },
      { weight: 1, arbitrary: fc.constantFrom(...oddTexts.map(percent), ...brokenSegments) },
    )
  })
  return fc.tuple(...parts).map((segments) => segments.join('/'))
}

const percent = (text: string) => encodeURIComponent(text.toWellFormed())
const brokenSegments = [
  '%',
  '%zz',
  '%ff',
  '%c0%80',
  '..',
  '.',
  '%2e%2e',
  '%2F',
  '%5c',
  ';a=b',
  'a%20',
  '%F0%9F%92%A5',
]

function queryOf(operation: Operation, schema: SchemaOptions): Arbitrary<string> {
  const known = operation.parameters.filter((parameter) => parameter.in === 'query')
  const sound = fc
    .tuple(
      ...known.map(({ name, schema: own }) =>
        fc.option(fitting(own, schema, name).map((value) => `${name}=${percent(String(value))}`)),
      ),
    )
    .map((pairs) => pairs.filter((pair) => pair !== null).join('&'))
  const names = [
    ...known.map(({ name }) => name),
    '__proto__',
    'constructor[prototype]',
    'toString',
    'unknown',
  ]
  const odd = fc
    .array(
      fc.tuple(
        fc.constantFrom(...names),
        fc.constantFrom(...oddTexts, '-1', '0', '1e9', '99999999999999999999'),
      ),
      {
        maxLength: 3,
      },
    )
    .map((pairs) => pairs.map(([name, value]) => `${name}=${percent(value)}`).join('&'))
  const raw = fc.constantFrom(
    '%',
    '&&=',
    'a[b]=1',
    'limit[]=1',
    'limit=1&limit=2',
    '=',
    '?',
    'limit=%ff',
    'x'.repeat(3000),
  )
  return fc.oneof(
    { weight: 16, arbitrary: sound },
    { weight: 3, arbitrary: odd },
    { weight: 1, arbitrary: raw },
  )
}

function headersOf(route: Route, keys: FuzzOptions['keys']): Arbitrary<Record<string, string>> {
  const allowed = route.access === 'public' ? [undefined] : route.access.map((role) => keys[role])
  const key = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...allowed) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        undefined,
        '',
        'maitre_admin_forged',
        '\u00ff'.repeat(10),
        ...Object.values(keys),
      ),
    },
  )
  const odd = fc.constantFrom<Record<string, string>>(
    {},
    { 'x-request-id': 'mine-1' },
    { 'x-request-id': 'a b\u00e9' },
    { 'x-request-id': 'x'.repeat(3000) },
    { accept: 'text/csv' },
    { accept: ';;q=,*/' },
    { 'accept-encoding': 'gzip;q=0, *' },
    { 'if-none-match': '*' },
    { 'if-modified-since': 'yesterday' },
    { 'if-match': '"x"' },
    { 'if-unmodified-since': 'Mon, 01 Jan 1990 00:00:00 GMT' },
    { range: 'bytes=5-1' },
    { range: 'bytes=0-0,1-1,2-2' },
    { expect: '100-continue' },
    { expect: 'the unexpected' },
    { 'x-http-method-override': 'DELETE' },
    { 'x-forwarded-for': "'; DROP TABLE users; --" },
    { authorization: 'Bearer ' },
    { authorization: `Basic ${'='.repeat(500)}` },
    { cookie: '__proto__=1' },
    { host: 'evil.example' },
    { te: 'trailers', upgrade: 'websocket' },
  )
  const more = fc.oneof({ weight: 8, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: odd })
  return fc
    .tuple(key, more)
    .map(([own, rest]) => ({ ...(own === undefined ? {} : { 'x-api-key': own }), ...rest }))
}

type Body = { body: FuzzRequest['body']; headers: Record<string, string> }

function bodyOf(route: Route, operation: Operation, schema: SchemaOptions): Arbitrary<Body> {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  if (type === undefined || content === undefined) {
    const none: Body = { body: null, headers: {} }
    const unasked: Body = { body: plain('{"a": 1}'), headers: { 'content-type': 'application/json' } }
    return fc.oneof(
      { weight: 12, arbitrary: fc.constant(none) },
      { weight: 1, arbitrary: fc.constant(unasked) },
    )
  }
  const own = fitting(content.schema, schema)
  const example = fc.constant(route.bodyExample)
  // Its fields one by one, so that what makes it whole (shares that add up to 1) often stays.
  const varied = fc
    .tuple(own, fc.array(fc.nat(20), { maxLength: 2 }))
    .map(([value, at]) => exchanged(route.bodyExample, at, value))
  const value = fc.oneof(
    { weight: 2, arbitrary: example },
    { weight: 3, arbitrary: varied },
    { weight: 4, arbitrary: own },
  )
  const mutated = fc
    .tuple(value, fc.oneof(fc.constant([]), fc.array(fc.tuple(place, nasty), { maxLength: 3 })))
    .map(([start, mutations]) => mutations.reduce((body, [at, patch]) => mutate(body, at, patch), start))
  const text = (route.stream === undefined ? mutated : fc.array(mutated, { maxLength: 5 })).map((body) =>
    route.stream === undefined || !Array.isArray(body) ? asText(body) : body.map(asText).join('\n'),
  )
  return fc.oneof(
    {
      weight: 30,
      arbitrary: text.map((sound) => ({ body: plain(sound), headers: { 'content-type': type } })),
    },
    { weight: 6, arbitrary: fc.tuple(text, damage).map(([sound, harm]) => harm(sound, type)) },
  )
}

const asText = (value: unknown) => JSON.stringify(value) ?? ''
const plain = (text: string) => ({ text, encoding: 'utf8' as const, gzip: false })

/** What can happen to a body, or be said of it, on the way. */
const damage = fc.oneof<Arbitrary<(text: string, type: string) => Body>[]>(
  asSent(fc.nat(200).map((length) => (text) => text.slice(0, length))),
  asSent(fc.nat(200).map((at) => (text) => `${text.slice(0, at)}\u0000${text.slice(at + 1)}`)),
  asSent(fc.constant((text) => text.replace('{', '{"__proto__": {"polluted": true}, '))),
  asSent(fc.constant((text) => text.replace('{', '{"constructor": {"prototype": {"polluted": true}}, '))),
  asSent(fc.constant((text) => text.replace(/"(\w+)":/, '"$1": null, "$1":'))),
  asSent(
    fc
      .constantFrom(10, 1000, 20_000)
      .map((n) => (text) => text.replace(/:/, `:${'['.repeat(n)}${']'.repeat(n)},"x":`)),
  ),
  asSent(fc.constantFrom(10, 5000).map((n) => (text) => `${'{"a":'.repeat(n)}${text}${'}'.repeat(n)}`)),
  asSent(
    fc
      .constantFrom('1e999', '-1e999', '1e-999', '123456789012345678901234567890', '-0', 'NaN', '01')
      .map((number) => (text) => text.replace(/:\s*-?\d[\d.]*/, `:${number}`)),
  ),
  asSent(fc.constant((text) => `\ufeff${text}`)),
  asSent(fc.constant((text) => `${text}\n${text}`)),
  asSent(fc.string({ unit: 'binary', maxLength: 60 }).map((garbage) => () => garbage)),
  asSent(fc.json().map((garbage) => () => garbage)),
  asSent(fc.constantFrom(3000, 200_000).map((n) => (text) => text.replace(/:"/, `:"${'x'.repeat(n)}`))),
  fc.constant((text: string, type: string) => ({
    body: { text, encoding: 'utf16le', gzip: false },
    headers: { 'content-type': type },
  })),
  fc.constant((text: string, type: string) => ({
    body: { text: `${text}\u00ff\u00fe`, encoding: 'latin1', gzip: false },
    headers: { 'content-type': type },
  })),
  fc.constantFrom(true, false).map((gzip) => (text: string, type: string) => ({
    body: { text, encoding: 'utf8' as const, gzip },
    headers: { 'content-type': type, 'content-encoding': 'gzip' },
  })),
  fc
    .constantFrom('br', 'deflate', 'zstd', 'gzip, gzip', 'identity', '\u00e9')
    .map((encoding) => (text: string, type: string) => ({
      body: plain(text),
      headers: { 'content-type': type, 'content-encoding': encoding },
    })),
  fc
    .constantFrom(
      'text/plain',
      'application/json; charset=utf-16',
      'application/json; charset="',
      'multipart/form-data',
      ';',
      'application/json/x',
      'application/x-ndjson',
      'application/json, text/html',
    )
    .map((type) => (text: string) => ({ body: plain(text), headers: { 'content-type': type } })),
  fc.constant((text: string) => ({ body: plain(text), headers: {} })),
  fc.constant((_: string, type: string) => ({ body: null, headers: { 'content-type': type } })),
)

function asSent(
  change: Arbitrary<(text: string) => string>,
): Arbitrary<(text: string, type: string) => Body> {
  return change.map((apply) => (text: string, type: string) => ({
    body: plain(apply(text)),
    headers: { 'content-type': type },
  }))
}

const place = fc.array(fc.nat(20), { maxLength: 5 })

/** Values that have broken somebody's service before. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    -1,
    0,
    -0,
    0.1,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1e308,
    -1e308,
    5e-324,
    true,
    [],
    {},
    [[]],
    [null],
    { length: 1e9 },
  ),
  fc.constantFrom(...oddTexts),
  fc.jsonValue({ noUnicodeString: false, maxDepth: 3 }),
)

/** `example` with the fields at `places` taken from `other`, or taken out where `other` has none. */
function exchanged(example: unknown, places: readonly number[], other: unknown): unknown {
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
  if (!isObject(example) || !isObject(other) || Array.isArray(example)) return example
  const names = Object.keys({ ...example, ...other })
  const chosen = new Set(places.map((place) => names[place % names.length]))
  return Object.fromEntries(
    names
      .map((name) => [name, Reflect.get(chosen.has(name) ? other : example, name)])
      .filter(([, value]) => value !== undefined),
  )
}

/** `value` with `patch` at one of its places, chosen by `at`. */
function mutate(value: unknown, at: readonly number[], patch: unknown): unknown {
  const [step, ...rest] = at
  if (step === undefined || typeof value !== 'object' || value === null) return patch
  const keys = Object.keys(value)
  if (keys.length === 0) return patch
  const key = keys[step % keys.length]!
  const child = mutate(Reflect.get(value, key), rest, patch)
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? child : item))
  return { ...value, [key]: child }
}

function resolve(reference: string) {
  const found = openApi.components.schemas[reference.split('/').at(-1) ?? '']
  if (!found) throw new Error(`${reference} is not in the document`)
  return found
}

function hintsOf(pools: FuzzOptions['pools']): Map<string, Arbitrary<unknown>> {
  return new Map(
    Object.entries(pools).flatMap(([name, values]) =>
      name.includes(' ') || values.length === 0 ? [] : [[name, fc.constantFrom(...values)]],
    ),
  )
}
