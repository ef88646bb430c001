import { type Calibration, fitCalibration } from './calibrate.ts'
import type { Samples } from './collect-samples.ts'
import { featureCount } from './models/order/features.ts'
import { leastOthers } from './models/order/guest.ts'
import { isOwn } from './scale-collaborative.ts'

/** Of the identity: without much evidence against it, the model is taken at its word, which is calibrated where it was fitted. */
export const defaultCalibrationPrior = 400

/** One for the user's own places, one for those new to them. */
export interface ChoiceCalibration {
  readonly own: Calibration
  readonly fresh: Calibration
}

/**
 * Calibrates, on the occasions `from` to `to − 1`, the log-odds that the model gives their rows: each place against the mass of all
 * others.
 */
export function calibrateChoices(
  samples: Samples,
  weights: Float64Array,
  from: number,
  to: number,
  priorStrength: number = defaultCalibrationPrior,
): ChoiceCalibration {
  const own = createRows()
  const fresh = createRows()
  for (let o = from; o < to; o++) {
    const start = samples.rowStart[o]!
    const masses = massesOf(samples, weights, o)
    const total = masses.reduce((sum, mass, n) => sum + weightOf(samples, start, start + n) * mass, 0)
    masses.forEach((mass, n) => {
      const rows = isOwn(samples.features, start + n) ? own : fresh
      rows.logOdds.push(Math.log(mass) - Math.log(Math.max(total - mass, total * leastOthers)))
      rows.happened.push(n === 0 ? 1 : 0)
      rows.weight.push(weightOf(samples, start, start + n))
    })
  }
  const calibrationOf = ({ logOdds, happened, weight }: ReturnType<typeof createRows>) =>
    fitCalibration(logOdds, happened, weight, priorStrength)
  return { own: calibrationOf(own), fresh: calibrationOf(fresh) }
}

const createRows = () => ({ logOdds: [] as number[], happened: [] as number[], weight: [] as number[] })

/** What was ordered is in the sample for certain, so it stands for itself alone. */
const weightOf = ({ weight }: Samples, start: number, row: number) => (row === start ? 1 : weight[row]!)

/** exp(weights · features) of an occasion's rows. */
function massesOf({ rowStart, features }: Samples, weights: Float64Array, occasion: number): Float64Array {
  const start = rowStart[occasion]!
  const masses = new Float64Array(rowStart[occasion + 1]! - start)
  for (let n = 0; n < masses.length; n++) {
    let eta = 0
    for (let f = 0; f < featureCount; f++) eta += weights[f]! * features[(start + n) * featureCount + f]!
    masses[n] = Math.exp(eta)
  }
  return masses
}
