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
  /** ISO 8601, written by the database: cheaper than a Date a row */
  listedAt: string
  updatedAt: string
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

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export const selectRestaurant = `SELECT id, ${restaurantColumns
  .map(([key, column]) => `${column} AS "${key}"`)
  .join(', ')}, ${iso('listed_at')} AS "listedAt", ${iso('updated_at')} AS "updatedAt" FROM restaurants`

/** Field by field: some ten thousand rows are read at once, and copying with a spread costs four times as much. */
export function toRestaurant(row: RestaurantRow): Restaurant {
  const { latitude, longitude } = row
  return {
    id: row.id,
    name: row.name,
    brand: row.brand,
    district: row.district,
    cuisines: row.cuisines ?? [],
    tags: row.tags ?? [],
    priceLevel: row.priceLevel,
    averageSpend: row.averageSpend,
    currency: row.currency,
    feeRate: row.feeRate,
    costPerOrder: row.costPerOrder,
    preparationMinutes: row.preparationMinutes,
    deliveryRangeKm: row.deliveryRangeKm,
    location: latitude === null || longitude === null ? null : { lat: latitude, lon: longitude },
    timeZone: row.timeZone,
    hours: row.hours,
    rating: row.rating,
    ratingCount: row.ratingCount,
    status: row.status,
    listedAt: row.listedAt,
    updatedAt: row.updatedAt,
  }
}
