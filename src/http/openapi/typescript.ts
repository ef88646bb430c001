import type { openApiDocument } from './document.ts'

type Json = Readonly<Record<string, unknown>>
type OpenApiDocument = ReturnType<typeof openApiDocument>

const head = `// Made from the OpenAPI document by \`npm run client\`; a test holds it against the document. Do not edit.
`

/**
 * The document as TypeScript for clients: a type per component, an entry of `Operations` per route (what it takes and answers), and
 * `access`, the roles that may call it.
 */
export function clientSource(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation: operation as Json,
    })),
  )
  return [
    head,
    ...Object.entries(document.components.schemas).map(
      ([name, schema]) => `${comment(schema)}export type ${name} = ${typeOf(schema)}\n`,
    ),
    `export interface Operations {\n${operations.map(operationEntry).join('\n')}\n}\n`,
    `/** Who may call what; \`public\` needs no key. */\nexport const access = {\n${operations.map(accessEntry).join('\n')}\n} as const\n`,
  ].join('\n')
}

interface NamedOperation {
  readonly name: string
  readonly operation: Json
}

const accessEntry = ({ name, operation }: NamedOperation) =>
  `  ${quoted(name)}: [${(operation['x-roles'] as readonly string[]).map(quoted).join(', ')}],`

function operationEntry({ name, operation }: NamedOperation): string {
  const parameters = operation['parameters'] as readonly Json[]
  const input = [
    ...parameterGroup(parameters, 'path', 'params'),
    ...parameterGroup(parameters, 'query', 'query'),
    ...bodyField(operation['requestBody'] as Json | undefined),
  ]
  const summary = String(operation['summary'])
  return `  /** ${summary} */\n  ${quoted(name)}: {\n    input: {${input.length > 0 ? `\n${indent(input.join('\n'), 6)}\n    ` : ''}}\n    answer: ${indent(answerOf(operation), 4).trimStart()}\n  }`
}

function parameterGroup(parameters: readonly Json[], place: string, name: string): string[] {
  const fields = parameters.filter((parameter) => parameter['in'] === place)
  if (fields.length === 0) return []
  const isNeeded = fields.some((field) => field['required'] === true)
  const lines = fields.map(
    (field) =>
      `${comment(field)}${property(String(field['name']), field['required'] === true, field['schema'])}`,
  )
  return [`${name}${isNeeded ? '' : '?'}: {\n${indent(lines.join('\n'), 2)}\n}`]
}

function bodyField(requestBody: Json | undefined): string[] {
  if (!requestBody) return []
  const content = requestBody['content'] as Record<string, Json>
  const json = content['application/json']
  return [`body: ${json ? typeOf(json['schema']) : 'string'}`]
}

/** The union of what success looks like; a text where it is not JSON. */
function answerOf(operation: Json): string {
  const responses = Object.entries(operation['responses'] as Record<string, Json>)
  const good = responses.filter(([status]) => status.startsWith('2')).map(([, response]) => response)
  const types = good.map((response) => {
    const content = response['content'] as Record<string, Json> | undefined
    if (!content) return 'undefined'
    const json = content['application/json']
    return json ? typeOf(json['schema']) : 'string'
  })
  return union(types)
}

/** The TypeScript type of a JSON Schema, as zod writes them. */
function typeOf(schema: unknown): string {
  if (schema === true || typeof schema !== 'object' || schema === null) return 'unknown'
  const node = schema as Json
  if (typeof node['$ref'] === 'string') return node['$ref'].split('/').at(-1)!
  if (Array.isArray(node['enum'])) return union(node['enum'].map(literal))
  if ('const' in node) return literal(node['const'])
  const options = node['anyOf'] ?? node['oneOf']
  if (Array.isArray(options)) return union(options.map(typeOf))
  if (Array.isArray(node['allOf'])) return node['allOf'].map(typeOf).join(' & ')
  if ('not' in node) return 'never'
  if (Array.isArray(node['type'])) return union(node['type'].map((type) => typeOf({ ...node, type })))
  switch (node['type']) {
    case 'string':
    case 'boolean':
    case 'null':
      return node['type']
    case 'number':
    case 'integer':
      return 'number'
    case 'array':
      return arrayOf(node)
    case 'object':
      return objectOf(node)
    default:
      return 'unknown'
  }
}

function arrayOf(node: Json): string {
  if (Array.isArray(node['prefixItems'])) return `[${node['prefixItems'].map(typeOf).join(', ')}]`
  const item = typeOf(node['items'])
  return /[\s|&{]/.test(item) ? `Array<${item}>` : `${item}[]`
}

function objectOf(node: Json): string {
  const properties = Object.entries((node['properties'] ?? {}) as Record<string, Json>)
  const required = new Set((node['required'] ?? []) as readonly string[])
  if (properties.length === 0) return recordOf(node, required)
  const lines = properties.map(
    ([name, schema]) => `${comment(schema)}${property(name, required.has(name), schema)}`,
  )
  return `{\n${indent(lines.join('\n'), 2)}\n}`
}

function recordOf(node: Json, required: ReadonlySet<string>): string {
  const more = node['additionalProperties']
  if (more === false) return 'Record<string, never>'
  const keys = typeOf(node['propertyNames'] ?? { type: 'string' })
  const values = typeOf(more)
  if (keys === 'string') return `Record<string, ${values}>`
  return required.size > 0 ? `Record<${keys}, ${values}>` : `Partial<Record<${keys}, ${values}>>`
}

const property = (name: string, isNeeded: boolean, schema: unknown) =>
  `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)}${isNeeded ? '' : '?'}: ${typeOf(schema)}${isNeeded ? '' : ' | undefined'}`

const union = (types: readonly string[]) => [...new Set(types)].join(' | ')
const literal = (value: unknown) => (typeof value === 'string' ? quoted(value) : JSON.stringify(value))
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function comment(schema: unknown): string {
  const words = typeof schema === 'object' && schema !== null ? (schema as Json)['description'] : undefined
  return typeof words === 'string' ? `/** ${words.replaceAll('*/', '* /').replaceAll('\n', ' ')} */\n` : ''
}

const indent = (text: string, spaces: number) =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(spaces) + line))
    .join('\n')
