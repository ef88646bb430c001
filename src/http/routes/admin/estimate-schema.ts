import { z } from 'zod'
import { estimators } from '../../../analysis/off-policy/estimators.ts'
import { assumptions, outcomes } from '../../../analysis/off-policy/logged-list.ts'
import { refusals } from '../../../analysis/off-policy/support.ts'
import { instantSchema } from '../../../schema/primitives.ts'
import { countSchema } from '../shared-schemas.ts'
import { isOneProfile, oneProfileWords, sideFields, wholeNumber } from './analysis-schema.ts'
import { formatSchema } from './tabular.ts'

export const estimateBodySchema = z
  .strictObject({
    ...sideFields,
    temperature: z
      .number({ error: 'is a temperature from 0 to 10' })
      .min(0, { error: 'is a temperature from 0 to 10' })
      .max(10, { error: 'is a temperature from 0 to 10' })
      .optional()
      .meta({
        description:
          'Exploration that the profile is to have; left out: its own. A little makes logs say more.',
      }),
    lists: wholeNumber(1, 2000).default(300).meta({ description: 'Logged lists to use, at most.' }),
    seed: wholeNumber(0, 4_294_967_295).default(1),
    since: instantSchema.optional(),
    attributionHours: z
      .number({ error: 'is a number of hours from 0 to 720' })
      .min(0, { error: 'is a number of hours from 0 to 720' })
      .max(720, { error: 'is a number of hours from 0 to 720' })
      .default(6)
      .meta({ description: 'Orders count so long after their list; younger lists are left out.' }),
    maxWeight: z
      .number({ error: 'is a weight of 1 or more' })
      .min(1, { error: 'is a weight of 1 or more' })
      .default(100)
      .meta({ description: 'Larger weights count as this; what that does to an estimate is said.' }),
    format: formatSchema,
  })
  .refine(isOneProfile, oneProfileWords)
  .meta({ id: 'EstimateRequest' })

const rangeSchema = z
  .strictObject({ low: z.number(), high: z.number() })
  .nullable()
  .meta({ description: '95 %; null: fewer than two users.' })

const estimate = {
  value: z.number().meta({ description: 'A list’s worth: orders, or money.' }),
  normal: rangeSchema,
  bootstrap: rangeSchema,
  clippingBias: z.number().meta({ description: 'What clipping the weights added; about its bias.' }),
}
const loggedSchema = z.strictObject(estimate).nullable()

const assumedSchema = z
  .strictObject({
    assumption: z.enum(assumptions).meta({
      description:
        'What a place’s outcome may depend on: the restaurant and place alone, also what stands above, or all of the list.',
    }),
    support: z.strictObject({
      effectiveLists: z
        .number()
        .meta({ description: '(Σ w)² / Σ w², the least over places that one list in twenty reaches.' }),
      meanWeight: z
        .number()
        .meta({ description: 'Expected to be 1 where logs cover what the target shows.' }),
      meanWeightRange: rangeSchema,
      largestWeight: z.number(),
      clipped: z.number().min(0).max(1),
      explored: z.number().min(0).max(1).meta({ description: 'Share of logged places that were drawn.' }),
    }),
    refusal: z
      .strictObject({ code: z.enum(refusals), reason: z.string(), remedy: z.string() })
      .nullable()
      .meta({ description: 'Why the logs cannot answer, and what would mend it; null: they can.' }),
    estimates: z.array(
      z.strictObject({ outcome: z.enum(outcomes), estimator: z.enum(estimators), ...estimate }),
    ),
  })
  .meta({ id: 'AssumedEstimate' })

export const estimateSchema = z
  .strictObject({
    target: z.string(),
    temperature: z.number().min(0),
    lists: countSchema,
    users: countSchema,
    skipped: countSchema.meta({ description: 'Lists whose model or profile revision is gone.' }),
    reproduced: z.number().min(0).max(1).meta({
      description: 'Share of lists whose own chances, worked out today, are those that were logged.',
    }),
    logged: z
      .strictObject({ orders: loggedSchema, revenue: loggedSchema, margin: loggedSchema })
      .meta({ description: 'What the lists that were shown brought; null: there are none.' }),
    assumed: z.array(assumedSchema),
  })
  .meta({ id: 'ProfileEstimate' })
