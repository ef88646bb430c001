import { z } from 'zod'
import { planNameSchema } from '../profiles/schema.ts'
import { type OrderEvaluation, rankers } from '../relevance/evaluate-orders.ts'
import { rankMeasures } from '../relevance/metrics.ts'
import { orderMixSchema } from './order-mix.ts'

const share = z.number()
/** NaN has no place in JSON; an interval over fewer than two users is null. */
const estimateSchema = z.object({
  mean: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
})
const measures = Object.keys(rankMeasures)
const tableSchema = z.record(z.enum(rankers), z.record(z.enum(measures), estimateSchema))
const scaleSchema = z.number().positive()

/** Of a place with ten orders the bonus is 0.42 p, which is what a version counts with that was trained before there was discovery. */
const discoveryPerRelevance = 0.42
const scalesSchema = z
  .object({
    relevance: scaleSchema,
    revenue: scaleSchema,
    margin: scaleSchema,
    wait: scaleSchema,
    discovery: scaleSchema.optional(),
  })
  .transform(({ discovery, ...scales }) => ({
    ...scales,
    discovery: discovery ?? discoveryPerRelevance * scales.relevance,
  }))

const evaluationSchema = z.object({
  orders: z.int(),
  repeatOrders: z.int(),
  users: z.int(),
  restaurants: z.int(),
  all: tableSchema,
  repeat: tableSchema,
  firstTime: tableSchema,
  gain: z.object({ all: estimateSchema, repeat: estimateSchema, firstTime: estimateSchema }),
  reliability: z.object({
    brier: z.number(),
    baselineBrier: z.number(),
    expectedOverObserved: z.number().nullable(),
    bins: z.array(z.object({ predictions: z.int(), predicted: z.number(), observed: z.number() })),
  }),
})
/** An evaluation as it is stored: what is not a number is null. */
export type StoredEvaluation = z.infer<typeof evaluationSchema>

export function toStored(evaluation: OrderEvaluation): StoredEvaluation {
  return evaluationSchema.parse(JSON.parse(JSON.stringify(evaluation)))
}

/** What is stored beside a model: how good it was on later data that it had not seen, and what the ranking needs of it. */
export const modelMetricsSchema = z.object({
  evaluation: evaluationSchema.nullable(),
  scales: scalesSchema,
  planQualities: z.array(
    z.object({ name: planNameSchema, candidates: z.int(), ndcg: z.number(), revenue: z.number() }),
  ),
  weights: z.record(z.string(), z.number()),
  timings: z.record(z.string(), z.number()),
  /** what the orders were like that it learnt from; versions of old have none */
  orderMix: orderMixSchema.optional(),
})
export type ModelMetrics = z.infer<typeof modelMetricsSchema>
