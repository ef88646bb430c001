import { z } from 'zod'
import { objectiveKeys } from '../../../profiles/schema.ts'
import { countSchema } from '../shared-schemas.ts'
import { isOneProfile, oneProfileWords, sideFields, wholeNumber } from './analysis-schema.ts'
import { sampleSchema } from './compare-schema.ts'
import { formatSchema } from './tabular.ts'

export const objectiveSchema = z.enum(objectiveKeys, {
  error: 'is an objective: relevance, revenue, margin, wait or discovery',
})

/** What the analyses over columns of past requests have in common. */
export const sampledFields = {
  profile: sideFields.profile,
  settings: sideFields.settings,
  modelVersion: sideFields.modelVersion,
  sample: sampleSchema.prefault({}),
  format: formatSchema,
}

export const frontierBodySchema = z
  .strictObject({
    ...sampledFields,
    objectives: z
      .array(objectiveSchema, { error: 'is a list of two or three objectives' })
      .min(2, { error: 'has fewer than two objectives' })
      .max(3, { error: 'has more than three objectives' })
      .refine((keys) => new Set(keys).size === keys.length, { error: 'names an objective twice' }),
    maxPoints: wholeNumber(3, 300).default(60),
  })
  .refine(isOneProfile, oneProfileWords)
  .meta({ id: 'FrontierRequest' })

const byObjective = z.partialRecord(z.enum(objectiveKeys), z.number())
const everyObjective = z.record(z.enum(objectiveKeys), z.number())

export const sampleCount = {
  source: z.enum(['log', 'orders']),
  requests: countSchema,
  empty: countSchema.meta({ description: 'Requests without a list; they count in no figure.' }),
  profile: z.string(),
}

export const marginalPricesSchema = z
  .array(
    z.strictObject({
      objective: z.enum(objectiveKeys).exclude(['relevance']),
      total: z.number(),
      byMultiplier: z.number().nullable().meta({ description: 'null: relevance has no weight.' }),
      byStep: z.number().nullable().meta({ description: 'null: one per cent more is not to be had.' }),
      share: z.number().nullable(),
      ndcg: z.number().nullable().meta({ description: 'null: it is not known what was ordered.' }),
    }),
  )
  .meta({
    description:
      'What one per cent more of an objective (less of waiting) costs in expected orders at the profile’s weights: by the slope there, and by solving again.',
  })

export const frontierSchema = z
  .strictObject({
    ...sampleCount,
    objectives: z.array(z.enum(objectiveKeys)),
    points: z
      .array(
        z.strictObject({
          weights: byObjective.meta({ description: 'A profile’s weights.' }),
          totals: byObjective.meta({ description: 'Orders, money, minutes of waiting; means a request.' }),
        }),
      )
      .meta({ description: 'None is as good as another in all objectives; most of the first one first.' }),
    reference: byObjective.meta({
      description: 'The worst of each objective among the lists that are best by another.',
    }),
    ideal: byObjective.meta({ description: 'The best of each objective on its own.' }),
    hypervolume: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'Volume between reference and frontier, over that between reference and ideal.' }),
    error: z.number().nullable().meta({
      description:
        'Two objectives: how far, in ranges, the frontier can at most run beyond the points. Three: null.',
    }),
    evaluations: countSchema,
    current: z
      .strictObject({ weights: everyObjective, totals: everyObjective })
      .meta({ description: 'The profile’s own weights, without its guardrails, rules and diversity.' }),
    prices: marginalPricesSchema,
  })
  .meta({ id: 'FrontierReport' })
