import type { Location } from '../schema/primitives.ts'
import type { Catalogue } from './catalogue.ts'
import { earthRadiusKm } from './distance.ts'

/**
 * Distances as squared chords through the unit sphere, 0 to 4: they grow with the distance, and cost neither sine nor arc sine where
 * only who is nearer is asked.
 */
export interface Sphere {
  /** Row i: the location of restaurant i as a unit vector, NaN: unknown; size × 3. */
  readonly unitVectors: Float64Array
  /** How far restaurant i delivers, as a squared chord; Infinity: anywhere. */
  readonly rangeChords: Float64Array
}

type Located = Pick<Catalogue, 'size' | 'latitude' | 'longitude' | 'deliveryRangeKm'>

const known = new WeakMap<Located, Sphere>()

/** Kept for as long as the catalogue lives. */
export function sphereOf(catalogue: Located): Sphere {
  let sphere = known.get(catalogue)
  if (!sphere) {
    const { size, latitude, longitude, deliveryRangeKm } = catalogue
    const unitVectors = new Float64Array(size * 3)
    for (let i = 0; i < size; i++) writeUnitVector(latitude[i]!, longitude[i]!, unitVectors, i * 3)
    sphere = { unitVectors, rangeChords: deliveryRangeKm.map(chordOfKm) }
    known.set(catalogue, sphere)
  }
  return sphere
}

/** (2 sin(km / 2R))²; Infinity for half round the earth and more: nothing is farther away. */
export function chordOfKm(km: number): number {
  const halfAngle = km / (2 * earthRadiusKm)
  return halfAngle >= Math.PI / 2 ? Number.POSITIVE_INFINITY : (2 * Math.sin(halfAngle)) ** 2
}

/** 2R · asin(chord / 2): exact for near places too, unlike the angle's cosine. */
export const kmOfChord = (squaredChord: number) =>
  2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(squaredChord) / 2))

/** The points as unit vectors, three numbers each. */
export function unitVectorsOf(points: readonly Location[]): Float64Array {
  const out = new Float64Array(points.length * 3)
  points.forEach(({ lat, lon }, n) => {
    writeUnitVector(lat, lon, out, n * 3)
  })
  return out
}

/** The squared chord between point n of one array and point m of another. */
export function chordBetween(a: Float64Array, n: number, b: Float64Array, m: number): number {
  const dx = a[3 * n]! - b[3 * m]!
  const dy = a[3 * n + 1]! - b[3 * m + 1]!
  const dz = a[3 * n + 2]! - b[3 * m + 2]!
  return dx * dx + dy * dy + dz * dz
}

/** From point n of one array to the nearest of the others; NaN: there is none, or the point is unknown. */
export function nearestChord(a: Float64Array, n: number, others: Float64Array): number {
  if (others.length === 0) return Number.NaN
  let nearest = chordBetween(a, n, others, 0)
  // An unknown point is NaN from the first on, which no comparison changes.
  for (let m = 1; m < others.length / 3; m++) {
    const chord = chordBetween(a, n, others, m)
    if (chord < nearest) nearest = chord
  }
  return nearest
}

/** out[at … at + 2] = the point on the unit sphere at this latitude and longitude, degrees. */
function writeUnitVector(lat: number, lon: number, out: Float64Array, at: number): void {
  const phi = (lat * Math.PI) / 180
  const lambda = (lon * Math.PI) / 180
  out[at] = Math.cos(phi) * Math.cos(lambda)
  out[at + 1] = Math.cos(phi) * Math.sin(lambda)
  out[at + 2] = Math.sin(phi)
}
