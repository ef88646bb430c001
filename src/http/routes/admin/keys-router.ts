import { Problem } from '../../../problem/problems.ts'
import { created, defineRoute, noContent, ok, type Route } from '../../route.ts'
import { pageQuerySchema } from '../shared-schemas.ts'
import { keyListExample, newKeyExample, rotatedKeyExample } from './examples/keys.ts'
import {
  createKeyBodySchema,
  keyListSchema,
  keyParamsSchema,
  newKeySchema,
  rotatedKeySchema,
  rotateKeyBodySchema,
} from './keys-schema.ts'

const tag = 'Administration'
const path = '/v1/admin/keys'

/** What administrators do with keys; the keys themselves are in no answer but that which makes them. */
export const keyRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path,
    access: ['admin'],
    tag,
    summary: 'List the keys',
    description: 'Revoked and expired ones included, oldest first.',
    query: pageQuerySchema,
    answers: {
      200: {
        description: 'A page, without what would open anything.',
        schema: keyListSchema,
        example: keyListExample,
      },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query }, { keys }) =>
      ok(await keys.list({ limit: query.limit, cursor: query.cursor ?? null })),
  }),
  defineRoute({
    method: 'post',
    path,
    access: ['admin'],
    tag,
    summary: 'Make a key',
    body: createKeyBodySchema,
    bodyExample: { role: 'app', label: 'front end', expiresAt: '2027-12-31T00:00:00Z' },
    answers: { 201: { description: 'The key, this once.', schema: newKeySchema, example: newKeyExample } },
    handle: async ({ body, actor }, { keys, now }) => {
      const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt)
      if (expiresAt && expiresAt <= now()) {
        throw new Problem('invalid-request', { errors: [{ path: 'expiresAt', message: 'is over already' }] })
      }
      const made = await keys.create({ role: body.role, label: body.label, actor, expiresAt })
      return created(made, `${path}/${made.id}`)
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/:id/rotate`,
    access: ['admin'],
    tag,
    summary: 'Put a new key in the place of another',
    description:
      'Same role, label and length of life. The old key opens for `overlapHours` more, then no longer.',
    params: keyParamsSchema,
    body: rotateKeyBodySchema,
    bodyExample: { overlapHours: 24 },
    answers: {
      201: { description: 'The new key, this once.', schema: rotatedKeySchema, example: rotatedKeyExample },
    },
    problems: ['key-not-found', 'conflict'],
    handle: async ({ params, body, actor }, { keys }) => {
      const overlapMs = body.overlapHours * 3_600_000
      const rotation = await keys.rotate({ id: params.id, actor, overlapMs })
      if (!rotation) throw new Problem('key-not-found')
      const { made: key, oldExpiresAt } = rotation
      return created({ key, oldExpiresAt }, `${path}/${key.id}`)
    },
  }),
  defineRoute({
    method: 'delete',
    path: `${path}/:id`,
    access: ['admin'],
    tag,
    summary: 'Revoke a key',
    description: 'At once and for good. A key cannot revoke itself.',
    params: keyParamsSchema,
    answers: { 204: { description: 'It opens nothing any more.' } },
    problems: ['key-not-found', 'conflict'],
    handle: async ({ params, actor, caller }, { keys }) => {
      if (params.id === caller?.id) {
        throw new Problem('conflict', { detail: 'This is the key that you ask with; use another one.' })
      }
      if (!(await keys.revoke(params.id, actor))) throw new Problem('key-not-found')
      return noContent
    },
  }),
]
