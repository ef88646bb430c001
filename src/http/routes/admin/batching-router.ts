import { z } from 'zod'
import { instantSchema } from '../../../schema/primitives.ts'
import { batchHalfLifeMs } from '../../../serving/lookups.ts'
import type { BatchMeasurement } from '../../../serving/measure-batches.ts'
import { defineRoute, ok, type Route } from '../../route.ts'
import { countSchema } from '../shared-schemas.ts'

const ms = z.number().min(0)

const batchSizeSchema = z
  .strictObject({
    fewest: countSchema.meta({ description: 'Items in a batch, both ends included.' }),
    most: countSchema,
    batches: countSchema.meta({ description: 'Since the start of this process.' }),
    items: countSchema,
    meanMs: ms.meta({ description: 'Of one batch, of late.' }),
    p95Ms: ms,
    itemsPerSecond: z.number().min(0).meta({ description: 'Items of a mean batch over its mean time.' }),
  })
  .meta({ id: 'BatchSize' })

const measurementSchema = z
  .strictObject({
    at: instantSchema.meta({ description: 'When it began.' }),
    users: countSchema.meta({ description: 'That were looked up, over and over: the database was warm.' }),
    isComplete: z
      .boolean()
      .meta({ description: 'false: somebody asked for a recommendation meanwhile, and went first.' }),
    sizes: z.array(batchSizeSchema),
  })
  .meta({ id: 'BatchMeasurement' })

const batchingSchema = z
  .strictObject({
    halfLifeSeconds: z.number().meta({ description: 'After so long a time counts half.' }),
    lookUps: z.array(batchSizeSchema).meta({
      description: 'Users that were looked up in one statement, since their requests came together.',
    }),
    statements: countSchema.meta({ description: 'Since the start, those that failed included.' }),
    waiting: countSchema.meta({ description: 'Users that wait for a statement.' }),
    cachedUsers: countSchema.meta({ description: 'Users that need none.' }),
    measured: measurementSchema.nullable().meta({
      description: 'The last measurement that was asked for in this process; null: there was none.',
    }),
  })
  .meta({ id: 'Batching' })

const measurementExample = {
  at: '2026-11-24T14:05:10.201Z',
  users: 1024,
  isComplete: true,
  sizes: [
    { fewest: 1, most: 1, batches: 371, items: 371, meanMs: 0.89, p95Ms: 1.2, itemsPerSecond: 1124 },
    { fewest: 64, most: 64, batches: 33, items: 2112, meanMs: 10.1, p95Ms: 11.9, itemsPerSecond: 6337 },
  ],
}

const batchingExample = {
  halfLifeSeconds: 600,
  lookUps: [
    {
      fewest: 1,
      most: 1,
      batches: 8_120,
      items: 8_120,
      meanMs: 0.71,
      p95Ms: 1.3,
      itemsPerSecond: 1408,
    },
    {
      fewest: 8,
      most: 15,
      batches: 240,
      items: 2_470,
      meanMs: 1.52,
      p95Ms: 2.4,
      itemsPerSecond: 6771,
    },
  ],
  statements: 8_360,
  waiting: 0,
  cachedUsers: 2_210,
  measured: measurementExample,
}

const toMeasurement = ({ atMs, ...measured }: BatchMeasurement) => ({
  at: new Date(atMs).toISOString(),
  ...measured,
})

export const batchingRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/v1/admin/batching',
    access: ['analyst', 'manager', 'admin'],
    tag: 'Administration',
    summary: 'What doing things together costs and brings',
    description:
      'Requests that come at the same moment share a look-up of their users. How long such statements take against how many users they carry: latency against throughput, as measured in this process.',
    answers: {
      200: { description: 'Batches by size.', schema: batchingSchema, example: batchingExample },
    },
    handle: (_input, { lookups }) => {
      const { queries, waiting, cachedUsers } = lookups.stats
      return ok({
        halfLifeSeconds: batchHalfLifeMs / 1000,
        lookUps: [...lookups.batches()],
        statements: queries,
        waiting,
        cachedUsers,
        measured: lookups.measured && toMeasurement(lookups.measured),
      })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/admin/batching/measurements',
    access: ['admin'],
    tag: 'Administration',
    summary: 'Measure what looking users up together costs and brings',
    description:
      'Statements of 1, 2, 4, … users, one after the other, for about two seconds in the process that answers. It ends as soon as somebody asks for a recommendation, and is refused while anybody waits for one.',
    answers: {
      200: { description: 'What was measured.', schema: measurementSchema, example: measurementExample },
    },
    problems: ['unavailable'],
    handle: async ({ leaving }, { lookups, planner, now }) => {
      const isIdle = () =>
        planner.turns.waiting === 0 &&
        Object.values(planner.admission.report().inFlight).every((n) => n === 0)
      const measured = await lookups.measure({ isIdle, atMs: now().getTime(), signal: leaving() })
      return ok(toMeasurement(measured))
    },
  }),
]
