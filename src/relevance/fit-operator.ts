import type { FitOperator } from './fit-parts.ts'
import { defaultCollaborativeSettings } from './models/collaborative/settings.ts'
import { trainCollaborative } from './models/collaborative/train.ts'
import { cooccurrence } from './models/order/cooccurrence.ts'

/**
 * Up to so many restaurants, plain co-occurrence ranked first-time orders as well as the spectral model or better, at a tenth of the
 * cost; beyond, where most pairs of places never meet, the spectral model is far ahead.
 */
export const cooccurrenceUpTo = 4000
const entriesPerRow = 400

/** The collaborative part of the order model, from who ordered and clicked where. */
export const fitOperator: FitOperator = (data) =>
  data.width <= cooccurrenceUpTo
    ? cooccurrence(data, entriesPerRow)
    : trainCollaborative(data, defaultCollaborativeSettings(data.rows, data.width))
