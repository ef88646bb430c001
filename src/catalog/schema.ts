import { z } from 'zod'
import { patchOf } from '../schema/patch.ts'
import {
  idSchema,
  instantSchema,
  locationSchema,
  moneySchema,
  priceLevelSchema,
  shareSchema,
  textSchema,
} from '../schema/primitives.ts'

export const defaultFeeRate = 0.1

export const daySchema = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], {
  error: 'is a day: mon, tue, wed, thu, fri, sat or sun',
})

export const clockSchema = z
  .string({ error: 'is a time of day such as 18:30' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, {
    error: 'is a time of day from 00:00 to 24:00, such as 18:30',
  })

/**
 * A weekly span in the restaurant's own time. When `closes` is not after `opens` the span runs past midnight into the next day;
 * 00:00 to 24:00 is the whole day.
 */
export const hoursSpanSchema = z.strictObject({ day: daySchema, opens: clockSchema, closes: clockSchema })
export type HoursSpan = z.infer<typeof hoursSpanSchema>

export const timeZoneSchema = z
  .string()
  .refine(isTimeZone, { error: 'is no IANA time zone; write one such as Europe/Paris' })

/** Names that were found to be zones; asking Intl costs some 50 µs, too much for each row of an import. */
const knownTimeZones = new Set<string>()

function isTimeZone(name: string): boolean {
  if (knownTimeZones.has(name)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // Intl ignores case, so that one zone has thousands of spellings.
    if (knownTimeZones.size < 1000) knownTimeZones.add(name)
    return true
  } catch {
    return false
  }
}

export const restaurantStatusSchema = z.enum(['open', 'paused', 'closed'], {
  error: 'is open, paused or closed',
})

const cuisinesSchema = z.array(textSchema(60)).max(30, { error: 'has more than 30 entries' })

/** What a caller may say about a restaurant; everything but the name has a sensible absence. */
export const restaurantInputSchema = z.strictObject({
  name: textSchema(300),
  brand: textSchema(120).nullable().default(null),
  district: textSchema(120).nullable().default(null),
  cuisines: cuisinesSchema.default([]),
  tags: cuisinesSchema.default([]),
  priceLevel: priceLevelSchema.nullable().default(null),
  averageSpend: moneySchema.nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'is a currency code of three capitals, such as EUR' })
    .default('USD'),
  feeRate: shareSchema.nullable().default(null),
  costPerOrder: moneySchema.default(0),
  preparationMinutes: z.number().min(0).max(1440, { error: 'is more than a day' }).nullable().default(null),
  deliveryRangeKm: z
    .number()
    .min(0)
    .max(20_100, { error: 'is more than half way round the earth' })
    .nullable()
    .default(null)
    .meta({ description: 'null: unknown, taken as 500.' }),
  location: locationSchema
    .nullable()
    .default(null)
    .meta({ description: 'null: unknown, as is exactly (0, 0), which is nobody’s address.' }),
  timeZone: timeZoneSchema.default('UTC'),
  hours: z.array(hoursSpanSchema).max(100, { error: 'has more than 100 spans' }).nullable().default(null),
  rating: z.number().min(0).max(5, { error: 'is from 0 to 5' }).nullable().default(null),
  ratingCount: z.number().int().min(0).max(2_000_000_000).default(0),
  status: restaurantStatusSchema.default('open'),
  listedAt: instantSchema.optional(),
})
export type RestaurantInput = z.infer<typeof restaurantInputSchema>

/** A change of some fields; what is not named stays. */
export const restaurantPatchSchema = patchOf(restaurantInputSchema)
export type RestaurantPatch = z.infer<typeof restaurantPatchSchema>

export const restaurantSchema = restaurantInputSchema.extend({
  id: idSchema,
  listedAt: instantSchema,
  updatedAt: instantSchema,
})
export type Restaurant = z.infer<typeof restaurantSchema>
