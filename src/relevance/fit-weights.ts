import { type ChoiceCalibration, calibrateChoices } from './calibrate-choices.ts'
import type { Samples } from './collect-samples.ts'
import { featureCount } from './models/order/features.ts'
import {
  featureScales,
  fitConditionalLogit,
  meanLogLikelihood,
} from './models/order/fit-conditional-logit.ts'

const defaultStrengths = [3, 30, 300]
/** Of the occasions, the later part that strengths are chosen and probabilities calibrated on. */
const laterShare = 0.25

export interface TriedStrength {
  readonly l2: number
  /** mean over the later choices */
  readonly logLikelihood: number
}

export interface Fitted {
  readonly weights: Float64Array
  readonly calibration: ChoiceCalibration
  readonly l2: number
  readonly tried: readonly TriedStrength[]
  /** the first so many occasions were learnt from */
  readonly occasions: number
}

/** What is not left to the fit. */
export interface FixedChoices {
  /** strength of the penalty; absent: chosen on the later occasions */
  readonly l2?: number
  readonly calibrationPrior?: number
}

/** Chooses the strength of the penalty and calibrates on the later occasions, then fits on all of them. */
export function fitWeights(samples: Samples, occasions: number, choices: FixedChoices = {}): Fitted {
  const cut = Math.floor(occasions * (1 - laterShare))
  const tried = tryStrengths(
    samples,
    cut,
    occasions,
    choices.l2 === undefined ? defaultStrengths : [choices.l2],
  )
  const best = tried.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a))
  const weights = fitOn(samples, occasions, best.l2, best.weights)
  return {
    weights,
    calibration: calibrateChoices(samples, best.weights, cut, occasions, choices.calibrationPrior),
    l2: best.l2,
    tried: tried.map(({ l2, logLikelihood }) => ({ l2, logLikelihood })),
    occasions,
  }
}

/** From the weakest on, for as long as stronger is better: the likelihood has one peak. */
function tryStrengths(samples: Samples, cut: number, occasions: number, strengths: readonly number[]) {
  const tried: (TriedStrength & { readonly weights: Float64Array })[] = []
  for (const l2 of strengths) {
    const weights = fitOn(samples, cut, l2, tried.at(-1)?.weights)
    const logLikelihood = meanLogLikelihood(samples, weights, cut, occasions)
    const isWorse = tried.length > 0 && logLikelihood < tried.at(-1)!.logLikelihood
    tried.push({ l2, weights, logLikelihood })
    if (isWorse) break
  }
  return tried
}

/** With more occasions than `known` was fitted on: the same strength, and a calibration on those that it has not seen. */
export function refit(
  samples: Samples,
  occasions: number,
  known: Fitted,
  { calibrationPrior }: FixedChoices = {},
): Fitted {
  const weights = fitOn(samples, occasions, known.l2, known.weights)
  return {
    ...known,
    weights,
    calibration: calibrateChoices(samples, known.weights, known.occasions, occasions, calibrationPrior),
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
