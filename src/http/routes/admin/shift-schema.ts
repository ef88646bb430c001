import { z } from 'zod'
import { planNameSchema } from '../../../profiles/schema.ts'
import { normalisedWeightsSchema } from '../profiles/schema.ts'
import { recommendationRequestSchema } from '../recommendations/schema.ts'
import { countSchema } from '../shared-schemas.ts'
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
import {
  intervalSchema,
  isOneSource,
  oneSourceWords,
  sampledAgreement,
  sampledTotals,
  sampleSchema,
} from './compare-schema.ts'
import { marginalPricesSchema } from './frontier-schema.ts'
import { formatSchema } from './tabular.ts'

/** A request of a sample is ranked some thirty times, and each figure of each list has an interval. */
const mostSampled = { size: 500, points: 11 }
const defaultPoints = { request: 11, sample: 5 }

export const shiftBodySchema = z
  .strictObject({
    request: recommendationRequestSchema.optional(),
    sample: sampleSchema
      .extend({ size: wholeNumber(1, mostSampled.size).default(200) })
      .meta({ id: 'ShiftSample' })
      .optional()
      .meta({ description: 'Past requests, instead of one given request.' }),
    ...sideFields,
    k: depthSchema,
    format: formatSchema,
    points: wholeNumber(2, 101)
      .optional()
      .meta({
        description: `Points of each sweep, from 0 to 1, both ends among them. Left out: ${defaultPoints.request}; over a sample ${defaultPoints.sample}, and at most ${mostSampled.points}.`,
      }),
  })
  .refine(isOneProfile, oneProfileWords)
  .refine(isOneSource, oneSourceWords)
  .refine(({ sample, points = 0 }) => sample === undefined || points <= mostSampled.points, {
    path: ['points'],
    error: `is at most ${mostSampled.points} over a sample`,
  })
  .meta({ id: 'ShiftRequest' })
export type ShiftBody = z.infer<typeof shiftBodySchema>

export const pointsOf = ({ points, sample }: ShiftBody): number =>
  points ?? (sample ? defaultPoints.sample : defaultPoints.request)

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

const shiftReportSchema = z
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

const sampledVariant = {
  totals: sampledTotals,
  change: sampledTotals.meta({ description: 'Paired, request by request, against the profile’s own list.' }),
  agreement: sampledAgreement.meta({ description: 'With the profile’s own list.' }),
}

const planSchema = z.strictObject({ name: planNameSchema, candidates: countSchema })

const sampledShiftSchema = z
  .strictObject({
    source: z.enum(['log', 'orders']),
    profile: z.string(),
    k: z.number().int(),
    requests: countSchema,
    empty: countSchema.meta({ description: 'Requests without a list; they count in no figure.' }),
    users: countSchema,
    weights: normalisedWeightsSchema,
    baseline: z.strictObject({ totals: sampledTotals }),
    leftOut: z.array(
      z.strictObject({
        objective: weightKeySchema,
        share: currentShare,
        result: z
          .strictObject(sampledVariant)
          .meta({ id: 'SampledShiftVariant' })
          .nullable()
          .meta({ description: 'null: nothing else has weight.' }),
      }),
    ),
    sweeps: z.array(
      z.strictObject({
        objective: weightKeySchema,
        share: currentShare,
        points: z.array(z.strictObject({ share, ...sampledVariant }).meta({ id: 'SampledShiftPoint' })),
        switches: z
          .array(
            z.strictObject({
              from: planSchema,
              to: planSchema,
              requests: countSchema,
              share: intervalSchema,
            }),
          )
          .meta({
            description:
              'Changes of plan as latency’s share grows: in how many requests, and at which share; only latency has any.',
          }),
      }),
    ),
    prices: marginalPricesSchema,
  })
  .meta({ id: 'SampledShift' })

export const shiftSchema = z.union([shiftReportSchema, sampledShiftSchema])
