import type { Random } from '../numeric/random.ts'
import { createSampleCollector, type Samples } from './collect-samples.ts'
import type { Dataset } from './dataset.ts'
import { createDemand } from './demand.ts'
import type { FitOperator } from './fit-by-market.ts'
import { cooccurrenceUpTo, fitParts } from './fit-parts.ts'
import { createExtractor, type FeatureExtractor } from './models/order/extractor.ts'
import { defaultHabitDays } from './models/order/own-places.ts'
import type { OrderParameters } from './models/order/parameters.ts'
import { replay } from './replay.ts'

export interface GatherOptions {
  readonly random: Random
  /** How often the collaborative part is made anew while the past is replayed, so that it never knows what comes. */
  readonly stages?: number
  readonly fitOperator: FitOperator
  /** places new to the user that an occasion is told apart from */
  readonly negatives?: number
  /** half-life of habits, days */
  readonly habitDays?: number
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

/**
 * Replays the past once and takes samples of the orders `rows`, the last ones there are; the collaborative part is always one from
 * before the occasion. Its scores are left as log(1 + score).
 */
export async function gatherSamples(
  dataset: Dataset,
  rows: Int32Array,
  options: GatherOptions,
): Promise<Samples> {
  const { random, stages, fitOperator, negatives, onProgress, signal } = options
  const habitDays = options.habitDays ?? defaultHabitDays
  const wanted = stages ?? (dataset.catalogue.size <= cooccurrenceUpTo ? 6 : 2)
  const perStage = Math.max(1, Math.ceil(rows.length / wanted))
  const parameters: OrderParameters[] = []
  for (let n = 0; n < rows.length; n += perStage) {
    signal?.throwIfAborted()
    parameters.push(await fitParts(dataset, rows[n]!, fitOperator))
    onProgress?.((0.35 * n) / rows.length)
  }
  const collector = createSampleCollector(dataset, random, negatives)
  const demand = createDemand(dataset.catalogue)
  let extractor: FeatureExtractor | undefined
  let stage = -1
  let seen = 0
  replay(dataset, { from: rows[0]!, to: dataset.length }, demand, (occasion) => {
    const reached = Math.floor(seen / perStage)
    if (!extractor || reached !== stage) {
      stage = reached
      // With scale 1 the feature is log(1 + score), from which any other scale can be had.
      extractor = createExtractor(
        { ...parameters[stage]!, collaborativeScale: 1, habitDays },
        dataset.catalogue,
        demand,
      )
    }
    collector.add(occasion, extractor)
    if (++seen % 100 === 0) {
      signal?.throwIfAborted()
      onProgress?.(0.35 + (0.65 * seen) / rows.length)
    }
  })
  return collector.finish()
}
