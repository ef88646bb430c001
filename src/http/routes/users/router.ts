import { Problem } from '../../../problem/problems.ts'
import { created, defineRoute, ok, type Route } from '../../route.ts'
import { importReportExample } from '../import-example.ts'
import { importReportSchema, ndjson } from '../import-schema.ts'
import { idParamsSchema, pageQuerySchema } from '../shared-schemas.ts'
import { erasureExample, userExample, userListExample } from './examples.ts'
import {
  erasureSchema,
  userAnswerSchema,
  userBodySchema,
  userLineSchema,
  userListSchema,
  userPatchBodySchema,
} from './schema.ts'

const tag = 'Users'
// Users' data is for the app that has them and for administrators; analysing lists needs none of it.
const single = ['app', 'admin'] as const

export const userRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/users',
    access: ['admin'],
    tag,
    summary: 'List users',
    query: pageQuerySchema,
    answers: {
      200: { description: 'A page, in order of id.', schema: userListSchema, example: userListExample },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query }, { users }) =>
      ok(await users.list({ limit: query.limit, cursor: query.cursor ?? null })),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/users/import',
    access: ['admin'],
    tag,
    summary: 'Import users, one JSON object a line',
    description: 'Upserts by id while the body comes in. Lines with faults are listed and stop nothing.',
    stream: ndjson,
    documentedBody: userLineSchema,
    answers: {
      200: {
        description: 'What became of the lines.',
        schema: importReportSchema,
        example: importReportExample,
      },
    },
    handle: async ({ stream }, { importNdjson, caughtUp }) => {
      const report = await importNdjson('users', stream)
      await caughtUp('users')
      return ok(report)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/users/:id',
    access: single,
    tag,
    summary: 'Read a user',
    params: idParamsSchema,
    answers: { 200: { description: 'The user.', schema: userAnswerSchema, example: userExample } },
    problems: ['user-not-found'],
    handle: async ({ params }, { users }) => {
      const user = await users.get(params.id)
      if (!user) throw new Problem('user-not-found')
      return ok(user)
    },
  }),
  defineRoute({
    method: 'put',
    path: '/v1/users/:id',
    access: single,
    tag,
    summary: 'Make or replace a user',
    description:
      'Fields that are left out take their defaults. An opt-out of personalisation holds from the next request on.',
    params: idParamsSchema,
    body: userBodySchema,
    bodyExample: {
      locations: [{ label: 'home', lat: 38.7139, lon: -9.1394 }],
      cuisines: ['portuguese'],
      maxPriceLevel: 3,
    },
    answers: {
      200: { description: 'It was there and is replaced.', schema: userAnswerSchema, example: userExample },
      201: { description: 'It is new.', schema: userAnswerSchema, example: userExample },
    },
    handle: async ({ params, body }, { users, onUserChanged }) => {
      const result = await users.put(params.id, body)
      onUserChanged(params.id)
      return result.created
        ? created(result.user, `/v1/users/${encodeURIComponent(params.id)}`)
        : ok(result.user)
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/v1/users/:id',
    access: single,
    tag,
    summary: 'Change some fields of a user',
    description: 'What is not named stays as it is.',
    params: idParamsSchema,
    body: userPatchBodySchema,
    bodyExample: { personalisationOptOut: true },
    answers: {
      200: { description: 'The user after the change.', schema: userAnswerSchema, example: userExample },
    },
    problems: ['user-not-found'],
    handle: async ({ params, body }, { users, onUserChanged }) => {
      const user = await users.patch(params.id, body)
      onUserChanged(params.id)
      return ok(user)
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/v1/users/:id',
    access: single,
    tag,
    summary: 'Erase a user',
    description:
      'Removes the user and everything that holds the id: interactions, pending ones, logged recommendations. What arrives for the id later is refused until the user is PUT again.',
    params: idParamsSchema,
    answers: { 200: { description: 'What was removed.', schema: erasureSchema, example: erasureExample } },
    problems: ['user-not-found'],
    handle: async ({ params }, { users, onUserErased }) => {
      const erased = await users.erase(params.id)
      onUserErased(params.id)
      return ok({ erased })
    },
  }),
]
