import { companySettings } from './company-settings.ts'
import type { FitOperator } from './fit-by-market.ts'
import { cooccurrenceUpTo } from './fit-parts.ts'
import { trainCollaborative } from './models/collaborative/train.ts'
import { cooccurrence } from './models/order/cooccurrence.ts'

const entriesPerRow = 400

/** The collaborative part of the order model, from who ordered and clicked where. */
export const fitOperator: FitOperator = (data, buffers) =>
  data.width <= cooccurrenceUpTo
    ? cooccurrence(data, entriesPerRow)
    : trainCollaborative(data, companySettings(data.rows, data.width), {
        ...(buffers && { buffers }),
      })
