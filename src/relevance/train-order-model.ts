import type { Random } from '../numeric/random.ts'
import { type Calibration, fitCalibration } from './calibrate.ts'
import { createSampleCollector, type Samples } from './collect-samples.ts'
import { type Dataset, orderRows } from './dataset.ts'
import { createDemand } from './demand.ts'
import { cooccurrenceUpTo } from './fit-operator.ts'
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
import { type UserItemRows, userItemRows } from './user-item-rows.ts'

export interface TrainOptions {
  readonly random: Random
  /** Occasions that the weights are fitted on, at most; the latest are taken. */
  readonly maxOccasions?: number
  /** How often the collaborative part is made anew while the past is replayed, so that it never knows what comes. */
  readonly stages?: number
  /** Makes the collaborative part from users × restaurants. */
  readonly fitOperator: FitOperator
  /** Learn a second model from the rows before this one alone, to be tested on the rest. */
  readonly holdOutFrom?: number
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

export type FitOperator = (data: UserItemRows, items: number) => ItemOperator | Promise<ItemOperator>

export interface TrainResult {
  /** learnt from all rows */
  readonly parameters: OrderParameters
  /** learnt from those before `holdOutFrom`; null: none was asked for */
  readonly early: OrderParameters | null
  readonly l2: number
  readonly occasions: number
  /** mean log-likelihood of later choices for each strength that was tried */
  readonly tried: readonly { readonly l2: number; readonly logLikelihood: number }[]
}

const strengths = [3, 30, 300]
/** Up to so many restaurants, occasions are cheap, and orders are few anyway. */
const smallCatalogue = 300
/** Orders that only feed the state: a model of habits says nothing about a service's first days. */
const warmUpShare = 0.15
/** Of the occasions, the later part that strengths are chosen and probabilities calibrated on. */
const laterShare = 0.25

/** Learns the order model from all rows of the dataset; there must be orders. */
export async function trainOrderModel(dataset: Dataset, options: TrainOptions): Promise<TrainResult> {
  const isSmall = dataset.catalogue.size <= smallCatalogue
  const { maxOccasions = isSmall ? 6000 : 3000, onProgress } = options
  const all = trainingRows(dataset)
  const rows = all.subarray(Math.max(Math.floor(all.length * warmUpShare), all.length - maxOccasions))
  const samples = await collect(dataset, rows, options)
  onProgress?.(0.6)

  const learn = async (occasions: number, end: number, known?: Fitted) => {
    options.signal?.throwIfAborted()
    const collaborative = measureCollaborative(samples, occasions)
    const scaled = scaleCollaborative(samples, collaborative)
    const fitted = known ? refit(scaled, occasions, known) : fitWeights(scaled, occasions)
    const { weights, calibration, newMass } = fitted
    const parameters: OrderParameters = {
      ...(await parametersBefore(dataset, end, options.fitOperator)),
      ...collaborative,
      weights,
      calibration,
      newMass,
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

/** Orders of users who have not opted out. */
export function trainingRows(dataset: Dataset): Int32Array {
  return orderRows(dataset).filter((row) => !dataset.users[dataset.user[row]!]!.optedOut)
}

/** What needs no weights: the collaborative part and the spend model, from the rows before `end`. */
async function parametersBefore(
  dataset: Dataset,
  end: number,
  fitOperator: FitOperator,
): Promise<OrderParameters> {
  const { catalogue } = dataset
  const operator = await fitOperator(userItemRows(dataset, end), catalogue.size)
  const spend = fitSpend(spendRows(dataset, end), catalogue)
  return neutralParameters(new Float64Array(featureCount), catalogue.ids, operator, spend)
}

interface Fitted {
  readonly weights: Float64Array
  readonly newMass: number
  readonly calibration: Calibration
  readonly l2: number
  readonly tried: TrainResult['tried']
  /** the first so many occasions were learnt from */
  readonly occasions: number
}

/** Chooses the strength of the penalty and calibrates on the later occasions, then fits on all of them. */
function fitWeights(samples: Samples, occasions: number): Fitted {
  const cut = Math.floor(occasions * (1 - laterShare))
  let last: Float64Array | undefined
  const tried = strengths.map((l2) => {
    last = fitOn(samples, cut, l2, last)
    return { l2, weights: last, logLikelihood: meanLogLikelihood(samples, last, cut, occasions) }
  })
  const best = tried.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a))
  const weights = fitOn(samples, occasions, best.l2, best.weights)
  return {
    weights,
    newMass: meanNewMass(samples, weights, occasions),
    calibration: calibrate(samples, best.weights, cut, occasions),
    l2: best.l2,
    tried: tried.map(({ l2, logLikelihood }) => ({ l2, logLikelihood })),
    occasions,
  }
}

/** With more occasions than `known` was fitted on: the same strength, and a calibration on those that it has not seen. */
function refit(samples: Samples, occasions: number, known: Fitted): Fitted {
  const weights = fitOn(samples, occasions, known.l2, known.weights)
  return {
    ...known,
    weights,
    newMass: meanNewMass(samples, weights, occasions),
    calibration: calibrate(samples, known.weights, known.occasions, occasions),
    occasions,
  }
}

function fitOn(samples: Samples, to: number, l2: number, start?: Float64Array): Float64Array {
  const scale = featureScales(samples, 0, to, featureCount)
  return fitConditionalLogit(samples, {
    from: 0,
    to,
    columns: featureCount,
    l2,
    scale,
    ...(start && { start }),
  })
}

/** Replays the past once; the collaborative part is always one from before the occasion. */
async function collect(
  dataset: Dataset,
  rows: Int32Array,
  { random, stages, fitOperator, onProgress, signal }: TrainOptions,
): Promise<Samples> {
  const wanted = stages ?? (dataset.catalogue.size <= cooccurrenceUpTo ? 6 : 2)
  const perStage = Math.max(1, Math.ceil(rows.length / wanted))
  const parameters: OrderParameters[] = []
  for (let n = 0; n < rows.length; n += perStage) {
    signal?.throwIfAborted()
    parameters.push(await parametersBefore(dataset, rows[n]!, fitOperator))
    onProgress?.((0.2 * n) / rows.length)
  }
  const collector = createSampleCollector(dataset, random)
  const demand = createDemand(dataset.catalogue)
  let extractor: FeatureExtractor | undefined
  let stage = -1
  let seen = 0
  replay(dataset, { from: rows[0]!, to: dataset.length }, demand, (occasion) => {
    const reached = Math.floor(seen / perStage)
    if (!extractor || reached !== stage) {
      stage = reached
      // With scale 1 the feature is log(1 + score), from which any other scale can be had.
      extractor = createExtractor({ ...parameters[stage]!, collaborativeScale: 1 }, dataset.catalogue, demand)
    }
    collector.add(occasion, extractor)
    if (++seen % 100 === 0) {
      signal?.throwIfAborted()
      onProgress?.(0.2 + (0.4 * seen) / rows.length)
    }
  })
  return collector.finish()
}

/** The scale is half the mean positive score of places new to a user; the mean is that of the logarithm. */
function measureCollaborative(samples: Samples, occasions: number) {
  const { features, weight } = samples
  const rows = samples.rowStart[occasions]!
  const fresh = column['new-collaborative']
  let sum = 0
  let positive = 0
  for (let r = 0; r < rows; r++) {
    const score = Math.expm1(features[r * featureCount + fresh]!)
    if (score <= 0) continue
    sum += weight[r]! * score
    positive += weight[r]!
  }
  const collaborativeScale = positive > 0 ? (0.5 * sum) / positive : 1
  let logs = 0
  let all = 0
  for (let r = 0; r < rows; r++) {
    if (isOwn(features, r)) continue
    logs += weight[r]! * Math.log1p(Math.expm1(features[r * featureCount + fresh]!) / collaborativeScale)
    all += weight[r]!
  }
  return { collaborativeScale, collaborativeMean: all > 0 ? logs / all : 0 }
}

/** The samples as an extractor with this scale and mean would have made them. */
function scaleCollaborative(
  samples: Samples,
  { collaborativeScale, collaborativeMean }: ReturnType<typeof measureCollaborative>,
): Samples {
  const features = samples.features.slice()
  for (let o = 0; o < samples.occasions; o++) {
    const [start, end] = [samples.rowStart[o]!, samples.rowStart[o + 1]!]
    const at = (row: number) =>
      row * featureCount + column[isOwn(features, row) ? 'own-collaborative' : 'new-collaborative']
    // A user of whom nothing is known has no scores, and keeps none.
    let known = false
    for (let r = start; r < end; r++) known ||= features[at(r)]! > 0
    if (!known) continue
    for (let r = start; r < end; r++) {
      features[at(r)] = Math.log1p(Math.expm1(features[at(r)]!) / collaborativeScale) - collaborativeMean
    }
  }
  return { ...samples, features }
}

const isOwn = (features: Float32Array, row: number) => features[row * featureCount + column.own] !== 0

/** Mean over occasions of log Σ exp(η) over the places new to the user, exploration taken off. */
function meanNewMass(samples: Samples, weights: Float64Array, occasions: number): number {
  let sum = 0
  let n = 0
  for (let o = 0; o < occasions; o++) {
    const { fresh, exploration } = masses(samples, weights, o)
    if (fresh === 0) continue
    sum += Math.log(fresh) - weights[column['new-exploration']]! * exploration
    n++
  }
  return n > 0 ? sum / n : 0
}

/** Σ exp(η) over an occasion's rows: the user's own places as ``order-model` sees them, and the others. */
function masses(samples: Samples, weights: Float64Array, occasion: number) {
  const { rowStart, features, weight } = samples
  let own = 0
  let fresh = 0
  let exploration = 0
  for (let r = rowStart[occasion]!; r < rowStart[occasion + 1]!; r++) {
    const at = r * featureCount
    let eta = 0
    for (let f = 0; f < featureCount; f++) eta += weights[f]! * features[at + f]!
    if (isOwn(features, r)) {
      own += ownMass(samples, weights, r, eta)
    } else {
      // What was ordered is in the sample for certain, so it stands for itself alone.
      fresh += (r === rowStart[occasion] ? 1 : weight[r]!) * Math.exp(eta)
      exploration = features[at + column['new-exploration']]!
    }
  }
  return { own, fresh, exploration }
}

/** What the guest term of the model does not know of a user's own place. */
const unseen = ['distance', 'distance-unknown', 'own-collaborative'] as const

function ownMass({ features }: Samples, weights: Float64Array, row: number, eta: number): number {
  let known = eta
  for (const key of unseen) known -= weights[column[key]]! * features[row * featureCount + column[key]]!
  return Math.exp(known)
}

/** Calibrates the log-odds that the model would have given to the rows of later occasions. */
function calibrate(samples: Samples, weights: Float64Array, from: number, to: number): Calibration {
  const newMass = meanNewMass(samples, weights, from)
  const logOdds: number[] = []
  const happened: number[] = []
  const weight: number[] = []
  for (let o = from; o < to; o++) {
    const { own, exploration } = masses(samples, weights, o)
    const rest = Math.exp(newMass + weights[column['new-exploration']]! * exploration)
    for (let r = samples.rowStart[o]!; r < samples.rowStart[o + 1]!; r++) {
      let eta = 0
      for (let f = 0; f < featureCount; f++) eta += weights[f]! * samples.features[r * featureCount + f]!
      const itself = isOwn(samples.features, r) ? ownMass(samples, weights, r, eta) : 0
      logOdds.push(eta - Math.log(Math.max(own + rest - itself, rest)))
      happened.push(r === samples.rowStart[o] ? 1 : 0)
      weight.push(r === samples.rowStart[o] ? 1 : samples.weight[r]!)
    }
  }
  return fitCalibration(logOdds, happened, weight)
}

function spendRows(dataset: Dataset, end: number) {
  const known = trainingRows(dataset).filter((row) => row < end && dataset.amount[row]! > 0)
  return {
    restaurant: known.map((row) => dataset.restaurant[row]!),
    user: known.map((row) => dataset.user[row]!),
    amount: Float64Array.from(known, (row) => dataset.amount[row]!),
    length: known.length,
  }
}
