import { z } from 'zod'
import { idSchema, instantSchema, moneySchema } from '../schema/primitives.ts'

export const interactionTypes = ['impression', 'click', 'order', 'rating', 'dismiss'] as const
export const interactionTypeSchema = z.enum(interactionTypes, {
  error: 'is impression, click, order, rating or dismiss',
})
export type InteractionType = z.infer<typeof interactionTypeSchema>

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
  .superRefine((interaction, context) => {
    if (interaction.type === 'rating' && interaction.rating === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['rating'],
        message: 'is missing; an interaction of type rating needs it',
      })
    }
    if (interaction.amount !== undefined && interaction.type !== 'order') {
      context.addIssue({ code: 'custom', path: ['amount'], message: 'belongs to orders only; remove it' })
    }
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
