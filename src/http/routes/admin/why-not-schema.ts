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

export const whyNotBodySchema = z
  .strictObject({
    request: recommendationRequestSchema,
    restaurantId: idSchema,
    ...sideFields,
  })
  .refine(isOneProfile, oneProfileWords)
  .meta({ id: 'WhyNotRequest' })

const changeSchema = z
  .strictObject({
    from: z.number(),
    to: z.number().nullable().meta({ description: 'null: no value of it is enough.' }),
  })
  .meta({ id: 'SmallestChange' })

export const whyNotSchema = z
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
