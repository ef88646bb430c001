import type { Random } from '../numeric/random.ts'
import { type Calibration, fitCalibration } from './calibrate.ts'
import { createSampleCollector, type Samples } from './collect-samples.ts'
import { type Dataset, orderRows } from './dataset.ts'
import { createDemand } from './demand.ts'
import type { ItemOperator } from './models/collaborative/operator.ts'
import { createExtractor, type FeatureExtractor } from './models/order/extractor.ts'
import { column, featureCount } from './models/order/features.ts'
import {
  featureScales,
  fitConditionalLogit,
  meanLogLikelihood,
} from './models/order/fit-conditional-logit.ts'
import { neutralParameters, type OrderParameters } from './models/order/parameters.ts'
import { fitSpend } from './models/spend/fit-spend.ts'
import { replay } from './replay.ts'
import { userItemRows } from './user-item-rows.ts'

export interface TrainOptions {
  readonly random: Random
  /** Occasions that the weights are fitted on, at most; the latest are taken. */
  readonly maxOccasions?: number
  /** How often the collaborative part is made anew while the past is replayed, so that it never knows what comes. */
  readonly stages?: number
  /** Makes the collaborative part from users × restaurants. */
  readonly fitOperator: (
    data: { readonly rowStart: Int32Array; readonly columns: Int32Array },
    items: number,
  ) => ItemOperator
  readonly onProgress?: (share: number) => void
}

export interface TrainResult {
  readonly parameters: OrderParameters
  readonly l2: number
  readonly occasions: number
  /** mean log-likelihood of later choices for each strength that was tried */
  readonly tried: readonly { readonly l2: number; readonly logLikelihood: number }[]
}

const strengths = [3, 30, 300]
/** Orders that only feed the state: a model of habits says nothing about a service's first days. */
const warmUpShare = 0.15

/** Learns the order model from all rows of the dataset. @throws RangeError when there are fewer than `minOccasions` orders */
export function trainOrderModel(dataset: Dataset, options: TrainOptions): TrainResult {
  const { fitOperator, maxOccasions = 4000 } = options
  const rows = orderRows(dataset)
  const first = Math.max(Math.floor(rows.length * warmUpShare), rows.length - maxOccasions)
  const range = { from: rows[first]!, to: dataset.length }
  const spend = fitSpend(spendRows(dataset, rows), dataset.catalogue)
  const ids = dataset.catalogue.ids
  const parametersFrom = (end: number) =>
    neutralParameters(
      new Float64Array(featureCount),
      ids,
      fitOperator(userItemRows(dataset, end), dataset.catalogue.size),
      spend,
    )

  const raw = collect(dataset, rows.subarray(first), range, options, parametersFrom)
  const { samples, collaborativeScale, collaborativeMean } = settleCollaborative(raw)
  const n = samples.occasions
  const scale = featureScales(samples, 0, n, featureCount)
  const cut = Math.floor(n * 0.75)
  const fitOn = (from: number, to: number, l2: number, start?: Float64Array) =>
    fitConditionalLogit(samples, { from, to, columns: featureCount, l2, scale, ...(start && { start }) })

  let early: Float64Array | undefined
  const tried = strengths.map((l2) => {
    early = fitOn(0, cut, l2, early)
    return { l2, weights: early, logLikelihood: meanLogLikelihood(samples, early, cut, n) }
  })
  const best = tried.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a))
  const calibration = calibrate(samples, best.weights, cut, n)
  const weights = fitOn(0, n, best.l2, best.weights)
  const newMass = meanNewMass(samples, weights, 0, n)
  options.onProgress?.(1)
  return {
    parameters: {
      ...parametersFrom(dataset.length),
      weights,
      collaborativeScale,
      collaborativeMean,
      newMass,
      calibration,
    },
    l2: best.l2,
    occasions: n,
    tried: tried.map(({ l2, logLikelihood }) => ({ l2, logLikelihood })),
  }
}

function collect(
  dataset: Dataset,
  rows: Int32Array,
  range: { from: number; to: number },
  { random, stages = 6, onProgress }: TrainOptions,
  parametersFrom: (end: number) => OrderParameters,
): Samples {
  const collector = createSampleCollector(dataset, random)
  const demand = createDemand(dataset.catalogue)
  const perStage = Math.ceil(rows.length / stages)
  let extractor: FeatureExtractor | undefined
  let seen = 0
  replay(dataset, range, demand, (occasion) => {
    if (!extractor || seen % perStage === 0) {
      // With scale 1 the feature is log(1 + score), from which any other scale can be had.
      const parameters = { ...parametersFrom(occasion.row), collaborativeScale: 1 }
      extractor = createExtractor(parameters, dataset.catalogue, demand)
    }
    collector.add(occasion, extractor)
    seen++
    if (seen % 100 === 0) onProgress?.((0.8 * seen) / rows.length)
  })
  return collector.finish()
}

