import type { History } from './history.ts'
import { interactionTypes, type StoredInteraction } from './schema.ts'

/**
 * A user's interactions as columns over one catalogue.
 * @param rows oldest first; rows of restaurants that `indexOf` does not know are left out.
 */
export function bindHistory(
  rows: readonly StoredInteraction[],
  catalogue: { readonly indexOf: ReadonlyMap<string, number> },
): History {
  const known = rows.filter((row) => catalogue.indexOf.has(row.restaurantId))
  return {
    length: known.length,
    restaurant: Int32Array.from(known, (row) => catalogue.indexOf.get(row.restaurantId)!),
    type: Uint8Array.from(known, (row) => interactionTypes.indexOf(row.type)),
    atMs: Float64Array.from(known, (row) => row.atMs),
    amount: Float64Array.from(known, (row) => row.amount ?? Number.NaN),
    rating: Float64Array.from(known, (row) => row.rating ?? Number.NaN),
  }
}
