import type { ItemOperator } from '../collaborative/operator.ts'
import type { SpendParameters } from '../spend/spend-model.ts'

/** All that training learnt; restaurants by id, so that it can be bound to any later catalogue. */
export interface OrderParameters {
  /** length featureCount; log-odds per unit of a feature */
  readonly weights: Float64Array
  /** half of the typical collaborative score of a place; the score counts as log(1 + score / this) */
  readonly collaborativeScale: number
  /** mean of that logarithm over places new to a user; taken off, so that a score left out means an average one */
  readonly collaborativeMean: number
  /** log Σ exp(weights · features) over the places new to a user, exploration aside, as it is on average */
  readonly newMass: number
  /** probability = σ(offset + slope · log-odds); slope > 0 */
  readonly calibration: { readonly offset: number; readonly slope: number }
  readonly spend: SpendParameters
  /** of row and column i of the operator */
  readonly operatorIds: readonly string[]
  readonly operator: ItemOperator
}

/** Uses nothing learnt but demand; what training starts from. */
export function neutralParameters(
  weights: Float64Array,
  operatorIds: readonly string[],
  operator: ItemOperator,
  spend: SpendParameters,
): OrderParameters {
  return {
    weights,
    collaborativeScale: 0.02,
    collaborativeMean: 0,
    newMass: 0,
    calibration: { offset: 0, slope: 1 },
    spend,
    operatorIds,
    operator,
  }
}
