import type { TrainingRun } from '../../../jobs/training-runs.ts'
import { accepted, defineRoute, ok, type Route } from '../../route.ts'
import { pageQuerySchema } from '../shared-schemas.ts'
import { cancelledExample, finishedExample, runListExample, runningExample } from './model-examples.ts'
import {
  startTrainingBodySchema,
  trainingRunListSchema,
  trainingRunParamsSchema,
  trainingRunSchema,
} from './training-schema.ts'

const tag = 'Training'
const path = '/v1/admin/training-runs'
const readers = ['analyst', 'manager', 'admin'] as const
// Training costs the machine, and its outcome serves: both are the platform team's to decide.
const writers = ['admin'] as const

export const trainingRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path,
    access: writers,
    tag,
    summary: 'Start a training run',
    description:
      'Trains in a thread of this process, which goes on answering. One run at a time across all processes of the database. Read it at `Location` to see how far it is.',
    body: startTrainingBodySchema,
    bodyExample: { reason: 'New district since Monday', searchSeconds: 120 },
    answers: {
      202: { description: 'The run, which has begun.', schema: trainingRunSchema, example: runningExample },
    },
    problems: ['training-under-way'],
    handle: async ({ body: { reason, ...options }, actor }, { trainer }) => {
      const run = await trainer.start({ actor, ...options, ...(reason !== undefined && { reason }) })
      return accepted(run, `${path}/${run?.id}`)
    },
  }),
  defineRoute({
    method: 'get',
    path,
    access: readers,
    tag,
    summary: 'List training runs',
    query: pageQuerySchema,
    answers: {
      200: { description: 'A page, newest first.', schema: trainingRunListSchema, example: runListExample },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query: { limit, cursor } }, { trainer }) => {
      const page = await trainer.runs.list({ limit, cursor: cursor ?? null })
      return ok({ ...page, items: page.items.map(withoutReport) })
    },
  }),
  defineRoute({
    method: 'get',
    path: `${path}/:id`,
    access: readers,
    tag,
    summary: 'Read a training run, with what it found',
    params: trainingRunParamsSchema,
    answers: { 200: { description: 'The run.', schema: trainingRunSchema, example: finishedExample } },
    problems: ['training-run-not-found'],
    handle: async ({ params }, { trainer }) => ok(await trainer.runs.get(params.id)),
  }),
  defineRoute({
    method: 'post',
    path: `${path}/:id/cancel`,
    access: writers,
    tag,
    summary: 'Stop a training run',
    description: 'Whichever process runs it stops within a second or two; nothing of it is kept.',
    params: trainingRunParamsSchema,
    answers: {
      202: {
        description: 'The run, which has been asked to stop.',
        schema: trainingRunSchema,
        example: cancelledExample,
      },
    },
    problems: ['training-run-not-found', 'conflict'],
    handle: async ({ params, actor }, { trainer }) =>
      accepted(await trainer.cancel(params.id, actor), `${path}/${params.id}`),
  }),
]

const withoutReport = ({ report: _report, ...run }: TrainingRun) => run
