import { z } from 'zod'
import { defaultCalibrationPrior } from './calibrate-choices.ts'
import { defaultNegatives } from './collect-samples.ts'
import { companySettings } from './company-settings.ts'
import type { FitOperator } from './fit-by-market.ts'
import { cooccurrenceUpTo } from './fit-parts.ts'
import { trainCollaborative } from './models/collaborative/train.ts'
import { cooccurrence } from './models/order/cooccurrence.ts'
import { defaultHabitDays } from './models/order/own-places.ts'
import type { FitChoices } from './train-order-model.ts'

/** What of the order model's training can be chosen. What is absent in settings stored by earlier versions is as it was then. */
export const orderSettingsSchema = z.strictObject({
  /** where "ordered by the same people" comes from; `auto`: co-occurrence for small catalogues, the spectral model for large ones */
  company: z.enum(['auto', 'co-occurrence', 'spectral']),
  /** strongest neighbours that each restaurant keeps */
  neighbours: z.int().min(1).max(2000),
  /** latest orders that the weights are fitted on; null: by the size of the catalogue */
  maxOccasions: z.int().min(10).max(100_000).nullable(),
  /** half-life of what a user's orders say of their tastes and habits, days */
  habitDays: z.number().min(1).max(3650).default(defaultHabitDays),
  /** places new to the user, and open, that an order is told apart from */
  negatives: z.int().min(4).max(512).default(defaultNegatives),
  /** strength of the penalty on the weights; null: chosen by itself, on later orders */
  l2: z.number().min(0.01).max(100_000).nullable().default(null),
  /** strength of the prior that the probabilities are right as they are, in orders */
  calibrationPrior: z.number().min(0).max(1_000_000).default(defaultCalibrationPrior),
})
export type OrderSettings = z.infer<typeof orderSettingsSchema>

export const defaultOrderSettings: OrderSettings = Object.freeze({
  company: 'auto',
  neighbours: 400,
  maxOccasions: null,
  habitDays: defaultHabitDays,
  negatives: defaultNegatives,
  l2: null,
  calibrationPrior: defaultCalibrationPrior,
})

/** In the order in which a search tries them, the default first. */
export const orderSettingsSpace: readonly OrderSettings[] = [
  {},
  { habitDays: 30 },
  { habitDays: 120 },
  { maxOccasions: 10_000, negatives: 32 },
  { neighbours: 50 },
  { calibrationPrior: 4000 },
  { l2: 1 },
  { maxOccasions: 1500 },
  { negatives: 120 },
  { company: 'spectral' as const, neighbours: 250 },
  { company: 'co-occurrence' as const, neighbours: 1000 },
  { calibrationPrior: 50 },
  { neighbours: 50, maxOccasions: 10_000, negatives: 32, habitDays: 120 },
].map((changes) => ({ ...defaultOrderSettings, ...changes }))

/** The part of the training options that settings stand for. */
export function trainOptionsOf(settings: OrderSettings): FitChoices & { readonly fitOperator: FitOperator } {
  const { maxOccasions, habitDays, negatives, l2, calibrationPrior } = settings
  return {
    fitOperator: fitOperatorBy(settings),
    habitDays,
    negatives,
    calibrationPrior,
    ...(l2 !== null && { l2 }),
    ...(maxOccasions !== null && { maxOccasions }),
  }
}

function fitOperatorBy({ company, neighbours }: OrderSettings): FitOperator {
  return (data, buffers) => {
    const counted = company === 'co-occurrence' || (company === 'auto' && data.width <= cooccurrenceUpTo)
    if (counted) return cooccurrence(data, neighbours)
    const settings = companySettings(data.rows, data.width)
    // By itself the spectral model keeps fewer: its rows say more.
    const entriesPerRow = Math.min(neighbours, settings.entriesPerRow)
    return trainCollaborative(data, { ...settings, entriesPerRow }, { ...(buffers && { buffers }) })
  }
}

export const sameSettings = (a: OrderSettings, b: OrderSettings): boolean =>
  orderSettingsKeys.every((key) => a[key] === b[key])
const orderSettingsKeys = orderSettingsSchema.keyof().options
