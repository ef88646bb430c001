import { z } from 'zod'
import { restaurantInputSchema, restaurantPatchSchema, restaurantSchema } from '../../../catalog/schema.ts'
import { pageOf } from '../shared-schemas.ts'

export const restaurantBodySchema = restaurantInputSchema.meta({ id: 'RestaurantInput' })
export const restaurantPatchBodySchema = restaurantPatchSchema.meta({ id: 'RestaurantPatch' })
export const restaurantAnswerSchema = restaurantSchema.meta({ id: 'Restaurant' })
export const restaurantListSchema = pageOf(restaurantAnswerSchema).meta({ id: 'RestaurantList' })

/** One line of an import. */
export const restaurantLineSchema = z
  .strictObject({ ...restaurantInputSchema.shape, id: restaurantSchema.shape.id })
  .meta({ id: 'RestaurantLine' })
