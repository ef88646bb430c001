import { created, defineRoute, ok, type Route } from '../../route.ts'
import { experimentExample, experimentListExample, resultsExample } from './examples/experiments.ts'
import {
  createBodySchema,
  experimentListSchema,
  experimentParamsSchema,
  experimentQuerySchema,
  experimentSchema,
  resultsSchema,
  settingsBodySchema,
  settingsExample,
  stepBodySchema,
} from './experiments-schema.ts'

const tag = 'Experiments'
const path = '/v1/admin/experiments'
const readers = ['analyst', 'manager', 'admin'] as const
const writers = ['manager', 'admin'] as const

export const experimentRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path,
    access: readers,
    tag,
    summary: 'List experiments',
    query: experimentQuerySchema,
    answers: {
      200: {
        description: 'A page, newest first.',
        schema: experimentListSchema,
        example: experimentListExample,
      },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query: { limit, cursor, state } }, { experiments }) =>
      ok(await experiments.list({ limit, cursor: cursor ?? null, state: state ?? null })),
  }),
  defineRoute({
    method: 'post',
    path,
    access: writers,
    tag,
    summary: 'Plan an experiment',
    description:
      'Makes a draft, which changes no answer yet. Each variant is a profile, at its live revision or a fixed one, with what its channel serves or a fixed model version.',
    body: createBodySchema,
    bodyExample: { key: 'dearer-places', settings: settingsExample },
    answers: { 201: { description: 'The draft.', schema: experimentSchema, example: experimentExample } },
    problems: ['experiment-exists'],
    handle: async ({ body: { key, settings }, actor }, { experiments }) =>
      created(await experiments.create(key, settings, actor), `${path}/${key}`),
  }),
  defineRoute({
    method: 'get',
    path: `${path}/:key`,
    access: readers,
    tag,
    summary: 'Read an experiment',
    params: experimentParamsSchema,
    answers: {
      200: { description: 'The experiment.', schema: experimentSchema, example: experimentExample },
    },
    problems: ['experiment-not-found'],
    handle: async ({ params }, { experiments }) => ok(await experiments.get(params.key)),
  }),
  defineRoute({
    method: 'put',
    path: `${path}/:key`,
    access: writers,
    tag,
    summary: 'Change a draft',
    description:
      'What was started keeps its settings: results are of one plan, from the first user to the last.',
    params: experimentParamsSchema,
    body: settingsBodySchema,
    bodyExample: settingsExample,
    answers: { 200: { description: 'The draft.', schema: experimentSchema, example: experimentExample } },
    problems: ['experiment-not-found', 'conflict'],
    handle: async ({ params, body, actor }, { experiments }) =>
      ok(await experiments.edit(params.key, body, actor)),
  }),
  defineRoute({
    method: 'post',
    path: `${path}/:key/start`,
    access: writers,
    tag,
    summary: 'Start an experiment',
    description:
      'From the next request on users are split by a stable hash of their id. One experiment at a time takes the same requests.',
    params: experimentParamsSchema,
    body: stepBodySchema,
    bodyExample: { reason: 'Agreed with sales on Monday' },
    answers: { 200: { description: 'It runs.', schema: experimentSchema, example: experimentExample } },
    problems: ['experiment-not-found', 'conflict', 'experiment-scope-taken'],
    handle: async ({ params, body, actor }, { experiments, caughtUp }) => {
      const experiment = await experiments.start(params.key, { actor, reason: body.reason })
      await caughtUp('experiments')
      return ok(experiment)
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/:key/stop`,
    access: writers,
    tag,
    summary: 'Stop an experiment',
    description: 'From the next request on nobody is in it; what it found stays.',
    params: experimentParamsSchema,
    body: stepBodySchema,
    bodyExample: { reason: 'More fee is proven' },
    answers: { 200: { description: 'It is over.', schema: experimentSchema, example: experimentExample } },
    problems: ['experiment-not-found', 'conflict'],
    handle: async ({ params, body, actor }, { experiments, caughtUp }) => {
      const change = { actor, reason: body.reason, because: 'person' } as const
      const experiment = await experiments.stop(params.key, change)
      await caughtUp('experiments')
      return ok(experiment)
    },
  }),
  defineRoute({
    method: 'get',
    path: `${path}/:key/results`,
    access: readers,
    tag,
    summary: 'What an experiment has found so far',
    description:
      'Orders, fee, margin, wait and NDCG by variant, with intervals that hold at all times at once, so looking often is no fault; whether users are split as planned; how the guardrails stand.',
    params: experimentParamsSchema,
    answers: { 200: { description: 'The figures.', schema: resultsSchema, example: resultsExample } },
    problems: ['experiment-not-found'],
    handle: async ({ params }, { experiments }) => ok(await experiments.results(params.key)),
  }),
]
