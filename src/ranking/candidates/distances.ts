import type { Catalogue } from '../../catalog/catalogue.ts'
import { earthRadiusKm } from '../../catalog/distance.ts'
import type { Location } from '../../schema/primitives.ts'
import { prepared, writeUnitVector } from './prepared.ts'

/** A user may keep dozens of places; the nearest of the first few decides. */
export const maxOrigins = 16

/** Great-circle km from the nearest origin to a restaurant; NaN: no origin, or the restaurant's location is unknown. */
export type Distances = (item: number) => number

/** The same as the square of the chord through the unit sphere, 0 to 4: grows with the distance, and costs no arc sine. */
export type Chords = (item: number) => number

export function distancesFrom(catalogue: Catalogue, origins: readonly Location[]): Distances {
  const chords = chordsFrom(catalogue, origins)
  return (item) => kmOfChord(chords(item))
}

export function chordsFrom(catalogue: Catalogue, origins: readonly Location[]): Chords {
  if (origins.length === 0) return () => Number.NaN
  const { unitVectors } = prepared(catalogue)
  const count = Math.min(origins.length, maxOrigins)
  const from = new Float64Array(count * 3)
  for (let n = 0; n < count; n++) writeUnitVector(origins[n]!.lat, origins[n]!.lon, from, n * 3)
  // Search and eligibility ask for the same place one after the other.
  let [lastItem, lastChord] = [-1, Number.NaN]
  return (item) => {
    if (item === lastItem) return lastChord
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
    lastItem = item
    lastChord = nearest
    return nearest
  }
}

/** 2R · asin(chord / 2): exact for near places too, unlike the angle's cosine. */
export const kmOfChord = (squaredChord: number) =>
  2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(squaredChord) / 2))
