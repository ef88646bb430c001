import { z } from 'zod'
import { objectiveKeys } from '../../../profiles/schema.ts'
import { leftOutReasons } from '../../../ranking/eligibility.ts'
import { idSchema } from '../../../schema/primitives.ts'
import { recommendationRequestSchema } from '../recommendations/schema.ts'
import { countSchema } from '../shared-schemas.ts'
import {
  circumstances,
  isOneProfile,
  oneProfileWords,
  restaurantNameSchema,
  sideFields,
} from './analysis-schema.ts'
import { intervalSchema, sampleSchema } from './compare-schema.ts'
import { formatSchema } from './tabular.ts'

/** Each request of a sample is ranked some hundreds of times. */
const mostSampled = 300

export const whyNotBodySchema = z
  .strictObject({
    request: recommendationRequestSchema.optional(),
    sample: sampleSchema.optional().meta({
      description: `Past requests, instead of one given request; at most ${mostSampled}.`,
    }),
    restaurantId: idSchema,
    ...sideFields,
    format: formatSchema,
  })
  .refine(isOneProfile, oneProfileWords)
  .refine(({ request, sample }) => (request === undefined) !== (sample === undefined), {
    path: ['request'],
    error: 'or sample is needed, and only one of the two',
  })
  .refine(({ sample }) => sample === undefined || sample.size <= mostSampled, {
    path: ['sample', 'size'],
    error: `is at most ${mostSampled} here; each request is ranked some hundreds of times`,
  })
  .meta({ id: 'WhyNotRequest' })

const changeSchema = z
  .strictObject({
    from: z.number(),
    to: z
      .number()
      .nullable()
      .meta({ description: 'null: no possible value is enough; a wait is never shorter than the way.' }),
  })
  .meta({ id: 'SmallestChange' })

const whyNotReportSchema = z
  .strictObject({
    ...circumstances,
    restaurant: restaurantNameSchema,
    status: z.enum(['listed', 'outranked', 'not-a-candidate', 'ineligible']).meta({
      description:
        'outranked: others score higher; not-a-candidate: the plan’s sources did not propose it, and the rest says where it would stand; ineligible: a hard rule left it out.',
    }),
    leftOut: z.enum(leftOutReasons).nullable(),
    rank: z.number().int().min(1).nullable(),
    scored: countSchema,
    limit: countSchema,
    score: z.number().nullable(),
    lastScore: z.number().nullable().meta({ description: 'Of the last in the list.' }),
    weights: z
      .record(z.enum(objectiveKeys), changeSchema)
      .nullable()
      .meta({ description: 'The nearest share of each weight alone, the others keeping their ratios.' }),
    own: z
      .strictObject({
        probability: changeSchema,
        spend: changeSchema,
        waitMinutes: changeSchema,
        rating: z
          .strictObject({
            from: z.number().nullable().meta({ description: 'null: nobody rated it.' }),
            to: z.number().nullable().meta({ description: 'null: not even 5 is enough.' }),
          })
          .meta({ id: 'SmallestRatingChange' }),
      })
      .nullable()
      .meta({
        description:
          'The smallest change of the restaurant’s own chance, price, wait or rating alone; a rating counts by what it does to the chance.',
      }),
  })
  .meta({ id: 'WhyNotReport' })

const countedSchema = z
  .strictObject({ requests: countSchema, share: intervalSchema.meta({ description: 'Of all requests.' }) })
  .meta({ id: 'CountedRequests' })

const leverSchema = z
  .strictObject({
    share: intervalSchema.meta({
      description: 'Of the missed requests, those in which this alone brings it in; null: none is missed.',
    }),
    requests: countSchema.meta({ description: 'Missed requests in which this alone brings it in.' }),
    raised: countSchema.meta({ description: 'Of these, where more of it does; in the others less does.' }),
    change: z
      .strictObject({ lowerQuartile: z.number(), median: z.number(), upperQuartile: z.number() })
      .nullable()
      .meta({ description: 'Sizes of the smallest change over these; null: there is none.' }),
  })
  .meta({ id: 'LeverSummary' })

const sampledWhyNotSchema = z
  .strictObject({
    profile: z.string(),
    source: z.enum(['log', 'orders']),
    restaurant: restaurantNameSchema,
    requests: countSchema,
    users: countSchema,
    listed: countedSchema,
    eligible: countedSchema,
    proposed: countedSchema.meta({ description: 'Proposed as a candidate by the plan’s sources.' }),
    missed: countSchema.meta({ description: 'Eligible and not in the list.' }),
    leftOut: z.record(z.enum(leftOutReasons), countSchema),
    rank: intervalSchema.meta({
      description:
        'Mean over those where it is eligible; where it would stand, if it was not proposed. null: there is none.',
    }),
    weights: z.record(z.enum(objectiveKeys), leverSchema),
    own: z.strictObject({
      probability: leverSchema,
      spend: leverSchema,
      waitMinutes: leverSchema,
      rating: leverSchema.meta({ description: 'Where nobody rated it, from 4.' }),
    }),
  })
  .meta({ id: 'SampledWhyNot' })

export const whyNotSchema = z.union([whyNotReportSchema, sampledWhyNotSchema])
