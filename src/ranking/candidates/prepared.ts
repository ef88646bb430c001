import type { Catalogue } from '../../catalog/catalogue.ts'
import { indices } from '../../numeric/indices.ts'
import { sortSteps } from '../../numeric/sort-steps.ts'
import { runSteps, type Steps } from '../../numeric/steps.ts'

/** What candidate search needs of a catalogue, worked out once; all that follows from the catalogue alone. */
export interface Prepared {
  /** Restaurants without a known location, ascending. */
  readonly unlocated: Int32Array
  /** The longest delivery range of all, km. */
  readonly reachKm: number
  /** Latest listing first, ties by index. */
  readonly newestFirst: Int32Array
  /** money; mean of the known average spends by price level, index 0: over all; NaN: none is known */
  readonly spendByPriceLevel: Float64Array
  /** 0 to 5; mean of the known ratings; NaN: none */
  readonly meanRating: number
}

const known = new WeakMap<Catalogue, Prepared>()

/** Kept for as long as the catalogue lives. */
export function prepared(catalogue: Catalogue): Prepared {
  return known.get(catalogue) ?? runSteps(prepareSteps(catalogue))
}

/** Works it out ahead, with stops in between. */
export function* prepareSteps(catalogue: Catalogue): Steps<Prepared> {
  const value = known.get(catalogue) ?? (yield* prepare(catalogue))
  known.set(catalogue, value)
  return value
}

function* prepare(catalogue: Catalogue): Steps<Prepared> {
  const { size, latitude, longitude, deliveryRangeKm, listedAtMs } = catalogue
  const unlocated = indices(size, (i) => Number.isNaN(latitude[i]! + longitude[i]!))
  let reachKm = 0
  for (let i = 0; i < size; i++) reachKm = Math.max(reachKm, deliveryRangeKm[i]!)
  const newestFirst = indices(size)
  yield* sortSteps(newestFirst, (a, b) => listedAtMs[b]! - listedAtMs[a]! || a - b)
  return {
    unlocated,
    reachKm,
    newestFirst,
    spendByPriceLevel: meanSpends(catalogue),
    meanRating: meanKnown(catalogue.rating),
  }
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
