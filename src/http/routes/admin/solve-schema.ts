import { z } from 'zod'
import { terms } from '../../../analysis/columns.ts'
import { predictedMeasures } from '../../../analysis/prediction.ts'
import { objectiveKeys, planNameSchema } from '../../../profiles/schema.ts'
import { settingsSchema } from '../profiles/schema.ts'
import { countSchema } from '../shared-schemas.ts'
import { isOneProfile, oneProfileWords } from './analysis-schema.ts'
import { intervalSchema } from './compare-schema.ts'
import { objectiveSchema, sampleCount, sampledFields } from './frontier-schema.ts'

const measures = [...terms, 'ndcg'] as const
const measureSchema = z.enum(measures)
const obstacleSchema = z.enum([...measures, 'p95'])

const guardrailSchema = z
  .strictObject({
    measure: z.enum([...measures, 'p95'], {
      error: 'is relevance, revenue, margin, wait, discovery, newPlaces, ndcg or p95',
    }),
    minShareOfBest: z
      .number()
      .min(0, { error: 'is a share from 0 to 1' })
      .max(1, { error: 'is a share from 0 to 1' })
      .optional()
      .meta({ description: 'Of the best that any lists reach; 0.99: at most one per cent is given away.' }),
    min: z.number().optional().meta({
      description: 'Orders, money, NDCG@10, or share of exposure (newPlaces); means a request.',
    }),
    max: z.number().positive().optional().meta({ description: 'Minutes (wait) or ms (p95).' }),
  })
  .superRefine(({ measure, minShareOfBest, min, max }, context) => {
    const fault = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    const given = [minShareOfBest, min, max].filter((value) => value !== undefined).length
    if (given !== 1) fault('measure', 'needs exactly one of minShareOfBest, min and max')
    const isUpper = measure === 'wait' || measure === 'p95'
    if (max !== undefined && !isUpper)
      fault('max', `does not go with ${measure}; write min or minShareOfBest`)
    if (min !== undefined && isUpper) fault('min', `does not go with ${measure}; write max`)
    if (measure === 'p95' && minShareOfBest !== undefined)
      fault('minShareOfBest', 'does not go with p95; write max')
  })
  .meta({ id: 'GuardrailBound' })
export type GuardrailBody = z.infer<typeof guardrailSchema>

export const solveBodySchema = z
  .strictObject({
    ...sampledFields,
    maximise: objectiveSchema,
    subjectTo: z
      .array(guardrailSchema)
      .max(6, { error: 'has more than 6 guardrails' })
      .refine((all) => new Set(all.map(({ measure }) => measure)).size === all.length, {
        error: 'bounds a measure twice',
      })
      .default([]),
  })
  .refine(isOneProfile, oneProfileWords)
  .meta({ id: 'SolveRequest' })

const weights = z.record(z.enum(terms), z.number().min(0))

export const solveSchema = z
  .strictObject({
    ...sampleCount,
    status: z.enum(['optimal', 'infeasible', 'no-single-profile']).meta({
      description:
        'no-single-profile: only a mixture of weights over requests keeps the guardrails; a larger sample has finer steps.',
    }),
    fitted: countSchema,
    heldOut: countSchema.meta({
      description: 'Requests of other users, which the weights were not fitted on.',
    }),
    ndcgFrom: z
      .enum(['orders', 'relevance'])
      .meta({ description: 'relevance: it is not known what was ordered; a bound on ndcg holds relevance.' }),
    maximise: z.enum(objectiveKeys),
    value: z.number().nullable().meta({ description: 'What the weights reach on the fitted requests.' }),
    bound: z
      .number()
      .nullable()
      .meta({ description: 'What no lists whatever within the guardrails can pass.' }),
    gap: z.number().min(0).nullable().meta({ description: 'Between the two, as a share of the bound.' }),
    bounds: z.array(
      z.strictObject({
        measure: measureSchema,
        heldAs: z.enum(terms),
        asked: z.number(),
        best: z.number(),
        reached: z.number().nullable(),
        isBinding: z.boolean(),
        pricePerPercent: z
          .number()
          .nullable()
          .meta({ description: 'What is lost of the maximum, in its unit, per one per cent asked more.' }),
      }),
    ),
    infeasibility: z
      .strictObject({
        conflict: z.array(obstacleSchema).meta({
          description: 'What cannot be kept together; p95 alone: no plan that the profile allows is so fast.',
        }),
        violated: obstacleSchema,
        asked: z.number(),
        attainable: z.number().meta({ description: 'While the rest of the conflict is kept.' }),
        certificate: z
          .partialRecord(obstacleSchema, z.number())
          .meta({ description: 'Multipliers whose weighted total no lists reach, which proves it.' }),
      })
      .nullable(),
    latency: z
      .strictObject({
        maxP95Ms: z.number(),
        plan: z
          .strictObject({ name: planNameSchema, candidates: countSchema })
          .nullable()
          .meta({ description: 'null: none that the profile allows is that fast.' }),
        predictedMs: z.number(),
      })
      .nullable(),
    weights: weights.nullable(),
    mixture: z
      .array(z.strictObject({ share: z.number(), weights }))
      .meta({ description: 'Weights whose mixture, request by request, reaches the bound.' }),
    evaluations: countSchema,
    newPlacesFloor: z
      .strictObject({
        minShare: z.number().meta({ description: 'Of each list’s exposure.' }),
        value: z.number().meta({ description: 'Of what is maximised, with the floor.' }),
        gap: z.number(),
      })
      .nullable()
      .meta({
        description:
          'The floor that is proposed in place of weight on new places; null: nobody asked for them, or the weight, as a boost, does better.',
      }),
    checks: z
      .array(
        z.strictObject({
          measure: measureSchema,
          asked: z.number(),
          reached: z.number(),
          isKept: z.boolean(),
        }),
      )
      .meta({ description: 'The guardrails on the requests that were held out.' }),
    predicted: z
      .strictObject({
        requests: countSchema,
        users: countSchema,
        measures: z.record(
          z.enum(predictedMeasures),
          z.strictObject({ live: intervalSchema, proposed: intervalSchema, change: intervalSchema }),
        ),
      })
      .nullable()
      .meta({
        description: 'By the whole ranking path on held-out requests: rules, diversity and plan included.',
      }),
    settings: settingsSchema
      .nullable()
      .meta({ description: 'Ready for PUT /v1/profiles/{key}/draft; null: nothing is proposed.' }),
    changes: z
      .array(z.strictObject({ path: z.string(), from: z.unknown(), to: z.unknown() }))
      .meta({ description: 'What differs from the profile.' }),
  })
  .meta({ id: 'SolveReport' })
