import type { Catalogue } from '../../../catalog/catalogue.ts'
import { floatColumn } from '../../../numeric/float-column.ts'
import type { Demand } from '../../demand.ts'

/** What training learnt about amounts. Money in the restaurants' own currencies. */
export interface SpendParameters {
  /** by currency: mean amount of all orders [0] and of those at price levels 1 to 4; absent currencies fall back on `any` */
  readonly levels: Readonly<Record<string, readonly number[]>>
  readonly any: number
  /** orders after which a restaurant's own mean counts as much as its prior */
  readonly restaurantOrders: number
  /** orders after which a user's own factor counts as much as 1 */
  readonly userOrders: number
  /** mean of amount / expected amount at a restaurant, after the logarithm's shrinking is undone */
  readonly correction: number
}

export const neutralSpend: SpendParameters = {
  levels: {},
  any: 20,
  restaurantOrders: 10,
  userOrders: 4,
  correction: 1,
}

export interface SpendModel {
  /** E[amount | item] for a user of whom nothing is known; finite and above 0. */
  ofItem(item: number): number
  /**
   * The factor of a user: exp of the shrunken mean of log(amount / ofItem), times the correction.
   * @param logRatios Σ log(amount / ofItem(item)) over `orders` orders with known amounts
   */
  userFactor(logRatios: number, orders: number): number
}

/**
 * E[amount | user, restaurant] = restaurant's mean × user's factor. The mean is shrunken towards the price level's (or what the
 * restaurant says of itself), the factor in logarithms towards 1, each by n / (n + k) with k the ratio of the variances within and
 * between (Bühlmann's credibility; Efron and Morris, 1973).
 */
export function createSpendModel(
  parameters: SpendParameters,
  catalogue: Pick<Catalogue, 'size' | 'priceLevel' | 'averageSpend' | 'currencies'>,
  demand: Pick<Demand, 'count' | 'meanAmount'>,
): SpendModel {
  const prior = floatColumn(catalogue.size, (item) => {
    const stated = catalogue.averageSpend[item]!
    if (stated > 0) return stated
    const levels = parameters.levels[catalogue.currencies[item]!]
    return levels?.[catalogue.priceLevel[item]!] || levels?.[0] || parameters.any
  })
  const k = parameters.restaurantOrders
  return {
    ofItem(item) {
      const mean = demand.meanAmount(item)
      if (!(mean > 0)) return prior[item]!
      const n = demand.count(item)
      return (n * mean + k * prior[item]!) / (n + k)
    },
    userFactor: (logRatios, orders) =>
      Math.exp(logRatios / (orders + parameters.userOrders)) * parameters.correction,
  }
}