/** Sets the scale at half the mean positive score of places new to a user, and centres the logarithm. */
function settleCollaborative(samples: Samples) {
  const own = column['own-collaborative']
  const fresh = column['new-collaborative']
  const { features, weight } = samples
  const rows = weight.length
  let sum = 0
  let n = 0
  for (let r = 0; r < rows; r++) {
    const score = Math.expm1(features[r * featureCount + fresh]!)
    if (score <= 0) continue
    sum += weight[r]! * score
    n += weight[r]!
  }
  const collaborativeScale = n > 0 ? (0.5 * sum) / n : 1
  const logOf = (x: number) => Math.log1p(Math.expm1(x) / collaborativeScale)
  let logs = 0
  let all = 0
  for (let r = 0; r < rows; r++) {
    const at = r * featureCount
    if (features[at] !== 0) continue
    logs += weight[r]! * logOf(features[at + fresh]!)
    all += weight[r]!
  }
  const collaborativeMean = all > 0 ? logs / all : 0
  for (let r = 0; r < rows; r++) {
    const at = r * featureCount
    const used = features[at] !== 0 ? own : fresh
    features[at + used] = logOf(features[at + used]!) - collaborativeMean
  }
  return { samples, collaborativeScale, collaborativeMean }
}

/** Mean over occasions of log Σ exp(η) over the places new to the user, exploration taken off. */
function meanNewMass(samples: Samples, weights: Float64Array, from: number, to: number): number {
  let total = 0
  let n = 0
  for (let o = from; o < to; o++) {
    const { fresh, exploration } = masses(samples, weights, o)
    if (fresh === 0) continue
    total += Math.log(fresh) - weights[column['new-exploration']]! * exploration
    n++
  }
  return n > 0 ? total / n : 0
}

/** Σ exp(η) over an occasion's rows: the user's own places as `guestTerm` sees them, and the others. */
function masses(samples: Samples, weights: Float64Array, occasion: number) {
  const { rowStart, features, weight } = samples
  const unseen = ['distance', 'distance-unknown', 'own-collaborative'] as const
  let own = 0
  let fresh = 0
  let exploration = 0
  for (let r = rowStart[occasion]!; r < rowStart[occasion + 1]!; r++) {
    const at = r * featureCount
    let eta = 0
    for (let f = 0; f < featureCount; f++) eta += weights[f]! * features[at + f]!
    if (features[at] !== 0) {
      for (const key of unseen) eta -= weights[column[key]]! * features[at + column[key]]!
      own += Math.exp(eta)
    } else {
      fresh += weight[r]! * Math.exp(eta)
      exploration = features[at + column['new-exploration']]!
    }
  }
  return { own, fresh, exploration }
}

function calibrate(samples: Samples, weights: Float64Array, from: number, to: number): Calibration {
  const newMass = meanNewMass(samples, weights, 0, from)
  const logOdds: number[] = []
  const happened: number[] = []
  const weight: number[] = []
  for (let o = from; o < to; o++) {
    const { own, exploration } = masses(samples, weights, o)
    const guest = Math.log(own + Math.exp(newMass + weights[column['new-exploration']]! * exploration))
    for (let r = samples.rowStart[o]!; r < samples.rowStart[o + 1]!; r++) {
      let eta = -guest
      for (let f = 0; f < featureCount; f++) eta += weights[f]! * samples.features[r * featureCount + f]!
      logOdds.push(eta)
      happened.push(r === samples.rowStart[o] ? 1 : 0)
      weight.push(samples.weight[r]!)
    }
  }
  return fitCalibration(logOdds, happened, weight)
}

function spendRows(dataset: Dataset, rows: Int32Array) {
  const known = rows.filter((row) => dataset.amount[row]! > 0)
  return {
    restaurant: known.map((row) => dataset.restaurant[row]!),
    user: known.map((row) => dataset.user[row]!),
    amount: Float64Array.from(known, (row) => dataset.amount[row]!),
    length: known.length,
  }
}
