import { z } from 'zod'
import { idSchema, instantSchema, moneySchema } from '../schema/primitives.ts'

export const interactionTypes = ['impression', 'click', 'order', 'rating', 'dismiss'] as const
export const interactionTypeSchema = z.enum(interactionTypes, {
  error: 'is impression, click, order, rating or dismiss',
})
export type InteractionType = z.infer<typeof interactionTypeSchema>

const otherThanOrder = new Set<unknown>(interactionTypes.filter((type) => type !== 'order'))

/** Faults of single fields do not keep those between fields from being told as well. */
const isRecord = ({ value }: { value: unknown }) => typeof value === 'object' && value !== null

/** One thing a user did; `id` makes sending it twice harmless. */
export const interactionSchema = z
  .strictObject({
    id: idSchema,
    type: interactionTypeSchema,
    userId: idSchema,
    restaurantId: idSchema,
    at: instantSchema,
    /** What the order cost the user, in the restaurant's currency. */
    amount: moneySchema.optional(),
    /** 0 to 5 */
    rating: z
      .number({ error: 'is from 0 to 5' })
      .min(0, { error: 'is from 0 to 5' })
      .max(5, { error: 'is from 0 to 5' })
      .optional(),
    recommendationId: idSchema.optional(),
    /** 1 is the top of the list. */
    position: z.number().int().min(1, { error: 'counts from 1' }).max(10_000).optional(),
  })
  .refine(({ type, rating }) => type !== 'rating' || rating !== undefined, {
    path: ['rating'],
    error: 'is missing; an interaction of type rating needs it',
    when: isRecord,
  })
  .refine(({ type, amount }) => amount === undefined || !otherThanOrder.has(type), {
    path: ['amount'],
    error: 'belongs to orders only; remove it',
    when: isRecord,
  })
export type Interaction = z.infer<typeof interactionSchema>

/** An interaction as the store hands it out; `atMs` is `at` as epoch milliseconds, for arithmetic. */
export interface StoredInteraction {
  readonly id: string
  readonly type: InteractionType
  readonly userId: string
  readonly restaurantId: string
  readonly atMs: number
  readonly amount?: number
  readonly rating?: number
  readonly recommendationId?: string
  readonly position?: number
}
