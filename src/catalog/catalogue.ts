import type { GeoIndex } from './geo-index.ts'
import type { ReachClass } from './reach-classes.ts'

/**
 * The restaurants as immutable parallel columns, in ascending order of id, so that an index is an order too: ties by index are
 * ties by id. All columns have length `size` unless their comment says otherwise.
 */
export interface Catalogue {
  readonly size: number
  readonly ids: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly names: readonly string[]
  /** null: none */
  readonly brands: readonly (string | null)[]
  readonly districts: readonly (string | null)[]
  readonly tags: readonly (readonly string[])[]
  readonly currencies: readonly string[]
  /** degrees; NaN: unknown */
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  /** 1 to 4; 0: unknown */
  readonly priceLevel: Uint8Array
  /** money; NaN: unknown */
  readonly averageSpend: Float64Array
  /** share of an order; the default rate is filled in */
  readonly feeRate: Float64Array
  /** money */
  readonly costPerOrder: Float64Array
  /** NaN: unknown */
  readonly preparationMinutes: Float64Array
  /** where the restaurant does not say: 500, beyond any delivery */
  readonly deliveryRangeKm: Float64Array
  /** 0 to 5; NaN: none */
  readonly rating: Float64Array
  readonly ratingCount: Int32Array
  /** index into `restaurantStatuses` */
  readonly status: Uint8Array
  readonly listedAtMs: Float64Array
  /** every cuisine's display name, sorted; matching ignores case */
  readonly cuisineNames: readonly string[]
  /** lower-cased name → index into `cuisineNames` */
  readonly cuisineIndex: ReadonlyMap<string, number>
  /** restaurant i has cuisines `cuisines[cuisineStart[i]] … cuisines[cuisineStart[i + 1] - 1]`; length size + 1 */
  readonly cuisineStart: Int32Array
  readonly cuisines: Int32Array
  /** as the restaurant itself spells them; parallel to `cuisines` */
  readonly cuisineSpellings: readonly string[]
  readonly timeZones: readonly string[]
  /** index into `timeZones` */
  readonly timeZone: Int32Array
  /** restaurant i is open during spans `hoursStart[i] … hoursStart[i + 1] - 1`; length size + 1 */
  readonly hoursStart: Int32Array
  /** local minutes of the week, Monday 00:00 = 0; from < 10080, to may pass 10080 (the span wraps) */
  readonly hoursFrom: Int32Array
  readonly hoursTo: Int32Array
  /** 0: hours unknown, taken as always open */
  readonly hoursKnown: Uint8Array
  readonly geo: GeoIndex
  /** The same restaurants by how far they deliver, the shortest first. */
  readonly reachClasses: readonly ReachClass[]
}

export const restaurantStatuses = ['open', 'paused', 'closed'] as const
