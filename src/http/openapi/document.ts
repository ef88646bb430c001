import { z } from 'zod'
import { type ProblemCode, problems } from '../../problem/problems.ts'
import { problemSchema } from '../problem-schema.ts'
import type { AnswerDescription, Route } from '../route.ts'
import { type Components, createComponents, type JsonSchema } from './components.ts'

const description = `Restaurant recommendations that weigh what the guest likes, what the house earns and how long the guest waits.

Keys go in the header \`X-API-Key\`. Roles: \`app\` asks for recommendations and sends users and what they did; \`analyst\` reads
what administrators see; \`manager\` also changes profiles and restaurants; \`admin\` may do everything. Each operation lists its
roles as \`x-roles\`. Errors are \`application/problem+json\`; unknown fields and parameters are errors too.`

type OpenApiDocument = ReturnType<typeof makeDocument>

const made = new WeakMap<readonly Route[], Map<string, OpenApiDocument>>()

/** Made once: it takes a tenth of a second, in which nobody else is answered. */
export function openApiDocument(routes: readonly Route[], version: string): OpenApiDocument {
  const ofRoutes = made.get(routes) ?? new Map<string, OpenApiDocument>()
  made.set(routes, ofRoutes)
  const document = ofRoutes.get(version) ?? makeDocument(routes, version)
  ofRoutes.set(version, document)
  return document
}

/** The OpenAPI 3.1 document, made of the routes' own schemas, so that it cannot say anything else than the code does. */
function makeDocument(routes: readonly Route[], version: string) {
  const components = createComponents()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operation(route, components) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Maitre', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.schemas(),
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The same key, for tools that can send no other header.',
        },
      },
    },
  }
}

function operation(route: Route, components: Components) {
  const isPublic = route.access === 'public'
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, rolesInWords(route)].filter(Boolean).join('\n\n'),
    'x-roles': isPublic ? ['public'] : route.access,
    security: isPublic ? [] : [{ apiKey: [] }, { bearer: [] }],
    parameters: [
      ...parameters(route.params, 'path', components),
      ...parameters(route.query, 'query', components),
    ],
    ...requestBody(route, components),
    responses: { ...answers(route, components), ...problemAnswers(route, components) },
  }
}

const rolesInWords = ({ access }: Route) =>
  access === 'public' ? 'Needs no key.' : `Roles: ${access.map((role) => `\`${role}\``).join(', ')}.`

/** `POST /v1/profiles/:key/publish` → `post-v1-profiles-key-publish` */
const operationId = ({ method, path }: Route) => `${method}${path.replace(/[/.]/g, '-').replaceAll(':', '')}`

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query', components: Components) {
  if (!schema) return []
  const { properties = {}, required = [] } = z
    .object({ properties: z.record(z.string(), z.looseObject({})), required: z.array(z.string()) })
    .partial()
    .parse(components.reference(schema, 'input'))
  return Object.entries(properties).map(([name, { description: words, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(words ? { description: words } : {}),
    schema: rest,
  }))
}

function requestBody(route: Route, components: Components): { requestBody?: unknown } {
  const documented = route.documentedBody ?? route.body
  if (!documented) return {}
  const schema = components.reference(documented, 'input')
  const example = route.bodyExample === undefined ? {} : { example: route.bodyExample }
  return {
    requestBody: {
      required: true,
      content: { [route.stream ?? 'application/json']: { schema, ...example } },
    },
  }
}

function answers(route: Route, components: Components): Record<string, unknown> {
  const described = Object.entries(route.answers).map(([status, answer]) => {
    const content = answer.schema
      ? {
          'application/json': {
            schema: components.reference(answer.schema, 'output'),
            ...examplesOf(answer),
          },
        }
      : answer.type
        ? { [answer.type]: { schema: { type: 'string' } } }
        : undefined
    const others = Object.fromEntries(
      (answer.otherTypes ?? []).map((type) => [type, { schema: { type: 'string' } }]),
    )
    return [
      status,
      { description: answer.description, ...(content ? { content: { ...content, ...others } } : {}) },
    ]
  })
  return Object.fromEntries(described)
}

/** OpenAPI has one example, or several with names, and not both. */
function examplesOf({ example, otherExamples }: AnswerDescription) {
  if (example === undefined) return {}
  if (otherExamples === undefined) return { example }
  const named = Object.entries({ usual: example, ...otherExamples })
  return { examples: Object.fromEntries(named.map(([name, value]) => [name, { value }])) }
}

/** The codes that a route can answer with: its own, and those that its kind has. */
export function problemsOf(route: Route): ProblemCode[] {
  const codes: ProblemCode[] = [...(route.problems ?? []), 'invalid-request', 'internal']
  if (route.access !== 'public')
    codes.push('unauthenticated', 'forbidden', 'too-many-requests', 'unavailable')
  if (route.body || route.stream) codes.push('body-too-large', 'unsupported-media-type')
  if (route.body) codes.push('malformed-json', 'request-timeout')
  if (route.load) codes.push('overloaded')
  return [...new Set(codes)]
}

function problemAnswers(route: Route, components: Components): Record<string, unknown> {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of problemsOf(route)) {
    const { status } = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const schema: JsonSchema = components.reference(problemSchema, 'output')
  const described = [...byStatus]
    .filter(([status]) => !(status in route.answers))
    .map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
        content: { 'application/problem+json': { schema } },
      },
    ])
  return Object.fromEntries(described)
}
