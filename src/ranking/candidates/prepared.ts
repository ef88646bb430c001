import type { Catalogue } from '../../catalog/catalogue.ts'
import { earthRadiusKm } from '../../catalog/distance.ts'

/** What candidate search needs of a catalogue, worked out once; all that follows from the catalogue alone. */
export interface Prepared {
  /** Restaurants without a known location, ascending. */
  readonly unlocated: Int32Array
  /** The longest delivery range of all, km. */
  readonly reachKm: number
  /** The delivery ranges as squared chords through the unit sphere; Infinity: anywhere. */
  readonly rangeChords: Float64Array
  /** Latest listing first, ties by index. */
  readonly newestFirst: Int32Array
  /** Row i: the location as a unit vector, NaN: unknown; size × 3. */
  readonly unitVectors: Float64Array
  /** money; mean of the known average spends by price level, index 0: over all; NaN: none is known */
  readonly spendByPriceLevel: Float64Array
  /** 0 to 5; mean of the known ratings; NaN: none */
  readonly meanRating: number
}

const known = new WeakMap<Catalogue, Prepared>()

/** Kept for as long as the catalogue lives. */
export function prepared(catalogue: Catalogue): Prepared {
  let value = known.get(catalogue)
  if (!value) {
    value = prepare(catalogue)
    known.set(catalogue, value)
  }
  return value
}

function prepare(catalogue: Catalogue): Prepared {
  const { size, latitude, longitude, deliveryRangeKm, listedAtMs } = catalogue
  const unlocated: number[] = []
  const unitVectors = new Float64Array(size * 3)
  let reachKm = 0
  for (let i = 0; i < size; i++) {
    if (Number.isNaN(latitude[i]! + longitude[i]!)) unlocated.push(i)
    writeUnitVector(latitude[i]!, longitude[i]!, unitVectors, i * 3)
    reachKm = Math.max(reachKm, deliveryRangeKm[i]!)
  }
  const newestFirst = Int32Array.from({ length: size }, (_, i) => i)
  newestFirst.sort((a, b) => listedAtMs[b]! - listedAtMs[a]! || a - b)
  return {
    unlocated: Int32Array.from(unlocated),
    reachKm,
    rangeChords: deliveryRangeKm.map(chordOfKm),
    newestFirst,
    unitVectors,
    spendByPriceLevel: meanSpends(catalogue),
    meanRating: meanKnown(catalogue.rating),
  }
}

/** The squared chord, (2 sin(km / 2R))²; Infinity for half round the earth and more: nothing is farther away. */
export function chordOfKm(km: number): number {
  const halfAngle = km / (2 * earthRadiusKm)
  return halfAngle >= Math.PI / 2 ? Number.POSITIVE_INFINITY : (2 * Math.sin(halfAngle)) ** 2
}

/** out[at … at + 2] = the point on the unit sphere at this latitude and longitude, degrees. */
export function writeUnitVector(lat: number, lon: number, out: Float64Array, at: number): void {
  const phi = (lat * Math.PI) / 180
  const lambda = (lon * Math.PI) / 180
  out[at] = Math.cos(phi) * Math.cos(lambda)
  out[at + 1] = Math.cos(phi) * Math.sin(lambda)
  out[at + 2] = Math.sin(phi)
}

function meanSpends({ size, averageSpend, priceLevel }: Catalogue): Float64Array {
  const sum = new Float64Array(5)
  const count = new Float64Array(5)
  for (let i = 0; i < size; i++) {
    if (Number.isNaN(averageSpend[i]!)) continue
    for (const level of new Set([0, priceLevel[i]!])) {
      sum[level]! += averageSpend[i]!
      count[level]!++
    }
  }
  return sum.map((total, level) => total / count[level]!)
}

function meanKnown(values: Float64Array): number {
  let sum = 0
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return sum / count
}
