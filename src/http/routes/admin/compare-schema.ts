import { z } from 'zod'
import { instantSchema } from '../../../schema/primitives.ts'
import { normalisedWeightsSchema } from '../profiles/schema.ts'
import { recommendationRequestSchema } from '../recommendations/schema.ts'
import { countSchema } from '../shared-schemas.ts'
import {
  agreementSchema,
  circumstances,
  depthSchema,
  placeSchema,
  pricedPlanSchema,
  rankedItemFields,
  restaurantNameSchema,
  sideSchema,
  totalsChangeSchema,
  totalsSchema,
  wholeNumber,
} from './analysis-schema.ts'
import { formatSchema } from './tabular.ts'

export const sampleSchema = z
  .strictObject({
    size: wholeNumber(1, 2000).default(200),
    seed: wholeNumber(0, 4_294_967_295).default(1),
    since: instantSchema.optional(),
    source: z.enum(['any', 'log', 'orders'], { error: 'is any, log or orders' }).default('any').meta({
      description:
        'log: past recommendations; orders: moments just before past orders; any: the log, unless it holds fewer than 50 and there are more orders.',
    }),
  })
  .meta({ id: 'ComparisonSample' })

export const isOneSource = (body: { request?: unknown; sample?: unknown }) =>
  (body.request === undefined) !== (body.sample === undefined)
export const oneSourceWords = {
  path: ['request'],
  error: 'or sample is needed, and only one of the two',
}

export const compareBodySchema = z
  .strictObject({
    request: recommendationRequestSchema.optional(),
    sample: sampleSchema.optional().meta({ description: 'Past requests, instead of one given request.' }),
    sides: z
      .array(sideSchema, { error: 'is a list of 1 to 10 sides' })
      .min(1, { error: 'is empty; give at least one side' })
      .max(10, { error: 'has more than 10 sides' }),
    k: depthSchema,
    format: formatSchema,
  })
  .refine(isOneSource, oneSourceWords)
  .meta({ id: 'CompareRequest' })
export type CompareBody = z.infer<typeof compareBodySchema>

const comparedSideSchema = z
  .strictObject({
    name: z.string(),
    profile: z
      .strictObject({ key: z.string(), revision: z.number().int() })
      .nullable()
      .meta({ description: 'null: a draft, or settings that were given.' }),
    modelVersion: z.string().nullable(),
    plan: pricedPlanSchema,
    weights: normalisedWeightsSchema,
    guardrailShare: z.number().min(0).max(1),
    scored: countSchema,
    rankMs: z.number().nullable().meta({ description: 'What ranking took just now, without look-ups, ms.' }),
    items: z.array(
      z.strictObject({
        ...rankedItemFields,
        cuisines: z.array(z.string()),
        priceLevel: z.number().int().nullable(),
        reasons: z.array(z.string()).meta({ description: 'In plain words, the strongest first.' }),
      }),
    ),
    totals: totalsSchema.meta({
      description: 'Judged by one model at full depth for all sides, so that no side wins by its own belief.',
    }),
    change: totalsChangeSchema,
  })
  .meta({ id: 'ComparedSide' })

const comparisonSchema = z
  .strictObject({
    ...circumstances,
    k: z.number().int(),
    sides: z.array(comparedSideSchema),
    pairs: z.array(z.strictObject({ a: z.string(), b: z.string(), agreement: agreementSchema })),
    restaurants: z
      .array(z.strictObject({ restaurant: restaurantNameSchema, ranks: z.array(placeSchema) }))
      .meta({ description: 'Every restaurant of any list, with its place on each side.' }),
  })
  .meta({ id: 'Comparison' })

export const intervalSchema = z
  .strictObject({ mean: z.number(), low: z.number().nullable(), high: z.number().nullable() })
  .meta({
    id: 'Interval',
    description: 'A mean with its 95 % bootstrap interval over users; null: only one user.',
  })
  .nullable()

export const sampledTotals = z.strictObject({
  orders: intervalSchema,
  revenue: intervalSchema,
  margin: intervalSchema,
  waitMinutes: intervalSchema,
  discovery: intervalSchema,
  predictedMs: intervalSchema,
})

export const sampledAgreement = z.strictObject({
  overlap: intervalSchema,
  kendallTau: intervalSchema,
  rbo: intervalSchema,
  displacement: intervalSchema,
})

const sampledComparisonSchema = z
  .strictObject({
    source: z.enum(['log', 'orders']),
    k: z.number().int(),
    requests: countSchema,
    empty: countSchema.meta({ description: 'Requests without a list on any side; they count in no figure.' }),
    users: countSchema,
    sides: z.array(
      z.strictObject({
        name: z.string(),
        totals: sampledTotals,
        change: sampledTotals.meta({ description: 'Paired, request by request, against the first side.' }),
        agreement: sampledAgreement.meta({ description: 'With the first side’s list.' }),
        plans: z.record(z.string(), countSchema).meta({ description: 'Requests by the plan that answered.' }),
      }),
    ),
  })
  .meta({ id: 'SampledComparison' })

export const compareSchema = z.union([comparisonSchema, sampledComparisonSchema])
