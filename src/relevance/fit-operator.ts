import { cooccurrence } from './models/order/cooccurrence.ts'
import type { FitOperator } from './train-order-model.ts'

const entriesPerRow = 400

/** The collaborative part of the order model, from who ordered where. */
export const fitOperator: FitOperator = (data, items) => cooccurrence(data, items, entriesPerRow)
