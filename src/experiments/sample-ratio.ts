import { logGamma } from '../numeric/log-gamma.ts'

/** How strongly the prior holds to the planned shares: deviations of about 1 / √100 are found soonest. */
const concentration = 100

export interface SampleRatio {
  /** Below α at any time with probability at most α where users are split as planned. */
  readonly pValue: number
  readonly mismatch: boolean
}

/** A mismatch is told at 1 in 1,000: it throws the whole experiment in doubt. */
export const mismatchAlpha = 0.001

/**
 * Whether users are split as planned, valid however often it is asked: the Bayes factor of a Dirichlet–multinomial against the
 * planned shares is a martingale under them (Lindon and Malek 2022), and p is one over it.
 * @param counts users by variant
 * @param shares planned, positive; they sum to 1
 */
export function sampleRatio(counts: readonly number[], shares: readonly number[]): SampleRatio {
  const total = counts.reduce((sum, n) => sum + n, 0)
  let logFactor = logGamma(concentration) - logGamma(concentration + total)
  counts.forEach((n, v) => {
    const prior = concentration * shares[v]!
    logFactor += logGamma(prior + n) - logGamma(prior) - n * Math.log(shares[v]!)
  })
  const pValue = Math.min(1, Math.exp(-logFactor))
  return { pValue, mismatch: pValue <= mismatchAlpha }
}
