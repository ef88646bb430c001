import type { Random } from '../numeric/random.ts'
import { type Dataset, trainingRows } from './dataset.ts'
import type { FitOperator } from './fit-by-market.ts'
import { fitParts } from './fit-parts.ts'
import { type Fitted, type FixedChoices, fitWeights, refit, type TriedStrength } from './fit-weights.ts'
import { gatherSamples } from './gather-samples.ts'
import { defaultHabitDays } from './models/order/own-places.ts'
import type { OrderParameters } from './models/order/parameters.ts'
import { fitExamination } from './position-bias.ts'
import { measureCollaborative, scaleCollaborative } from './scale-collaborative.ts'

/** What can be chosen of the fit; see OrderSettings. */
export interface FitChoices extends FixedChoices {
  /** Occasions that the weights are fitted on, at most; the latest are taken. */
  readonly maxOccasions?: number
  readonly habitDays?: number
  readonly negatives?: number
}

export interface TrainOptions extends FitChoices {
  readonly random: Random
  /** How often the collaborative part is made anew while the past is replayed, so that it never knows what comes. */
  readonly stages?: number
  /** Makes the collaborative part from users × restaurants. */
  readonly fitOperator: FitOperator
  /** Learn a second model from the rows before this one alone, to be tested on the rest. */
  readonly holdOutFrom?: number
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

export interface TrainResult {
  /** learnt from all rows */
  readonly parameters: OrderParameters
  /** learnt from those before `holdOutFrom`; null: none was asked for */
  readonly early: OrderParameters | null
  readonly l2: number
  readonly occasions: number
  /** mean log-likelihood of later choices for each strength that was tried */
  readonly tried: readonly TriedStrength[]
}

/** Orders that only feed the state: a model of habits says nothing about a service's first days. */
const warmUpShare = 0.15

/** Learns the order model from all rows of the dataset; there must be orders. */
export async function trainOrderModel(dataset: Dataset, options: TrainOptions): Promise<TrainResult> {
  const { maxOccasions = 6000, habitDays = defaultHabitDays, onProgress } = options
  const all = trainingRows(dataset)
  const rows = all.subarray(Math.max(Math.floor(all.length * warmUpShare), all.length - maxOccasions))
  const samples = await gatherSamples(dataset, rows, {
    ...options,
    onProgress: (share) => onProgress?.(0.6 * share),
  })

  const examination = dataset.positions ? fitExamination(dataset.positions) : new Float64Array(0)
  const learn = async (occasions: number, end: number, known?: Fitted) => {
    options.signal?.throwIfAborted()
    const collaborative = measureCollaborative(samples, occasions)
    const scaled = scaleCollaborative(samples, collaborative)
    const fitted = known ? refit(scaled, occasions, known, options) : fitWeights(scaled, occasions, options)
    const { weights, calibration } = fitted
    const parameters: OrderParameters = {
      ...(await fitParts(dataset, end, options.fitOperator)),
      ...collaborative,
      habitDays,
      examination,
      weights,
      calibration,
    }
    return { parameters, fitted }
  }

  const { holdOutFrom } = options
  if (holdOutFrom === undefined) {
    const { parameters, fitted } = await learn(samples.occasions, dataset.length)
    onProgress?.(1)
    return { parameters, early: null, l2: fitted.l2, occasions: samples.occasions, tried: fitted.tried }
  }
  const occasions = rows.filter((row) => row < holdOutFrom).length
  if (occasions === 0) throw new RangeError('Every occasion is held out; hold out fewer, or learn from more.')
  const early = await learn(occasions, holdOutFrom)
  onProgress?.(0.8)
  const { parameters, fitted } = await learn(samples.occasions, dataset.length, {
    ...early.fitted,
    occasions,
  })
  onProgress?.(1)
  return {
    parameters,
    early: early.parameters,
    l2: fitted.l2,
    occasions: samples.occasions,
    tried: fitted.tried,
  }
}
