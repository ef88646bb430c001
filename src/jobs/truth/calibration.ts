/** Places of many moments with about the same predicted probability. */
export interface TruthBin {
  readonly predictions: number
  /** means */
  readonly predicted: number
  readonly truth: number
  /** share that was ordered */
  readonly observed: number
  /** standard error of `observed` when the truth holds: how far chance alone takes it from `truth` */
  readonly noise: number
}

export interface TruthCalibration {
  /** ten bins of ascending prediction that each hold a tenth of the expected orders */
  readonly bins: readonly TruthBin[]
  /** the largest difference between predicted and true mean in a bin, percentage points */
  readonly worstPoints: number
  /** mean |p − truth| over all predictions */
  readonly meanAbsoluteError: number
  /** mean over moments of ½ Σ |p − truth|: the share of orders that is expected from the wrong place */
  readonly misplaced: number
}

export interface TruthPairs {
  add(predicted: number, truth: number, ordered: boolean): void
  /** @param moments that the pairs come from */
  finish(moments: number): TruthCalibration
}

export function createTruthPairs(): TruthPairs {
  let predicted = new Float64Array(1 << 16)
  let truth = new Float64Array(1 << 16)
  let ordered = new Uint8Array(1 << 16)
  let n = 0
  const grow = () => {
    predicted = grown(predicted, new Float64Array(n * 2))
    truth = grown(truth, new Float64Array(n * 2))
    ordered = grown(ordered, new Uint8Array(n * 2))
  }
  return {
    add(p, q, isOrdered) {
      if (n === predicted.length) grow()
      predicted[n] = p
      truth[n] = q
      ordered[n++] = isOrdered ? 1 : 0
    },
    finish(moments) {
      let absolute = 0
      for (let i = 0; i < n; i++) absolute += Math.abs(predicted[i]! - truth[i]!)
      const bins = binsOf(predicted.subarray(0, n), truth, ordered)
      return {
        bins,
        worstPoints: 100 * Math.max(0, ...bins.map((bin) => Math.abs(bin.predicted - bin.truth))),
        meanAbsoluteError: absolute / n,
        misplaced: absolute / 2 / moments,
      }
    },
  }
}

function grown<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}

function binsOf(predicted: Float64Array, truth: Float64Array, ordered: Uint8Array): TruthBin[] {
  const order = Uint32Array.from(predicted, (_, i) => i)
  order.sort((a, b) => predicted[a]! - predicted[b]! || a - b)
  const expected = predicted.reduce((sum, p) => sum + p, 0)
  const bins: TruthBin[] = []
  let at = 0
  let reached = 0
  for (let bin = 1; bin <= 10 && at < order.length; bin++) {
    const sums = { n: 0, predicted: 0, truth: 0, observed: 0, variance: 0 }
    while (at < order.length && (bin === 10 || reached < (expected * bin) / 10)) {
      const i = order[at++]!
      reached += predicted[i]!
      sums.n++
      sums.predicted += predicted[i]!
      sums.truth += truth[i]!
      sums.observed += ordered[i]!
      sums.variance += truth[i]! * (1 - truth[i]!)
    }
    if (sums.n === 0) continue
    bins.push({
      predictions: sums.n,
      predicted: sums.predicted / sums.n,
      truth: sums.truth / sums.n,
      observed: sums.observed / sums.n,
      noise: Math.sqrt(sums.variance) / sums.n,
    })
  }
  return bins
}
