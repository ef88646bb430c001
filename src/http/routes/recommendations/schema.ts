import { z } from 'zod'
import { objectiveKeys, planNameSchema, profileKeySchema } from '../../../profiles/schema.ts'
import {
  idSchema,
  instantSchema,
  locationSchema,
  priceLevelSchema,
  textSchema,
} from '../../../schema/primitives.ts'
import { problemSchema } from '../../problem-schema.ts'
import { countSchema } from '../shared-schemas.ts'

export const maxBatch = 256
export const maxCandidates = 1000

const limitSchema = (max: number) =>
  z
    .number({ error: `is a whole number from 1 to ${max}` })
    .int({ error: `is a whole number from 1 to ${max}` })
    .min(1, { error: `is a whole number from 1 to ${max}` })
    .max(max, { error: `is a whole number from 1 to ${max}` })

const contextSchema = z
  .strictObject(
    {
      location: locationSchema
        .optional()
        .meta({ description: 'Where the food is to go. Left out: the places that the user has stored.' }),
      at: instantSchema.optional().meta({ description: 'For when; left out: now.' }),
      radiusKm: z
        .number({ error: 'is a distance in km' })
        .positive({ error: 'is more than 0 km' })
        .max(20_100, { error: 'is more than half way round the earth' })
        .optional()
        .meta({ description: 'No restaurant further away than this; left out: as far as each delivers.' }),
    },
    { error: 'is an object: {location?, at?, radiusKm?}' },
  )
  .meta({ id: 'RequestContext' })

const filtersSchema = z
  .strictObject(
    {
      cuisines: z
        .array(textSchema(60), { error: 'is a list of cuisines' })
        .min(1, { error: 'is empty; leave it out for any cuisine' })
        .max(100, { error: 'has more than 100 entries' })
        .optional()
        .meta({ description: 'Any of these; upper and lower case are the same.' }),
      maxPriceLevel: priceLevelSchema.optional(),
      openNow: z.boolean({ error: 'is true or false' }).default(true),
      excludeIds: z
        .array(idSchema, { error: 'is a list of restaurant ids' })
        .max(1000, { error: 'has more than 1000 entries' })
        .default([]),
    },
    { error: 'is an object: {cuisines?, maxPriceLevel?, openNow?, excludeIds?}' },
  )
  .meta({ id: 'RequestFilters' })

const common = {
  userId: idSchema.optional().meta({
    description: 'An id that we do not know gets what suits someone new, and the answer says so.',
  }),
  context: contextSchema.default({}),
  filters: filtersSchema.default({ openNow: true, excludeIds: [] }),
  profile: profileKeySchema.optional().meta({ description: 'Left out: the default profile.' }),
  latencyBudgetMs: z
    .number({ error: 'is from 1 to 10,000 ms' })
    .min(1, { error: 'is from 1 to 10,000 ms' })
    .max(10_000, { error: 'is from 1 to 10,000 ms' })
    .optional()
    .meta({ description: 'Time for the answer, where it is tighter than what the profile allows.' }),
  explain: z
    .boolean({ error: 'is true or false' })
    .default(false)
    .meta({ description: 'Adds to each item what every objective and rule gave to its score.' }),
}

export const recommendationRequestSchema = z
  .strictObject({ ...common, limit: limitSchema(200).default(10) })
  .meta({ id: 'RecommendationRequest' })
export type RecommendationBody = z.infer<typeof recommendationRequestSchema>

export const rankRequestSchema = z
  .strictObject({
    ...common,
    candidateIds: z
      .array(idSchema, { error: 'is a list of restaurant ids' })
      .min(1, { error: 'is empty; give at least one restaurant id' })
      .max(maxCandidates, { error: `has more than ${maxCandidates} entries` }),
    limit: limitSchema(maxCandidates)
      .optional()
      .meta({ description: 'Left out: all candidates that may be shown.' }),
  })
  .meta({ id: 'RankRequest' })
export type RankBody = z.infer<typeof rankRequestSchema>

const oneToBatch = { error: `is a list of 1 to ${maxBatch} requests` }

