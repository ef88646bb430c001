import type { Samples } from './collect-samples.ts'
import { column, featureCount } from './models/order/features.ts'

/** The scale is half the mean positive score of places new to a user; the mean is that of the logarithm. */
export function measureCollaborative(samples: Samples, occasions: number) {
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
export function scaleCollaborative(
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

/** Whether a row is of a place that the user ordered from before. */
export const isOwn = (features: Float32Array, row: number) => features[row * featureCount + column.own] !== 0
