import { z } from 'zod'
import { objectiveKeys, planNameSchema } from '../profiles/schema.ts'
import { locationSchema } from '../schema/primitives.ts'

const nullable = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null)

/** A request as the log keeps it; fields that came later take what they meant before. */
export const loggedRequestSchema = z.object({
  userId: nullable(z.string()),
  location: nullable(locationSchema),
  atMs: nullable(z.number()),
  radiusKm: nullable(z.number()),
  cuisines: nullable(z.array(z.string())),
  maxPriceLevel: nullable(z.number()),
  openNow: z.boolean().default(true),
  excludeIds: z.array(z.string()).default([]),
  candidateIds: nullable(z.array(z.string())),
  limit: z.number().int().default(10),
  profile: nullable(z.string()),
  latencyBudgetMs: nullable(z.number()),
  explain: z.boolean().default(false),
  lastShownIds: nullable(z.array(z.string())),
  /** what seeded exploration; null: not known */
  seed: nullable(z.number()),
})
export type LoggedRequest = z.infer<typeof loggedRequestSchema>

const weighingSchema = z.object({
  key: z.enum(objectiveKeys),
  unit: z.string(),
  weight: z.number(),
  scale: z.number(),
})
export type Weighing = z.infer<typeof weighingSchema>

export const loggedPlanSchema = z.object({
  name: planNameSchema,
  candidates: z.number(),
  predictedMs: z.number(),
  budgetMs: z.number(),
  /** what `values` of the items are multiplied with, in their order */
  weighing: z.array(weighingSchema).default([]),
})

/** Of what the objectives gave, `values` are kept, or, in older rows, `objectives` in full. */
export const loggedItemsSchema = z.array(
  z.object({
    restaurantId: z.string(),
    score: z.number(),
    propensity: z.number(),
    probability: z.number(),
    spend: z.number(),
    distanceKm: nullable(z.number()),
    sources: z.array(z.string()),
    values: z.array(z.number()).optional(),
    objectives: z.array(weighingSchema.extend({ value: z.number(), contribution: z.number() })).optional(),
    adjustments: z.array(z.object({ by: z.string(), contribution: z.number() })).default([]),
    rules: z.array(z.string()).default([]),
  }),
)
export type LoggedItems = z.infer<typeof loggedItemsSchema>
