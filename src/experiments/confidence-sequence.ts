/** An estimate of a difference with the variance of that estimate, from so many users. */
export interface Contrast {
  readonly estimate: number
  /** of the estimate, not of a user */
  readonly variance: number
  /** in both variants together */
  readonly users: number
}

export interface Bounds {
  readonly low: number
  readonly high: number
}

/**
 * ρ² of the normal mixture that makes the sequence narrowest at about `plannedUsers` users; any choice made before the start is valid
 * (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2021, appendix B.2).
 */
export function mixtureVariance(plannedUsers: number, alpha: number): number {
  const depth = -2 * Math.log(alpha)
  return (depth + Math.log(depth + 1)) / plannedUsers
}

/**
 * Holds the true difference at all sample sizes at once with probability 1 − α, so looking as often as one likes and stopping
 * whenever one likes costs nothing: the asymptotic confidence sequence of Waudby-Smith et al. 2021 (theorem 2.2), the same boundary
 * as mSPRT with a normal mixture (Johari, Pekelis and Walsh 2015):
 * estimate ± s · √( 2 (t ρ² + 1) / (t² ρ²) · log(√(t ρ² + 1) / α) ), with s² = t · variance.
 * @param rho2 from `mixtureVariance`, fixed before the start
 */
export function confidenceSequence(
  { estimate, variance, users }: Contrast,
  rho2: number,
  alpha: number,
): Bounds {
  const spread = users * rho2
  const radius = Math.sqrt(variance * 2 * ((spread + 1) / spread) * Math.log(Math.sqrt(spread + 1) / alpha))
  return { low: estimate - radius, high: estimate + radius }
}

/**
 * The one-sided kind: above the true difference at all sample sizes with probability 1 − α (Waudby-Smith et al. 2021, appendix B.1):
 * log(1 + √(t ρ² + 1) / (2 α)) in place of log(√(t ρ² + 1) / α).
 */
export function upperSequence({ estimate, variance, users }: Contrast, rho2: number, alpha: number): number {
  const spread = users * rho2
  const radius = Math.sqrt(
    variance * 2 * ((spread + 1) / spread) * Math.log(1 + Math.sqrt(spread + 1) / (2 * alpha)),
  )
  return estimate + radius
}

/**
 * The smallest α at which `confidenceSequence` (with this ρ²) leaves out 0: one over the mixture's likelihood ratio. Below α at any
 * time with probability at most α where there is no difference.
 */
export function alwaysValidP({ estimate, variance, users }: Contrast, rho2: number): number {
  if (variance === 0) return estimate === 0 ? 1 : 0
  const spread = users * rho2
  const exponent = (estimate * estimate * spread) / (2 * variance * (spread + 1))
  return Math.min(1, Math.exp(0.5 * Math.log(spread + 1) - exponent))
}
