import type { HoursSpan, Restaurant } from './schema.ts'

/** A restaurant as the statements of this folder select it. */
export interface RestaurantRow {
  id: string
  name: string
  brand: string | null
  district: string | null
  /** null: none; lists have no default in the database */
  cuisines: string[] | null
  tags: string[] | null
  priceLevel: number | null
  averageSpend: number | null
  currency: string
  feeRate: number | null
  costPerOrder: number
  preparationMinutes: number | null
  deliveryRangeKm: number | null
  latitude: number | null
  longitude: number | null
  timeZone: string
  hours: HoursSpan[] | null
  rating: number | null
  ratingCount: number
  status: Restaurant['status']
  listedAt: Date
  updatedAt: Date
}

/** Every writable column but the id: its name in JSON, in the database, and its type. */
export const restaurantColumns = [
  ['name', 'name', 'text'],
  ['brand', 'brand', 'text'],
  ['district', 'district', 'text'],
  ['cuisines', 'cuisines', 'text[]'],
  ['tags', 'tags', 'text[]'],
  ['priceLevel', 'price_level', 'smallint'],
  ['averageSpend', 'average_spend', 'double precision'],
  ['currency', 'currency', 'char(3)'],
  ['feeRate', 'fee_rate', 'double precision'],
  ['costPerOrder', 'cost_per_order', 'double precision'],
  ['preparationMinutes', 'preparation_minutes', 'double precision'],
  ['deliveryRangeKm', 'delivery_range_km', 'double precision'],
  ['latitude', 'latitude', 'double precision'],
  ['longitude', 'longitude', 'double precision'],
  ['timeZone', 'time_zone', 'text'],
  ['hours', 'hours', 'jsonb'],
  ['rating', 'rating', 'double precision'],
  ['ratingCount', 'rating_count', 'integer'],
  ['status', 'status', '"RestaurantStatus"'],
] as const satisfies readonly (readonly [keyof RestaurantRow, string, string])[]

export const selectRestaurant = `SELECT id, ${restaurantColumns
  .map(([key, column]) => `${column} AS "${key}"`)
  .join(', ')}, listed_at AS "listedAt", updated_at AS "updatedAt" FROM restaurants`

export function toRestaurant(row: RestaurantRow): Restaurant {
  const { latitude, longitude, listedAt, updatedAt, ...rest } = row
  return {
    ...rest,
    cuisines: rest.cuisines ?? [],
    tags: rest.tags ?? [],
    location: latitude === null || longitude === null ? null : { lat: latitude, lon: longitude },
    listedAt: listedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
