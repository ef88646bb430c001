import type { SparseRows } from '../numeric/sparse-rows.ts'
import { type Dataset, trainingRows } from './dataset.ts'
import { fitWhereabouts } from './fit-whereabouts.ts'
import type { ItemOperator } from './models/collaborative/operator.ts'
import { featureCount } from './models/order/features.ts'
import { neutralParameters, type OrderParameters } from './models/order/parameters.ts'
import { fitSpend } from './models/spend/fit-spend.ts'
import { userItemRows } from './user-item-rows.ts'

/** Makes the collaborative part from users × restaurants. */
export type FitOperator = (data: SparseRows) => ItemOperator | Promise<ItemOperator>

/** What needs no weights: the collaborative part and the spend model, from the rows before `end`. */
export async function fitParts(
  dataset: Dataset,
  end: number,
  fitOperator: FitOperator,
): Promise<OrderParameters> {
  const { catalogue } = dataset
  const operator = await fitOperator(userItemRows(dataset, end))
  const spend = fitSpend(spendRows(dataset, end), catalogue)
  return neutralParameters(
    new Float64Array(featureCount),
    catalogue.ids,
    operator,
    spend,
    fitWhereabouts(dataset, end),
  )
}

function spendRows(dataset: Dataset, end: number) {
  const known = trainingRows(dataset).filter((row) => row < end && dataset.amount[row]! > 0)
  return {
    restaurant: known.map((row) => dataset.restaurant[row]!),
    user: known.map((row) => dataset.user[row]!),
    amount: Float64Array.from(known, (row) => dataset.amount[row]!),
    length: known.length,
  }
}
