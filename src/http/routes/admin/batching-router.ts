import { z } from 'zod'
import { batchHalfLifeMs } from '../../../serving/lookups.ts'
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

const batchingSchema = z
  .strictObject({
    halfLifeSeconds: z.number().meta({ description: 'After so long a time counts half.' }),
    lookUps: z.array(batchSizeSchema).meta({
      description: 'Users that were looked up in one statement, since their requests came together.',
    }),
    statements: countSchema.meta({ description: 'Since the start, those that failed included.' }),
    waiting: countSchema.meta({ description: 'Users that wait for a statement.' }),
    cachedUsers: countSchema.meta({ description: 'Users that need none.' }),
  })
  .meta({ id: 'Batching' })

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
}

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
      })
    },
  }),
]
