import { defineRoute, ok, type Route } from '../../route.ts'
import { pageQuerySchema } from '../shared-schemas.ts'
import { channelExample, modelExample, modelListExample, rolledBackExample } from './model-examples.ts'
import {
  channelStateSchema,
  modelListSchema,
  modelSchema,
  promoteBodySchema,
  rollbackBodySchema,
  versionParamsSchema,
} from './models-schema.ts'

const tag = 'Models'
const readers = ['analyst', 'manager', 'admin'] as const
// Which model serves is the platform team's to decide.
const writers = ['admin'] as const

export const modelRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/admin/models',
    access: readers,
    tag,
    summary: 'List model versions and what each channel serves',
    query: pageQuerySchema,
    answers: {
      200: { description: 'A page, newest first.', schema: modelListSchema, example: modelListExample },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query: { limit, cursor } }, { models }) => {
      const [page, channels] = await Promise.all([
        models.list({ limit, cursor: cursor ?? null }),
        models.channels(),
      ])
      return ok({ ...page, channels })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/admin/models/rollback',
    access: writers,
    tag,
    summary: 'Put a channel back to the version before',
    body: rollbackBodySchema,
    bodyExample: { channel: 'stable', reason: 'Fewer orders since the promotion' },
    answers: {
      200: {
        description: 'What the channel serves now.',
        schema: channelStateSchema,
        example: rolledBackExample,
      },
    },
    problems: ['model-not-found'],
    handle: async ({ body, actor }, { models, caughtUp }) => {
      const state = await models.rollback({ ...body, pin: body.pin ?? false, actor })
      await caughtUp('models')
      return ok(state)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/admin/models/:version',
    access: readers,
    tag,
    summary: 'Read a model version with its metrics',
    params: versionParamsSchema,
    answers: { 200: { description: 'The version.', schema: modelSchema, example: modelExample } },
    problems: ['model-not-found'],
    handle: async ({ params }, { models }) => ok(await models.get(params.version)),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/admin/models/:version/promote',
    access: writers,
    tag,
    summary: 'Let a channel serve this version',
    params: versionParamsSchema,
    body: promoteBodySchema,
    bodyExample: { channel: 'stable', reason: 'Better on first-time orders for two weeks' },
    answers: {
      200: {
        description: 'What the channel serves now.',
        schema: channelStateSchema,
        example: channelExample,
      },
    },
    problems: ['model-not-found'],
    handle: async ({ params, body, actor }, { models, caughtUp }) => {
      const state = await models.promote({ ...body, pin: body.pin ?? false, version: params.version, actor })
      await caughtUp('models')
      return ok(state)
    },
  }),
]
