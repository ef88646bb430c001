import { type Calibration, identity } from '../../calibrate.ts'
import type { ItemOperator } from '../collaborative/operator.ts'
import type { SpendParameters } from '../spend/spend-model.ts'
import { defaultHabitDays } from './own-places.ts'
import type { WhereaboutsParameters } from './whereabouts.ts'

/** All that training learnt; restaurants by id, so that it can be bound to any later catalogue. */
export interface OrderParameters {
  /** length featureCount; log-odds per unit of a feature */
  readonly weights: Float64Array
  /** half of the typical collaborative score of a place; the score counts as log(1 + score / this) */
  readonly collaborativeScale: number
  /** mean of that logarithm over places new to a user; taken off, so that a score left out means an average one */
  readonly collaborativeMean: number
  /** half-life of what a user's orders say of their tastes and habits, days */
  readonly habitDays: number
  /** for the user's own places and for those new to them */
  readonly calibration: { readonly own: Calibration; readonly fresh: Calibration }
  readonly spend: SpendParameters
  readonly whereabouts: WhereaboutsParameters
  /** how likely users look at each position of a list, from the top, which is 1; empty: not known. See position-bias. */
  readonly examination: Float64Array
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
  whereabouts: WhereaboutsParameters,
): OrderParameters {
  return {
    weights,
    collaborativeScale: 0.02,
    collaborativeMean: 0,
    habitDays: defaultHabitDays,
    calibration: { own: identity, fresh: identity },
    spend,
    whereabouts,
    examination: new Float64Array(0),
    operatorIds,
    operator,
  }
}
