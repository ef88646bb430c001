import { z } from 'zod'
import { normalisedWeightsSchema } from '../profiles/schema.ts'
import { recommendationRequestSchema } from '../recommendations/schema.ts'
import {
  adjustmentsSchema,
  agreementSchema,
  circumstances,
  contributionsSchema,
  depthSchema,
  isOneProfile,
  moveSchema,
  oneProfileWords,
  pricedPlanSchema,
  restaurantNameSchema,
  sideFields,
  totalsChangeSchema,
  totalsSchema,
  weightKeySchema,
  wholeNumber,
} from './analysis-schema.ts'
import { formatSchema } from './tabular.ts'

export const shiftBodySchema = z
  .strictObject({
    request: recommendationRequestSchema,
    ...sideFields,
    k: depthSchema,
    format: formatSchema,
    points: wholeNumber(2, 101)
      .default(11)
      .meta({ description: 'Points of each sweep, from 0 to 1, both ends among them.' }),
  })
  .refine(isOneProfile, oneProfileWords)
  .meta({ id: 'ShiftRequest' })
export type ShiftBody = z.infer<typeof shiftBodySchema>

const share = z.number().min(0).max(1)

const variant = {
  weights: normalisedWeightsSchema,
  plan: pricedPlanSchema,
  list: z.array(z.string()).meta({ description: 'Restaurant ids, best first.' }),
  moves: z.array(moveSchema).meta({ description: 'Everything whose place changed.' }),
  agreement: agreementSchema,
  totals: totalsSchema,
  change: totalsChangeSchema,
  guardrailShare: share.meta({ description: 'What the guardrails left of the weights they bind.' }),
}
const variantSchema = z.strictObject(variant).meta({ id: 'ShiftVariant' })

const currentShare = share.meta({
  description:
    'As the profile has it: an objective’s share of the objectives’ weight, latency’s share of all weight.',
})

export const shiftSchema = z
  .strictObject({
    ...circumstances,
    k: z.number().int(),
    weights: normalisedWeightsSchema,
    baseline: z.strictObject({
      plan: pricedPlanSchema,
      items: z.array(
        z.strictObject({
          rank: z.number().int(),
          restaurant: restaurantNameSchema,
          score: z.number(),
          objectives: contributionsSchema,
          adjustments: adjustmentsSchema,
        }),
      ),
      totals: totalsSchema,
      guardrailShare: share,
    }),
    leftOut: z.array(
      z.strictObject({
        objective: weightKeySchema,
        share: currentShare,
        result: variantSchema.nullable().meta({ description: 'null: nothing else has weight.' }),
      }),
    ),
    sweeps: z.array(
      z.strictObject({
        objective: weightKeySchema,
        share: currentShare,
        points: z.array(z.strictObject({ share, ...variant }).meta({ id: 'ShiftPoint' })),
        switches: z
          .array(z.strictObject({ share, from: pricedPlanSchema, to: pricedPlanSchema }))
          .meta({ description: 'Shares at which the planner changes its plan; only latency does that.' }),
      }),
    ),
  })
  .meta({ id: 'ShiftReport' })
