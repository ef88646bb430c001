import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Demand } from '../../demand.ts'
import type { RelevanceModel, ScoringDepth, Term, UserQuery, UserScorer } from '../../model.ts'
import { createExtractor } from './extractor.ts'
import { factOf } from './facts.ts'
import { column, featureCount, termOf, terms } from './features.ts'
import { type Guest, guestTerm } from './guest.ts'
import { shrunkenRating } from './item-table.ts'
import type { OrderTables } from './order-tables.ts'
import type { OrderParameters } from './parameters.ts'

/**
 * P(order from the place | user and moment, an order is made) = σ(offset + slope · η), η = Σ_f weight_f · feature_f − guest. The
 * weights are those of a conditional logit over everything that could have been ordered (McFadden, 1974), by which the odds of a
 * place are its exp(Σ) over that of all others; `guest` is the logarithm of the latter. Which restaurants are asked about together
 * never matters. Own places and new ones have a calibration each.
 */
export function createOrderModel(
  version: string,
  parameters: OrderParameters,
  catalogue: Catalogue,
  demand: Demand,
  tables?: OrderTables,
): RelevanceModel {
  const { weights, calibration } = parameters
  const extractor = createExtractor(parameters, catalogue, demand, tables)
  const row = new Float64Array(featureCount)

  const begin = (query: UserQuery): UserScorer => {
    const user = extractor.begin(query)
    const guests: Partial<Record<ScoringDepth, Guest>> = {}
    const guestAt = (depth: ScoringDepth) => (guests[depth] ??= guestTerm(user, weights, catalogue, depth))
    const calibrated = (item: number, logOdds: number) => {
      const { offset, slope } = user.isOwn(item) ? calibration.own : calibration.fresh
      return 1 / (1 + Math.exp(-offset - slope * logOdds))
    }
    const factor = extractor.spend.userFactor(user.past.amounts.logRatios, user.past.amounts.n)

    return {
      nearest: user.nearest,

      score(items, distanceKm, count, depth, out) {
        const guestOf = guestAt(depth)
        for (let j = 0; j < count; j++) {
          const item = items[j]!
          user.extract(item, distanceKm[j]!, depth, row, 0)
          let sum = 0
          for (let f = 0; f < featureCount; f++) sum += weights[f]! * row[f]!
          sum -= guestOf(sum)
          out.probability[j] = calibrated(item, sum)
          out.spend[j] = extractor.spend.ofItem(item) * factor
        }
      },

      probabilityIfRated(item, distanceKm, depth, rating) {
        user.extract(item, distanceKm, depth, row, 0)
        let sum = 0
        for (let f = 0; f < featureCount; f++) sum += weights[f]! * row[f]!
        const guest = guestAt(depth)(sum)
        // Of their own places the user knows more than the rating.
        const change = user.isOwn(item)
          ? 0
          : shrunkenRating(rating, catalogue.ratingCount[item]!) - row[column['new-rating']]!
        return calibrated(item, sum - guest + weights[column['new-rating']]! * change)
      },

      explain(item, distanceKm, depth) {
        user.extract(item, distanceKm, depth, row, 0)
        const sums = new Float64Array(terms.length)
        for (let f = 0; f < featureCount; f++) sums[termOf[f]!]! += weights[f]! * row[f]!
        let logMass = 0
        const explained: Term[] = terms.map((feature, t) => {
          logMass += sums[t]!
          return { feature, logOdds: sums[t]! }
        })
        explained.push({ feature: 'guest', logOdds: -guestAt(depth)(logMass) })
        return explained
      },

      factOf(item, distanceKm, feature) {
        const { operator } = extractor
        return factOf({ item, distanceKm, user, query, catalogue, demand, operator }, feature)
      },
    }
  }
  return { version, begin, warmUpSteps: extractor.warmUpSteps }
}
