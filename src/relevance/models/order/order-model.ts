import type { Catalogue } from '../../../catalog/catalogue.ts'
import { largest } from '../../../numeric/largest.ts'
import type { Demand } from '../../demand.ts'
import type { RelevanceModel, Term, UserQuery, UserScorer } from '../../model.ts'
import { contributions } from '../collaborative/operator.ts'
import { createExtractor, type UserFeatures } from './extractor.ts'
import { factOf } from './facts.ts'
import { column, featureCount, orderFeatures } from './features.ts'
import type { OrderParameters } from './parameters.ts'

/**
 * P(order | user, restaurant, moment) = σ(offset + slope · η), η = Σ_f weight_f · feature_f − guest. The weights are those of a
 * conditional logit over everything that could have been ordered (McFadden, 1974), by which the odds of a place are its exp(Σ) over
 * that of all others. `guest` stands for the others: the user's own places and the average mass of the rest. It depends on the user
 * and the moment, and never on which restaurants are asked about together.
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
    const guestOf = guestTerms(user, parameters)
    const factor = extractor.spend.userFactor(user.past.amounts.logRatios, user.past.amounts.n)

    return {
      nearest: (k, admits) => nearest(user.collaborative(), k, admits),

      score(items, distanceKm, count, depth, out) {
        for (let j = 0; j < count; j++) {
          const item = items[j]!
          user.extract(item, distanceKm[j]!, depth, row, 0)
          let sum = -guestOf(item)
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
        return [...terms, { feature: 'guest', logOdds: -guestOf(item) }]
      },
    }

    function parts(item: number): Float64Array {
      return contributions(extractor.operator, user.seeds.items, user.seeds.weights, item)
    }
  }
  return { version, begin }
}

/** log of the mass Σ exp(weights · features) of all places but `item`: the user's own ones and the average of the rest. */
function guestTerms(
  user: UserFeatures,
  { weights, newMass }: Pick<OrderParameters, 'weights' | 'newMass'>,
): (item: number) => number {
  const row = new Float64Array(featureCount)
  const masses = user.past.ordered.map(({ item }) => {
    // Distance and company are not known yet, or cost too much, for all of them.
    user.extract(item, Number.NaN, 'fast', row, 0)
    row[column['distance-unknown']] = 0
    return Math.exp(dot(weights, row))
  })
  const rest = Math.exp(newMass + weights[column['new-exploration']]! * user.exploration)
  const total = masses.reduce((sum, mass) => sum + mass, rest)
  const all = Math.log(total)
  const others = masses.map((mass) => Math.log(Math.max(total - mass, rest)))
  return (item) => {
    const rank = user.past.places.get(item)?.rank ?? 0
    return rank > 0 ? others[rank - 1]! : all
  }
}

export function dot(weights: Float64Array, row: Float64Array, offset = 0): number {
  let sum = 0
  for (let f = 0; f < weights.length; f++) sum += weights[f]! * row[offset + f]!
  return sum
}

/** Indices of the k largest positive scores of those let in, best first, ties by index. */
function nearest(
  scores: Float64Array,
  k: number,
  admits: (item: number) => boolean = () => true,
): Int32Array {
  const found = new Int32Array(scores.length)
  let count = 0
  for (let i = 0; i < scores.length; i++) if (scores[i]! > 0 && admits(i)) found[count++] = i
  const values = new Float64Array(count)
  for (let n = 0; n < count; n++) values[n] = scores[found[n]!]!
  return largest(values, count, k).map((n) => found[n]!)
}
