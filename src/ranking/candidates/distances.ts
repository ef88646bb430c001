import type { Catalogue } from '../../catalog/catalogue.ts'
import { earthRadiusKm } from '../../catalog/distance.ts'
import type { Location } from '../../schema/primitives.ts'
import { prepared, writeUnitVector } from './prepared.ts'

/** A user may keep dozens of places; the nearest of the first few decides. */
export const maxOrigins = 16

/** Great-circle km from the nearest origin to a restaurant; NaN: no origin, or the restaurant's location is unknown. */
export type Distances = (item: number) => number

/**
 * By the chord between unit vectors, 2R · asin(chord / 2): exact for near places too (unlike the angle's cosine), and with one
 * arc sine a restaurant however many origins there are.
 */
export function distancesFrom(catalogue: Catalogue, origins: readonly Location[]): Distances {
  if (origins.length === 0) return () => Number.NaN
  const { unitVectors } = prepared(catalogue)
  const count = Math.min(origins.length, maxOrigins)
  const from = new Float64Array(count * 3)
  for (let n = 0; n < count; n++) writeUnitVector(origins[n]!.lat, origins[n]!.lon, from, n * 3)
  return (item) => {
    const x = unitVectors[item * 3]!
    const y = unitVectors[item * 3 + 1]!
    const z = unitVectors[item * 3 + 2]!
    let nearest = Number.POSITIVE_INFINITY
    for (let n = 0; n < count * 3; n += 3) {
      const dx = x - from[n]!
      const dy = y - from[n + 1]!
      const dz = z - from[n + 2]!
      // Math.min hands NaN on.
      nearest = Math.min(nearest, dx * dx + dy * dy + dz * dz)
    }
    return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(nearest) / 2))
  }
}
