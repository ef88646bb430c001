/** probability = σ(offset + slope · logOdds) */
export interface Calibration {
  readonly offset: number
  readonly slope: number
}

export const identity: Calibration = { offset: 0, slope: 1 }

/** Below this a calibration would nearly undo the order that the model found. */
const leastSlope = 0.05

/**
 * Platt's scaling (1999): logistic regression of what happened on log-odds, by Newton's method, with weights. Monotone: the slope
 * is kept positive, so calibration never changes an order.
 */
export function fitCalibration(
  logOdds: ArrayLike<number>,
  happened: ArrayLike<number>,
  weight: ArrayLike<number>,
  priorStrength = 1e-3,
): Calibration {
  let { offset, slope } = identity
  for (let round = 0; round < 30; round++) {
    // Ridge towards the identity keeps a handful of rows from running off to infinity.
    const strength1 = Math.max(1, priorStrength)
    let gradient0 = -priorStrength * offset
    let gradient1 = -strength1 * (slope - 1)
    let h00 = priorStrength
    let h01 = 0
    let h11 = strength1
    for (let n = 0; n < logOdds.length; n++) {
      const x = logOdds[n]!
      const p = 1 / (1 + Math.exp(-offset - slope * x))
      const residual = weight[n]! * (happened[n]! - p)
      const h = weight[n]! * p * (1 - p)
      gradient0 += residual
      gradient1 += residual * x
      h00 += h
      h01 += h * x
      h11 += h * x * x
    }
    const determinant = h00 * h11 - h01 * h01
    if (!(determinant > 0)) break
    const step0 = clamp((h11 * gradient0 - h01 * gradient1) / determinant)
    const step1 = clamp((h00 * gradient1 - h01 * gradient0) / determinant)
    offset += step0
    slope = Math.max(leastSlope, slope + step1)
    if (Math.abs(step0) + Math.abs(step1) < 1e-7) break
  }
  return Number.isFinite(offset) && Number.isFinite(slope) ? { offset, slope } : identity
}

const clamp = (step: number) => Math.max(-2, Math.min(2, step))
