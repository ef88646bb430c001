import { z } from 'zod'
import type { HoursSpan } from '../../catalog/schema.ts'
import type { IdentifiedRestaurant } from '../../catalog/upsert-restaurants.ts'
import { type DaySpan, daySpan, minuteOfDay, toHours } from '../hours.ts'
import { cut } from '../values.ts'
import { regionOf } from './regions.ts'

/** One line of business.json, as far as it is read. */
export const businessSchema = z.object({
  business_id: z.string(),
  name: z.string(),
  city: z.string().nullish(),
  state: z.string().nullish(),
  latitude: z.number().nullish(),
  longitude: z.number().nullish(),
  stars: z.number().nullish(),
  review_count: z.number().nullish(),
  is_open: z.union([z.literal(0), z.literal(1)]).nullish(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
  categories: z.string().nullish(),
  hours: z.record(z.string(), z.string()).nullish(),
})
export type Business = z.infer<typeof businessSchema>

/** The source gives no date; this is before its first reviews, so that no place passes for a new one. */
const listedAt = '2005-01-01T00:00:00.000Z'

/** Categories that make a business one of ours; they say nothing about its kitchen. */
const ours = new Set(['restaurants', 'food'])

export function categoriesOf(business: Business): string[] {
  const names = (business.categories ?? '').split(',').map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}

export function isRestaurant(business: Business): boolean {
  return categoriesOf(business).some((name) => ours.has(name.toLowerCase()))
}

/** A business as a restaurant, in the currency and, where its state lies in one, the time zone of its place. */
export function toRestaurant(business: Business) {
  const repairs: string[] = []
  const region = regionOf(business.state ?? '')
  const read = readHours(business.hours ?? null)
  if (read.broken) repairs.push('unreadable opening hours left out')
  if (read.hours && !region.timeZone) repairs.push('opening hours dropped: the time zone is unknown')
  const hasPlace = typeof business.latitude === 'number' && typeof business.longitude === 'number'
  const restaurant: IdentifiedRestaurant = {
    id: business.business_id,
    name: cut(business.name.trim(), 300),
    brand: null,
    district: business.city?.trim() ? cut(business.city.trim(), 120) : null,
    cuisines: categoriesOf(business)
      .filter((name) => !ours.has(name.toLowerCase()))
      .map((name) => cut(name, 60))
      .slice(0, 30),
    tags: [],
    priceLevel: priceLevelOf(business.attributes?.['RestaurantsPriceRange2']),
    averageSpend: null,
    currency: region.currency,
    feeRate: null,
    costPerOrder: 0,
    preparationMinutes: null,
    deliveryRangeKm: null,
    location: hasPlace ? { lat: business.latitude ?? 0, lon: business.longitude ?? 0 } : null,
    timeZone: region.timeZone ?? 'UTC',
    hours: region.timeZone ? read.hours : null,
    rating: business.stars ?? null,
    ratingCount: business.review_count ?? 0,
    status: business.is_open === 0 ? 'closed' : 'open',
    listedAt,
  }
  return { restaurant, repairs }
}

/** Attributes are texts that were Python literals: `2`, `"2"`, `u'2'`, `None`. */
function priceLevelOf(value: unknown): number | null {
  const match = /[1-4]/.exec(String(value ?? ''))
  return match ? Number(match[0]) : null
}

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** `{"Monday": "8:0-22:0"}`; 0:0-0:0 is open all day. Days that are absent are closed. */
function readHours(given: Record<string, string> | null): { hours: HoursSpan[] | null; broken: boolean } {
  if (!given) return { hours: null, broken: false }
  const spans: DaySpan[] = []
  let broken = false
  for (const [name, text] of Object.entries(given)) {
    const day = dayNames.indexOf(name.toLowerCase())
    const [opens, closes] = text.split('-').map(minuteOfDay)
    if (day < 0 || opens == null || closes == null) broken = true
    else spans.push(daySpan(day, opens, closes) ?? { day, from: 0, to: 1440 })
  }
  return { hours: spans.length === 0 ? null : toHours(spans).hours, broken }
}
