import type { City } from '../../../seed/city.ts'
import { datasetOf } from '../../../seed/city-dataset.ts'
import { listTruth } from './list-truth.ts'
import type { WorthReport } from './measure-worth.ts'
import { type ReplayWorthOptions, replayWorth } from './replay-worth.ts'

/** What ML is worth in a simulated city: learnt from its earlier orders, measured on its later ones and on the truth behind them. */
export function cityWorth(
  city: City,
  options: Omit<ReplayWorthOptions, 'truth' | 'openNow'>,
): Promise<WorthReport> {
  const dataset = datasetOf(city)
  return replayWorth(dataset, { ...options, openNow: true, truth: listTruth(dataset, city.truth) })
}
