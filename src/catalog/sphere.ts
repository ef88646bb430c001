import type { Location } from '../schema/primitives.ts'
import type { Catalogue } from './catalogue.ts'
import { earthRadiusKm } from './distance.ts'

/*
 * Distances as squared chords through the unit sphere, 0 to 4: they grow with the distance, and cost neither sine nor arc sine where
 * only who is nearer is asked.
 */

/** A point a row: its unit vector (NaN: unknown), and how far it delivers as a squared chord (Infinity: anywhere), side by side in memory. */
export type Points = Float64Array
const columns = 4

type Located = Pick<Catalogue, 'size' | 'latitude' | 'longitude' | 'deliveryRangeKm'>

const known = new WeakMap<Located, Points>()

/** Row i: restaurant i. Kept for as long as the catalogue lives. */
export function pointsOf(catalogue: Located): Points {
  let points = known.get(catalogue)
  if (!points) {
    const { size, latitude, longitude, deliveryRangeKm } = catalogue
    points = new Float64Array(size * columns)
    for (let i = 0; i < size; i++) {
      writeUnitVector(latitude[i]!, longitude[i]!, points, i * columns)
      points[i * columns + 3] = chordOfKm(deliveryRangeKm[i]!)
    }
    known.set(catalogue, points)
  }
  return points
}

/** How far point n delivers, as a squared chord. */
export const rangeChord = (points: Points, n: number): number => points[n * columns + 3]!

/** (2 sin(km / 2R))²; Infinity for half round the earth and more: nothing is farther away. */
export function chordOfKm(km: number): number {
  const halfAngle = km / (2 * earthRadiusKm)
  return halfAngle >= Math.PI / 2 ? Number.POSITIVE_INFINITY : (2 * Math.sin(halfAngle)) ** 2
}

/** 2R · asin(chord / 2): exact for near places too, unlike the angle's cosine. */
export const kmOfChord = (squaredChord: number) =>
  2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(squaredChord) / 2))

/** Places that deliver nothing, such as where somebody is. */
export function pointsAt(locations: readonly Location[]): Points {
  const points = new Float64Array(locations.length * columns)
  locations.forEach(({ lat, lon }, n) => {
    writeUnitVector(lat, lon, points, n * columns)
  })
  return points
}

/** The squared chord between point n of one array and point m of another. */
export function chordBetween(a: Points, n: number, b: Points, m: number): number {
  const [i, j] = [n * columns, m * columns]
  const dx = a[i]! - b[j]!
  const dy = a[i + 1]! - b[j + 1]!
  const dz = a[i + 2]! - b[j + 2]!
  return dx * dx + dy * dy + dz * dz
}

/** From point n of one array to the nearest of the others; NaN: there is none, or the point is unknown. */
export function nearestChord(a: Points, n: number, others: Points): number {
  if (others.length === 0) return Number.NaN
  let nearest = chordBetween(a, n, others, 0)
  // An unknown point is NaN from the first on, which no comparison changes.
  for (let m = 1; m < others.length / columns; m++) {
    const chord = chordBetween(a, n, others, m)
    if (chord < nearest) nearest = chord
  }
  return nearest
}

/** out[at … at + 2] = the point on the unit sphere at this latitude and longitude, degrees. */
function writeUnitVector(lat: number, lon: number, out: Points, at: number): void {
  const phi = (lat * Math.PI) / 180
  const lambda = (lon * Math.PI) / 180
  out[at] = Math.cos(phi) * Math.cos(lambda)
  out[at + 1] = Math.cos(phi) * Math.sin(lambda)
  out[at + 2] = Math.sin(phi)
}
