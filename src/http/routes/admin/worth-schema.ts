import { z } from 'zod'
import { instantSchema } from '../../../schema/primitives.ts'
import type { worthKeys } from '../../../serving/worth.ts'
import { countSchema, queryInteger } from '../shared-schemas.ts'
import { intervalSchema } from './compare-schema.ts'
import { formatSchema } from './tabular.ts'

export const worthQuerySchema = z.strictObject({
  size: queryInteger(1, 2000).default(200).meta({ description: 'Past requests to rank, at most.' }),
  seed: queryInteger(0, 4_294_967_295).default(1),
  since: instantSchema.optional(),
  source: z.enum(['any', 'log', 'orders'], { error: 'is any, log or orders' }).default('any').meta({
    description:
      'log: past recommendations; orders: moments just before past orders; any: the log, unless it holds fewer than 50 and there are more orders.',
  }),
  cpuHourPrice: z
    .string({ error: 'is given more than once' })
    .refine((text) => /^\d{1,6}(\.\d{1,6})?$/.test(text), { error: 'is an amount of money, such as 0.04' })
    .transform(Number)
    .default(0.04)
    .meta({ type: 'number', minimum: 0, description: 'What an hour of one processor costs, money.' }),
  format: formatSchema,
})

const figures = z.strictObject({
  orders: intervalSchema,
  revenue: intervalSchema,
  margin: intervalSchema,
  waitMinutes: intervalSchema,
  rankMs: intervalSchema,
  cost: intervalSchema,
} satisfies Record<(typeof worthKeys)[number], unknown>)

export const worthSchema = z
  .strictObject({
    source: z.enum(['log', 'orders']),
    requests: countSchema.meta({ description: 'Those with a list; the others count in no figure.' }),
    users: countSchema,
    cpuHourPrice: z.number(),
    sides: z.array(
      z.strictObject({
        name: z.string().meta({ description: '`no model`, `plan fast`, `plan full`, then profiles by key.' }),
        plans: z.record(z.string(), countSchema).meta({ description: 'Requests by the plan that answered.' }),
        figures: figures.meta({
          description:
            'Per 1,000 recommendations (`waitMinutes`: per recommendation), a place counted by 1 / log2(1 + rank), judged by one model for all. `rankMs` and `cost` are of ranking just now, without look-ups and HTTP.',
        }),
        change: figures
          .nullable()
          .meta({ description: 'Less the first side’s, paired request by request; null: the first side.' }),
      }),
    ),
  })
  .meta({ id: 'Worth' })
