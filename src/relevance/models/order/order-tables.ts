import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Steps } from '../../../numeric/steps.ts'
import type { ItemOperator } from '../collaborative/operator.ts'
import { type CuisineKinship, cuisineKinshipSteps } from './cuisine-kinship.ts'
import { bindOperatorSteps, type ItemTable, itemTableSteps } from './item-table.ts'
import type { OrderParameters } from './parameters.ts'

/** What follows from a model's parameters and a catalogue alone. */
export interface OrderTables {
  /** whose columns these were made of */
  readonly catalogue: Catalogue
  readonly items: ItemTable
  /** numbered as the catalogue */
  readonly operator: ItemOperator
  readonly kinship: CuisineKinship
}

/**
 * The tables of a model over a catalogue, with stops in between.
 * @param like tables of the same parameters over another catalogue; what was made of the very same columns is taken from there
 */
export function* orderTableSteps(
  parameters: Pick<OrderParameters, 'operator' | 'operatorIds'>,
  catalogue: Catalogue,
  like?: OrderTables,
): Steps<OrderTables> {
  const hasSameIds = like?.catalogue.ids === catalogue.ids
  const operator = hasSameIds
    ? like.operator
    : yield* bindOperatorSteps(parameters.operator, parameters.operatorIds, catalogue)
  yield
  const items = yield* itemTableSteps(catalogue, like && { of: like.catalogue, table: like.items })
  yield
  const hasSameCuisines = hasSameIds && like.items.cuisineWeight === items.cuisineWeight
  const kinship = hasSameCuisines ? like.kinship : yield* cuisineKinshipSteps(catalogue, items, operator)
  return { catalogue, items, operator, kinship }
}
