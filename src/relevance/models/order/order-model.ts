import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Demand } from '../../demand.ts'
import type { RelevanceModel, Term, UserQuery, UserScorer } from '../../model.ts'
import { contributions } from '../collaborative/operator.ts'
import { createExtractor, type UserFeatures } from './extractor.ts'
import { factOf } from './facts.ts'
import { column, featureCount, orderFeatures } from './features.ts'
import type { OrderParameters } from './parameters.ts'

/**
 * P(order | user, restaurant, moment) = σ(offset + slope · η), η = Σ_f weight_f · feature_f − guest. The weights are those of a
 * conditional logit over everything that could have been ordered (McFadden, 1974). Its denominator depends on the user and the
 * moment: `guest` stands for it, computed from the user's own places and the average mass of all others, so that a probability
 * does not depend on which restaurants are asked about together.
 */
export function createOrderModel(
  version: string,
  parameters: OrderParameters,
  catalogue: Catalogue,
  demand: Demand,
): RelevanceModel {
  const { weights, calibration } = parameters
  const extractor = createExtractor(parameters, catalogue, demand)
  const row = new Float64Array(featureCount)

  const begin = (query: UserQuery): UserScorer => {
    const user = extractor.begin(query)
    const guest = guestTerm(user, parameters)
    const factor = extractor.spend.userFactor(user.past.amounts.logRatios, user.past.amounts.n)

    return {
      nearest: (k) => nearest(user.collaborative(), k),

      score(items, distanceKm, count, depth, out) {
        for (let j = 0; j < count; j++) {
          const item = items[j]!
          user.extract(item, distanceKm[j]!, depth, row, 0)
          let sum = -guest
          for (let f = 0; f < featureCount; f++) sum += weights[f]! * row[f]!
          out.probability[j] = 1 / (1 + Math.exp(-calibration.offset - calibration.slope * sum))
          out.spend[j] = extractor.spend.ofItem(item) * factor
        }
      },

      explain(item, distanceKm, depth) {
        user.extract(item, distanceKm, depth, row, 0)
        const sums = new Map<string, number>()
        orderFeatures.forEach(({ term }, f) => {
          sums.set(term, (sums.get(term) ?? 0) + weights[f]! * row[f]!)
        })
        const describe = factOf({ item, distanceKm, user, query, catalogue, demand, parts })
        const terms: Term[] = [...sums].map(([feature, logOdds]) => {
          const fact = describe(feature)
          return { feature, logOdds, ...(fact && { fact }) }
        })
        return [...terms, { feature: 'guest', logOdds: -guest }]
      },
    }

    function parts(item: number): Float64Array {
      return contributions(extractor.operator, user.seeds.items, user.seeds.weights, item)
    }
  }
  return { version, begin }
}

/** log of Σ exp(η) over the user's own places and the average mass of the others. */
export function guestTerm(
  user: UserFeatures,
  { weights, newMass }: Pick<OrderParameters, 'weights' | 'newMass'>,
): number {
  const row = new Float64Array(featureCount)
  const exploration = Math.log((user.past.ordered.length + 1) / (user.past.orders + 2)) - Math.log(0.5)
  let mass = Math.exp(newMass + weights[column['new-exploration']]! * exploration)
  for (const { item } of user.past.ordered) {
    user.extract(item, Number.NaN, 'fast', row, 0)
    row[column['distance-unknown']] = 0
    mass += Math.exp(dot(weights, row))
  }
  return Math.log(mass)
}

export function dot(weights: Float64Array, row: Float64Array, offset = 0): number {
  let sum = 0
  for (let f = 0; f < weights.length; f++) sum += weights[f]! * row[offset + f]!
  return sum
}

/** Indices of the k largest positive scores, best first, ties by index. */
function nearest(scores: Float64Array, k: number): Int32Array {
  const found: number[] = []
  for (let i = 0; i < scores.length; i++) if (scores[i]! > 0) found.push(i)
  found.sort((a, b) => scores[b]! - scores[a]! || a - b)
  return Int32Array.from(found.slice(0, k))
}
