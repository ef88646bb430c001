import { z } from 'zod'
import { profileReferenceSchema } from '../../../profiles/reference.ts'
import { objectiveKeys, planNameSchema } from '../../../profiles/schema.ts'
import { weightKeys } from '../../../profiles/weights.ts'
import { idSchema, textSchema } from '../../../schema/primitives.ts'
import { settingsBodySchema } from '../profiles/schema.ts'
import { contributionSchema } from '../recommendations/schema.ts'
import { countSchema } from '../shared-schemas.ts'

/** What the analyses have in common. */

export const weightKeySchema = z.enum(weightKeys)

const whole = (min: number, max: number) => {
  const words = { error: `is a whole number from ${min} to ${max}` }
  return z.number(words).int(words).min(min, words).max(max, words)
}
export const depthSchema = whole(1, 100).default(10).meta({ description: 'Depth of the overlap.' })
export const wholeNumber = whole

/** The parts that make one side: whose weights, which model, which plan. */
export const sideFields = {
  profile: profileReferenceSchema.optional(),
  settings: settingsBodySchema.optional().meta({ description: 'Settings to try, instead of a profile.' }),
  modelVersion: idSchema
    .nullable()
    .optional()
    .meta({ description: 'Left out: what the profile’s channel serves; null: no model.' }),
  plan: z
    .strictObject({ name: planNameSchema, candidates: whole(1, 100_000).optional() })
    .optional()
    .meta({ description: 'Left out: what the planner chooses.' }),
}

export const isOneProfile = (side: { profile?: unknown; settings?: unknown }) =>
  side.profile === undefined || side.settings === undefined
export const oneProfileWords = {
  path: ['settings'],
  error: 'stands beside profile; give one of the two',
}

export const sideSchema = z
  .strictObject({
    name: textSchema(80).optional().meta({ description: 'What the report calls it.' }),
    ...sideFields,
  })
  .refine(isOneProfile, oneProfileWords)
  .meta({ id: 'ComparisonSide' })

export const restaurantNameSchema = z
  .strictObject({ id: z.string(), name: z.string().nullable().meta({ description: 'null: it is gone.' }) })
  .meta({ id: 'RestaurantName' })

export const placeSchema = z.number().int().min(1).nullable().meta({ description: 'null: not in that list.' })

export const moveSchema = z
  .strictObject({ restaurant: restaurantNameSchema, before: placeSchema, after: placeSchema })
  .meta({ id: 'Move' })

export const agreementSchema = z
  .strictObject({
    k: z.number().int(),
    overlap: z.number().min(0).max(1).meta({ description: 'Share of the top k in common.' }),
    kendallTau: z
      .number()
      .min(-1)
      .max(1)
      .meta({ description: 'τ-b over the union; what a list does not hold stands tied below its end.' }),
    rbo: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'Rank-biased overlap at p = 0.9, extrapolated (Webber et al. 2010).' }),
    displacement: z.number().min(0).meta({ description: 'Mean places moved, over the union.' }),
  })
  .meta({ id: 'Agreement' })

const sums = {
  orders: z.number().meta({ description: 'Expected orders.' }),
  revenue: z.number().meta({ description: 'Expected service fee; money.' }),
  margin: z.number().meta({ description: 'Expected fee less the cost of serving; money.' }),
  waitMinutes: z.number().nullable().meta({ description: 'Mean wait of what is shown; null: nothing is.' }),
  discovery: z.number().meta({ description: 'Upper-confidence bonuses of what is shown; probability.' }),
}

export const totalsSchema = z
  .strictObject({
    ...sums,
    undiscounted: z.strictObject(sums).meta({ description: 'With every place taken as seen.' }),
    predictedMs: z.number().meta({ description: 'p95 that the planner predicts for the plan.' }),
  })
  .meta({
    id: 'Totals',
    description:
      'What a list is worth; a place counts by the chance that it is looked at, 1 / log2(1 + rank).',
  })

const change = z.number().nullable()
export const totalsChangeSchema = z
  .strictObject({
    orders: change,
    revenue: change,
    margin: change,
    waitMinutes: change,
    discovery: change,
    predictedMs: change,
  })
  .meta({ id: 'TotalsChange', description: 'Differences to the list that it is held against.' })

export const pricedPlanSchema = z
  .strictObject({ name: planNameSchema, candidates: countSchema, predictedMs: z.number() })
  .meta({ id: 'PricedPlan' })

export const contributionsSchema = z.partialRecord(z.enum(objectiveKeys), contributionSchema)
export const adjustmentsSchema = z.array(z.strictObject({ by: z.string(), contribution: z.number() }))

/** A place of a list as the analyses show it: with what its score is made of. */
export const rankedItemFields = {
  rank: z.number().int(),
  restaurant: restaurantNameSchema,
  score: z.number(),
  propensity: z.number(),
  probability: z.number(),
  spend: z.number(),
  distanceKm: z.number().nullable(),
  sources: z.array(z.string()),
  objectives: contributionsSchema,
  adjustments: adjustmentsSchema,
}

/** Beside the report on one request. */
export const circumstances = {
  user: z.strictObject({ known: z.boolean() }),
  degraded: z.array(z.string()).meta({ description: 'What was missing, as a recommendation would say it.' }),
}
