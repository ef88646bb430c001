import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { ScoringDepth } from '../../model.ts'
import type { UserFeatures } from './extractor.ts'
import { featureCount } from './features.ts'

/** log of the mass Σ exp(weights · features) of all places but one, whose own logarithm of it is `logMass`. */
export type Guest = (logMass: number) => number

/** However much a place weighs, this share of everything is left to the others. */
export const leastOthers = 1e-3

/**
 * The mass of everything that the user could order: their own places, and what else delivers to them, by a sample where that is
 * much. It depends on the user and the moment, never on which restaurants are asked about.
 */
export function guestTerm(
  user: UserFeatures,
  weights: Float64Array,
  { deliveryRangeKm }: Pick<Catalogue, 'deliveryRangeKm'>,
  depth: ScoringDepth,
): Guest {
  const row = new Float64Array(featureCount)
  const massOf = (item: number, km: number) => {
    user.extract(item, km, depth, row, 0)
    return Math.exp(dot(weights, row))
  }
  let total = 0
  for (const { item } of user.past.ordered) {
    const km = user.kmTo(item)
    if (!(km > deliveryRangeKm[item]!)) total += massOf(item, km)
  }
  const { count, items, km, weight } = user.reach()
  for (let n = 0; n < count; n++) total += weight[n]! * massOf(items[n]!, km[n]!)
  return (logMass) => {
    const mass = Math.exp(logMass)
    // A place that does not deliver to the user is not in the total.
    return Math.log(Math.max(total - mass, leastOthers * Math.max(total, mass)))
  }
}

function dot(weights: Float64Array, row: Float64Array): number {
  let sum = 0
  for (let f = 0; f < weights.length; f++) sum += weights[f]! * row[f]!
  return sum
}
