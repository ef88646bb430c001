import type { ProfileSettings } from '../../../client/index.ts'
import { objectiveOrder, type WeightKey } from '../../text/objectives.ts'

export type Weights = ProfileSettings['weights']

/** A profile's weights as the sliders begin: percent of their sum. */
export function percentOf(weights: Weights): Record<WeightKey, number> {
  const sum = objectiveOrder.reduce((total, key) => total + weights[key], 0)
  return Object.fromEntries(
    objectiveOrder.map((key) => [key, sum > 0 ? Math.round((1000 * weights[key]) / sum) / 10 : 0]),
  ) as Record<WeightKey, number>
}

/** Weights of objectives in a profile's place, its price on time kept: latency's share of everything stays what it was. */
export function withObjectives(
  { latency, ...before }: Weights,
  objectives: Readonly<Record<string, number | undefined>>,
): Weights {
  const keys = Object.keys(before) as (keyof typeof before)[]
  const sum = keys.reduce((total, key) => total + before[key], 0)
  const nextSum = keys.reduce((total, key) => total + (objectives[key] ?? 0), 0)
  const factor = sum > 0 && nextSum > 0 ? sum / nextSum : 1
  const next = Object.fromEntries(keys.map((key) => [key, rounded((objectives[key] ?? 0) * factor)]))
  return { ...(next as typeof before), latency }
}

/** To six digits: a weight is for people to read, and its last bits change no list. */
const rounded = (value: number) => Number(value.toPrecision(6))

/** The budget's slider runs from 1 to 1000 ms by equal factors, since the first milliseconds matter most. */
export const positionOf = (budgetMs: number): number =>
  Math.round(Math.max(0, Math.min(100, (100 * Math.log10(budgetMs)) / 3)))

/** ms at a position of the slider, to two digits. */
export const budgetAt = (position: number): number => Number((10 ** ((3 * position) / 100)).toPrecision(2))
