import { marketsOf } from '../catalog/markets.ts'
import { type Dataset, trainingRows } from './dataset.ts'
import { type FitOperator, fitByMarket } from './fit-by-market.ts'
import { fitWhereabouts } from './fit-whereabouts.ts'
import { featureCount } from './models/order/features.ts'
import { neutralParameters, type OrderParameters } from './models/order/parameters.ts'
import { fitSpend } from './models/spend/fit-spend.ts'
import { userItemRows } from './user-item-rows.ts'

/**
 * Up to so many restaurants in all, plain co-occurrence ranked first-time orders as well as the spectral model or better, at a tenth of
 * the cost; beyond, where most pairs of places never meet, the spectral model is far ahead. It has only so many directions, whence
 * larger catalogues are fitted market by market.
 */
export const cooccurrenceUpTo = 4000

/** What needs no weights: the collaborative part and the spend model, from the rows before `end`. */
export async function fitParts(
  dataset: Dataset,
  end: number,
  fitOperator: FitOperator,
): Promise<OrderParameters> {
  const { catalogue } = dataset
  const rows = userItemRows(dataset, end)
  const operator =
    catalogue.size <= cooccurrenceUpTo
      ? await fitOperator(rows)
      : await fitByMarket(rows, marketsOf(catalogue), fitOperator)
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
