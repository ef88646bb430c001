import { z } from 'zod'
import { planNameSchema } from '../profiles/schema.ts'
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
  /** what seeded exploration */
  seed: nullable(z.number()),
})

export const loggedPlanSchema = z.object({
  name: planNameSchema,
  candidates: z.number(),
  predictedMs: z.number(),
  budgetMs: z.number(),
})
