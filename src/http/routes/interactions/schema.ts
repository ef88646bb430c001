import { z } from 'zod'
import { interactionSchema } from '../../../interactions/schema.ts'
import { countSchema } from '../shared-schemas.ts'

export const maxInteractions = 1000

const bounds = { error: `is a list of 1 to ${maxInteractions} interactions` }

/** The rows are checked one by one, so that a faulty one spoils no other. */
export const interactionsBodySchema = z.strictObject({
  interactions: z.array(z.unknown(), bounds).min(1, bounds).max(maxInteractions, bounds),
})

export const interactionsRequestSchema = z
  .strictObject({
    interactions: z
      .array(interactionSchema.meta({ id: 'Interaction' }))
      .min(1)
      .max(maxInteractions),
  })
  .meta({ id: 'InteractionsRequest' })

export const ingestionSchema = z
  .strictObject({
    accepted: countSchema.meta({ description: 'Kept now, the pending ones among them.' }),
    duplicates: countSchema.meta({ description: 'Known by their id already; sending again is harmless.' }),
    pending: countSchema.meta({
      description: 'Of the accepted: kept aside until the restaurant that they name is known.',
    }),
    rejected: z.array(
      z.strictObject({
        index: countSchema.meta({ description: 'Place in the list that was sent, from 0.' }),
        id: z.string().nullable().meta({ description: 'Its id, where it has a usable one.' }),
        errors: z.array(z.strictObject({ path: z.string(), message: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Ingestion' })
