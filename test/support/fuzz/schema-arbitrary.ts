import fc, { type Arbitrary } from 'fast-check'

type JsonSchema = Readonly<Record<string, unknown>>

export interface SchemaOptions {
  /** What a `$ref` of the document points to. */
  readonly resolve: (reference: string) => JsonSchema
  /** Values that lead somewhere, by the name of their field: ids that exist. */
  readonly hints: ReadonlyMap<string, Arbitrary<unknown>>
}

const understood = new Set(
  '$ref type properties additionalProperties description minLength maxLength default required minimum maximum format pattern exclusiveMinimum minItems maxItems items enum anyOf oneOf const'.split(
    ' ',
  ),
)

/** Deeper than this there are only the fields that have to be. */
const deepest = 6

/**
 * Values that fit a JSON Schema, bounds more often than what lies between them.
 * @throws for a keyword that it does not understand, so that no schema is passed over in silence
 */
export function fitting(
  schema: JsonSchema,
  options: SchemaOptions,
  name = '',
  depth = 0,
): Arbitrary<unknown> {
  const hint = options.hints.get(name)
  const sound = fittingAnything(schema, options, name, depth)
  return hint ? fc.oneof({ weight: 4, arbitrary: hint }, { weight: 1, arbitrary: sound }) : sound
}

function fittingAnything(
  schema: JsonSchema,
  options: SchemaOptions,
  name: string,
  depth: number,
): Arbitrary<unknown> {
  for (const keyword of Object.keys(schema)) {
    if (!understood.has(keyword)) throw new Error(`the fuzzer does not understand ${keyword} in a schema`)
  }
  if (typeof schema['$ref'] === 'string')
    return fitting(options.resolve(schema['$ref']), options, name, depth)
  if ('const' in schema) return fc.constant(schema['const'])
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum'])
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(choices)) {
    return fc.oneof(...choices.map((choice) => fitting(choice, options, name, depth)))
  }
  switch (schema['type']) {
    case 'object':
      return fittingObject(schema, options, depth)
    case 'array':
      return fc.array(fitting(asSchema(schema['items']), options, name, depth + 1), {
        minLength: numberOr(schema['minItems'], 0),
        maxLength: Math.min(numberOr(schema['maxItems'], 4), Math.max(4, numberOr(schema['minItems'], 0))),
      })
    case 'string':
      return fittingText(schema)
    case 'integer':
      return fittingNumber(schema, true)
    case 'number':
      return fittingNumber(schema, false)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function fittingObject(schema: JsonSchema, options: SchemaOptions, depth: number): Arbitrary<unknown> {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  const properties = Object.entries(asSchema(schema['properties']))
  const kept = depth < deepest ? properties : properties.filter(([name]) => required.has(name))
  const fields = Object.fromEntries(
    kept.map(([name, property]) => [name, fitting(asSchema(property), options, name, depth + 1)]),
  )
  const known = fc.record(fields, { requiredKeys: kept.map(([name]) => name).filter((n) => required.has(n)) })
  const others = asSchema(schema['additionalProperties'])
  if (Object.keys(others).length === 0) return known
  const more = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fitting(others, options, '', depth + 1), {
    maxKeys: 3,
  })
  return fc.tuple(known, more).map(([a, b]) => ({ ...b, ...a }))
}

function fittingText(schema: JsonSchema): Arbitrary<string> {
  if (schema['format'] === 'date-time') return instant
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern']))
  const minLength = numberOr(schema['minLength'], 0)
  const maxLength = Math.min(numberOr(schema['maxLength'], 40), Math.max(40, minLength))
  return fc.oneof(
    fc.string({ minLength, maxLength }),
    fc.string({ minLength, maxLength, unit: 'binary' }),
    fc.constantFrom(...oddTexts).filter((text) => text.length >= minLength),
  )
}

const instant = fc
  .tuple(
    fc.date({
      min: new Date('1990-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    }),
    fc.constantFrom('Z', '+00:00', '-11:30', '+14:00'),
  )
  .map(([date, offset]) => date.toISOString().replace('Z', offset))

function fittingNumber(schema: JsonSchema, isWhole: boolean): Arbitrary<number> {
  const above = schema['exclusiveMinimum']
  const min = typeof above === 'number' ? above + (isWhole ? 1 : 1e-9) : numberOr(schema['minimum'], -1e9)
  const max = numberOr(schema['maximum'], 1e9)
  const bounds = fc.constantFrom(min, max)
  if (!isWhole) return fc.oneof(bounds, fc.double({ min, max, noNaN: true }))
  const low = Math.max(min, -(2 ** 31))
  return fc.oneof(
    bounds,
    fc.integer({ min: low, max: Math.min(max, 2 ** 31 - 1) }),
    fc.integer({ min: low, max: Math.min(max, low + 5) }),
  )
}

/** Texts that have broken somebody's service before. */
export const oddTexts = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u0007',
  '💥'.repeat(20),
  'ﬀ\u0301\u0301\u0301',
  '__proto__',
  'constructor',
  "'; DROP TABLE users; --",
  '=1+1',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../../etc/passwd',
  'a\r\nX-Injected: 1',
  '%00',
  'NaN',
  '1e999',
  '2026-02-30T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  `${'a'.repeat(199)}!`,
  'x'.repeat(5000),
]

const numberOr = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : {}
}