/** The requests are checked one by one, so that a faulty one spoils no other. */
export const batchBodySchema = z.strictObject({
  requests: z.array(z.unknown(), oneToBatch).min(1, oneToBatch).max(maxBatch, oneToBatch),
})

export const batchRequestSchema = z
  .strictObject({ requests: z.array(recommendationRequestSchema).min(1).max(maxBatch) })
  .meta({ id: 'RecommendationBatchRequest' })

export const contributionSchema = z
  .strictObject({
    value: z.number().meta({ description: 'In the unit of this objective.' }),
    unit: z.string(),
    weight: z.number().meta({ description: 'The weights of a request sum to 1.' }),
    scale: z
      .number()
      .meta({ description: 'What makes objectives comparable: contribution = weight · value / scale.' }),
    contribution: z.number(),
  })
  .meta({ id: 'ObjectiveContribution' })

const itemSchema = z
  .strictObject({
    rank: z.number().int().min(1),
    restaurant: z.strictObject({
      id: idSchema,
      name: z.string(),
      cuisines: z.array(z.string()),
      priceLevel: priceLevelSchema.nullable(),
      location: locationSchema.nullable(),
      distanceKm: z.number().min(0).nullable(),
    }),
    score: z.number().meta({
      description:
        'The sum of all contributions, of objectives and adjustments; comparable between requests of a profile.',
    }),
    propensity: z.number().min(0).max(1).meta({
      description: 'The probability with which exploration put it here; 1 where nothing was left to chance.',
    }),
    reasons: z.array(z.string()).meta({ description: 'In plain words, the strongest first.' }),
    sources: z.array(z.string()).meta({ description: 'Where the candidate came from.' }),
    objectives: z.partialRecord(z.enum(objectiveKeys), contributionSchema).optional(),
    adjustments: z
      .array(z.strictObject({ by: z.string(), contribution: z.number() }))
      .optional()
      .meta({
        description:
          'What rules and diversity added to the score, and, at 0, what moved it: a pin, a floor, a guardrail, the cap on drift.',
      }),
  })
  .meta({ id: 'RecommendedItem' })

const floorOutcomeSchema = z
  .strictObject({
    group: z.string().meta({ description: '`new`, `independent`, `priceLevel=1`, `district=Harbour`.' }),
    minShare: z.number(),
    share: z.number().meta({ description: 'Of the list’s exposure, 1 / log2(1 + rank) a place.' }),
    isMet: z.boolean().meta({
      description: 'false: the scored candidates and the pins leave no more; then as much as there is.',
    }),
  })
  .meta({ id: 'FloorOutcome' })

export const recommendationSchema = z
  .strictObject({
    recommendationId: idSchema,
    profile: z.strictObject({ key: z.string(), revision: z.number().int().min(1) }),
    experiment: z.strictObject({ key: z.string(), variant: z.string() }).optional().meta({
      description: 'Only where the request is in an experiment: which, and by which variant it was served.',
    }),
    model: z.strictObject({ version: z.string() }).nullable(),
    plan: z.strictObject({
      name: planNameSchema,
      candidates: countSchema,
      predictedMs: z.number(),
      budgetMs: z.number(),
    }),
    tookMs: z.number().min(0),
    degraded: z.strictObject({ any: z.boolean(), reasons: z.array(z.string()) }),
    user: z.strictObject({ known: z.boolean() }),
    items: z.array(itemSchema),
    leftOut: z
      .record(z.string(), countSchema)
      .meta({ description: 'Candidates that may not be shown, by reason.' }),
    floors: z
      .array(floorOutcomeSchema)
      .optional()
      .meta({ description: 'What the profile’s exposure floors asked for and what this list gives.' }),
    unknownIds: z
      .array(z.string())
      .optional()
      .meta({ description: 'Of the candidateIds: those that are no restaurant of ours.' }),
    note: z
      .string()
      .nullable()
      .meta({ description: 'Why the list is empty or short, or starts from nothing.' }),
  })
  .meta({ id: 'Recommendation' })
export type RecommendationAnswer = z.infer<typeof recommendationSchema>

export const batchSchema = z
  .strictObject({
    results: z.array(z.union([recommendationSchema, z.strictObject({ problem: problemSchema })])),
  })
  .meta({ id: 'RecommendationBatch' })
