import { z } from 'zod'
import { cooccurrenceUpTo } from './fit-operator.ts'
import type { FitOperator } from './fit-parts.ts'
import { defaultCollaborativeSettings } from './models/collaborative/settings.ts'
import { trainCollaborative } from './models/collaborative/train.ts'
import { cooccurrence } from './models/order/cooccurrence.ts'

/** What of the order model's training can be chosen; the strength of its penalty it always chooses by itself, on later orders. */
export const orderSettingsSchema = z.strictObject({
  /** where "ordered by the same people" comes from; `auto`: co-occurrence for small catalogues, the spectral model for large ones */
  company: z.enum(['auto', 'co-occurrence', 'spectral']),
  /** strongest neighbours that each restaurant keeps */
  neighbours: z.int().min(1).max(2000),
  /** latest orders that the weights are fitted on; null: by the size of the catalogue */
  maxOccasions: z.int().min(10).max(100_000).nullable(),
})
export type OrderSettings = z.infer<typeof orderSettingsSchema>

export const defaultOrderSettings: OrderSettings = Object.freeze({
  company: 'auto',
  neighbours: 400,
  maxOccasions: null,
})

/** In the order in which a search tries them, the default first. */
export const orderSettingsSpace: readonly OrderSettings[] = [
  defaultOrderSettings,
  { ...defaultOrderSettings, maxOccasions: 1500 },
  { ...defaultOrderSettings, neighbours: 50 },
  { ...defaultOrderSettings, maxOccasions: 10_000 },
  { ...defaultOrderSettings, company: 'spectral', neighbours: 250 },
  { ...defaultOrderSettings, company: 'co-occurrence', neighbours: 1000 },
  { ...defaultOrderSettings, neighbours: 50, maxOccasions: 10_000 },
]

/** The part of the training options that settings stand for. */
export function trainOptionsOf(settings: OrderSettings): {
  readonly fitOperator: FitOperator
  readonly maxOccasions?: number
} {
  const { maxOccasions } = settings
  return { fitOperator: fitOperatorBy(settings), ...(maxOccasions !== null && { maxOccasions }) }
}

function fitOperatorBy({ company, neighbours }: OrderSettings): FitOperator {
  return (data) => {
    const counted = company === 'co-occurrence' || (company === 'auto' && data.width <= cooccurrenceUpTo)
    if (counted) return cooccurrence(data, neighbours)
    const settings = defaultCollaborativeSettings(data.rows, data.width)
    // By itself the spectral model keeps fewer: its rows say more.
    const entriesPerRow = Math.min(neighbours, settings.entriesPerRow)
    return trainCollaborative(data, { ...settings, entriesPerRow })
  }
}

export const sameSettings = (a: OrderSettings, b: OrderSettings): boolean =>
  a.company === b.company && a.neighbours === b.neighbours && a.maxOccasions === b.maxOccasions
