import { type Estimated, estimate, type MetricKey, type Moments } from './metrics.ts'

/** Intervals hold at all times at once in 95 of 100 experiments, metric by metric. */
export const alpha = 0.05
/** Normal approximations need some users, and some of them that did anything; with fewer nothing is said. */
export const minimumUsers = 100
export const minimumActive = 30

/** What is known of a variant, in sums only. */
export interface VariantData {
  readonly key: string
  /** users that it was shown to so far */
  readonly enrolled: number
  /** of those whose outcome window is over */
  readonly moments: Readonly<Record<MetricKey, Moments>>
}

export interface Pair {
  readonly variant: Estimated
  readonly control: Estimated
}

/** Both sides, or null where one has too few users to speak of. */
export function pairOf(own: Moments, base: Moments): Pair | null {
  const isEnough = ({ users, active }: Moments) => users >= minimumUsers && active >= minimumActive
  if (!isEnough(own) || !isEnough(base)) return null
  const [variant, control] = [estimate(own), estimate(base)]
  return variant && control && { variant, control }
}
