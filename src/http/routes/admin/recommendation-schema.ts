import { z } from 'zod'
import { planNameSchema } from '../../../profiles/schema.ts'
import { instantSchema, locationSchema } from '../../../schema/primitives.ts'
import { normalisedWeightsSchema, settingsSchema } from '../profiles/schema.ts'
import { countSchema } from '../shared-schemas.ts'
import { agreementSchema, moveSchema, placeSchema, rankedItemFields } from './analysis-schema.ts'

const loggedRequestSchema = z
  .strictObject({
    userId: z.string().nullable(),
    location: locationSchema.nullable(),
    atMs: z.number().nullable(),
    radiusKm: z.number().nullable(),
    cuisines: z.array(z.string()).nullable(),
    maxPriceLevel: z.number().nullable(),
    openNow: z.boolean(),
    excludeIds: z.array(z.string()),
    candidateIds: z.array(z.string()).nullable(),
    limit: z.number().int(),
    profile: z.string().nullable(),
    latencyBudgetMs: z.number().nullable(),
    explain: z.boolean(),
    lastShownIds: z.array(z.string()).nullable().meta({
      description: 'The list that it was not to drift from; null: none, or the profile caps no drift.',
    }),
    seed: z.number().nullable().meta({ description: 'What seeded exploration.' }),
  })
  .meta({ id: 'LoggedRequest', description: 'The request as it was understood, with defaults filled in.' })

const itemSchema = z
  .strictObject({
    ...rankedItemFields,
    rules: z.array(z.string()),
    unexplained: z.number().meta({ description: 'Score less contributions: 0.' }),
    rankAgain: placeSchema.meta({ description: 'Its place when ranked again now.' }),
    terms: z
      .array(z.strictObject({ feature: z.string(), logOdds: z.number() }))
      .meta({ description: 'What its relevance is made of by the same model; empty without one.' }),
  })
  .meta({ id: 'LoggedItem' })

export const whySchema = z
  .strictObject({
    id: z.string(),
    at: instantSchema,
    userId: z.string().nullable(),
    profile: z.strictObject({ key: z.string(), revision: z.number().int() }),
    experiment: z
      .strictObject({ key: z.string(), variant: z.string() })
      .optional()
      .meta({ description: 'Only where it was in one.' }),
    settings: settingsSchema,
    weights: normalisedWeightsSchema,
    modelVersion: z.string().nullable(),
    request: loggedRequestSchema,
    plan: z.strictObject({
      name: planNameSchema,
      candidates: countSchema,
      predictedMs: z.number(),
      budgetMs: z.number(),
    }),
    tookMs: z.number(),
    degraded: z.array(z.string()),
    listPropensity: z.number().meta({ description: 'The probability of this very list under exploration.' }),
    items: z.array(itemSchema),
    again: z
      .strictObject({ same: z.boolean(), agreement: agreementSchema, moves: z.array(moveSchema) })
      .nullable()
      .meta({
        description:
          'The same question asked now: as of then for the user and the hours, with the restaurants of today and all orders since. null: the model is gone.',
      }),
  })
  .meta({ id: 'RecommendationAnatomy' })
