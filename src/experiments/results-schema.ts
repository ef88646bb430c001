import { z } from 'zod'
import { instantSchema, shareSchema } from '../schema/primitives.ts'
import { metricKeys } from './metrics.ts'
import { experimentStateSchema } from './schema.ts'

const count = z.int().min(0)
const metricKey = z.enum(metricKeys)

const differenceSchema = z
  .strictObject({
    estimate: z.number().meta({ description: 'The variant less the control, in the unit of the metric.' }),
    low: z.number(),
    high: z.number(),
    lift: z.number().nullable().meta({ description: 'The estimate over the value of the control.' }),
    pValue: shareSchema.meta({ description: 'Always valid: may be looked at any time.' }),
  })
  .meta({
    id: 'ExperimentDifference',
    description:
      'From low to high with 95 % confidence at all times at once, however often it is looked at and whenever it is stopped.',
  })

const metricFiguresSchema = z.strictObject({
  key: metricKey,
  label: z.string(),
  unit: z.string(),
  better: z.enum(['more', 'less']),
  isPrimary: z.boolean(),
  variants: z.array(
    z.strictObject({
      variant: z.string(),
      users: count.meta({ description: 'Whose outcome window is over.' }),
      active: count.meta({ description: 'Of those: users who did anything that the metric is about.' }),
      value: z.number().nullable(),
      difference: differenceSchema
        .nullable()
        .meta({ description: 'null: the control itself, or too few users yet.' }),
    }),
  ),
})

const guardrailStateSchema = z.strictObject({
  metric: metricKey,
  harm: z.enum(['decrease', 'increase']),
  smallestHarm: shareSchema,
  variant: z.string(),
  provenHarm: z.number().nullable().meta({
    description:
      'The least harm that the data allow, as a share of the control; below 0: there may be none; null: too few users yet.',
  }),
  isBreached: z
    .boolean()
    .meta({ description: 'More than the smallest harm is proven; the experiment is stopped.' }),
})

/** What an experiment found; sums over variants, nothing about one user. */
export const experimentResultsSchema = z.strictObject({
  key: z.string(),
  state: experimentStateSchema,
  asOf: instantSchema,
  control: z.string(),
  enrolled: z.array(
    z.strictObject({ variant: z.string(), users: count, share: shareSchema, plannedShare: shareSchema }),
  ),
  sampleRatio: z.strictObject({
    pValue: shareSchema,
    mismatch: z.boolean().meta({
      description: 'Users are not split as planned: something is broken, and no figure can be trusted.',
    }),
  }),
  metrics: z.array(metricFiguresSchema),
  guardrails: z.array(guardrailStateSchema),
})
