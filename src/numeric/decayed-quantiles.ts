/** A distribution of positive values that forgets: quantiles to within `accuracy`, memory constant. */
export interface DecayedQuantiles {
  /** @param atMs monotonic; may not go back */
  add(value: number, atMs: number): void
  /** The value that a share `q` stays at or below; NaN when nothing was added. */
  quantile(q: number): number
  /** NaN when nothing was added. */
  mean(): number
  /** How many values count at `atMs`, each by what is left of it. */
  weight(atMs: number): number
}

export interface DecayOptions {
  /** After so long a value counts half. */
  readonly halfLifeMs: number
  /** Smallest and largest value told apart. */
  readonly min?: number
  readonly max?: number
  /** relative, 0 to 1 */
  readonly accuracy?: number
}

/** Weights are scaled back before they leave the range in which doubles add up well. */
const mostExponent = 40

/**
 * Buckets of equal width in the logarithm (DDSketch: Masson, Rim and Lee, 2019), under forward decay (Cormode, Shkapenyuk, Srivastava and
 * Xu, 2009): a newcomer weighs 2^(t / half-life) instead of all others losing weight, so adding is one addition.
 */
export function createDecayedQuantiles(options: DecayOptions): DecayedQuantiles {
  const { halfLifeMs, min = 0.01, max = 600_000, accuracy = 0.02 } = options
  const gamma = (1 + accuracy) / (1 - accuracy)
  const perLog = 1 / Math.log(gamma)
  const size = Math.ceil(Math.log(max / min) * perLog) + 1
  const buckets = new Float64Array(size)
  let landmarkMs: number | undefined
  let total = 0
  let sum = 0

  const bucketOf = (value: number) => {
    if (!(value > min)) return 0
    return Math.min(size - 1, Math.ceil(Math.log(value / min) * perLog))
  }

  const rescale = (atMs: number) => {
    const factor = 2 ** (-(atMs - landmarkMs!) / halfLifeMs)
    for (let n = 0; n < size; n++) buckets[n]! *= factor
    total *= factor
    sum *= factor
    landmarkMs = atMs
  }

  return {
    add(value, atMs) {
      landmarkMs ??= atMs
      if ((atMs - landmarkMs) / halfLifeMs > mostExponent) rescale(atMs)
      const weight = 2 ** ((atMs - landmarkMs) / halfLifeMs)
      buckets[bucketOf(value)]! += weight
      total += weight
      sum += weight * value
    },
    quantile(q) {
      if (total === 0) return Number.NaN
      let left = q * total
      for (let n = 0; n < size; n++) {
        left -= buckets[n]!
        // The middle of the bucket; the least value stands for itself.
        if (left <= 1e-9 * total) return n === 0 ? min : (min * gamma ** n * 2) / (1 + gamma)
      }
      return max
    },
    mean: () => (total === 0 ? Number.NaN : sum / total),
    weight(atMs) {
      return landmarkMs === undefined ? 0 : total * 2 ** (-(atMs - landmarkMs) / halfLifeMs)
    },
  }
}
