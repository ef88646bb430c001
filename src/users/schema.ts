import { z } from 'zod'
import { patchOf } from '../schema/patch.ts'
import {
  idSchema,
  instantSchema,
  locationSchema,
  priceLevelSchema,
  textSchema,
} from '../schema/primitives.ts'

export const userLocationSchema = locationSchema.extend({ label: textSchema(60).default('home') })

/** What a caller may say about a user. No personal attribute that a recommender has no need of has a place here. */
export const userInputSchema = z.strictObject({
  locations: z.array(userLocationSchema).max(50, { error: 'has more than 50 places' }).default([]),
  /** Cuisines the user says they like. */
  cuisines: z.array(textSchema(60)).max(100, { error: 'has more than 100 entries' }).default([]),
  /** The dearest price level the user wants by default; null: any. It shapes relevance; it is no filter. */
  maxPriceLevel: priceLevelSchema.nullable().default(null),
  /** True: recommendations for this user use nothing this user did. */
  personalisationOptOut: z.boolean().default(false),
})
export type UserInput = z.infer<typeof userInputSchema>

/** A change of some fields; what is not named stays. */
export const userPatchSchema = patchOf(userInputSchema)
export type UserPatch = z.infer<typeof userPatchSchema>

export const userSchema = userInputSchema.extend({
  id: idSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
})
export type User = z.infer<typeof userSchema>
