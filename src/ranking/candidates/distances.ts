import type { Catalogue } from '../../catalog/catalogue.ts'
import { kmOfChord, nearestChord, pointsAt, pointsOf } from '../../catalog/sphere.ts'
import type { Location } from '../../schema/primitives.ts'

/** A user may keep dozens of places; the nearest of the first few decides. */
export const maxOrigins = 16

/** Great-circle km from the nearest origin to a restaurant; NaN: no origin, or the restaurant's location is unknown. */
export type Distances = (item: number) => number

/** The same as a squared chord (`catalog/sphere.ts`). */
export type Chords = (item: number) => number

export function distancesFrom(catalogue: Catalogue, origins: readonly Location[]): Distances {
  const chords = chordsFrom(catalogue, origins)
  return (item) => kmOfChord(chords(item))
}

export function chordsFrom(catalogue: Catalogue, origins: readonly Location[]): Chords {
  if (origins.length === 0) return () => Number.NaN
  const points = pointsOf(catalogue)
  const from = pointsAt(origins.slice(0, maxOrigins))
  // Search and eligibility ask for the same place one after the other.
  let [lastItem, lastChord] = [-1, Number.NaN]
  return (item) => {
    if (item === lastItem) return lastChord
    lastItem = item
    lastChord = nearestChord(points, item, from)
    return lastChord
  }
}
