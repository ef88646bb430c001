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
  /** standard error of predicted − truth over the bin's predictions */
  readonly uncertainty: number
}

export interface TruthCalibration {
  /** ten bins of ascending prediction that each hold a tenth of the expected orders */
  readonly bins: readonly TruthBin[]
  /** the largest difference between predicted and true mean in a bin, percentage points */
  readonly worstPoints: number
  /** the same over ten bins of ascending prediction with equally many predictions in each */
  readonly worstDecilePoints: number
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
      const p = predicted.subarray(0, n)
      const order = Uint32Array.from(p, (_, i) => i)
      order.sort((a, b) => p[a]! - p[b]! || a - b)
      const columns = { order, predicted: p, truth, ordered }
      const bins = binsOf(columns, (i) => p[i]!)
      return {
        bins,
        worstPoints: worstOf(bins),
        worstDecilePoints: worstOf(binsOf(columns, () => 1)),
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

const worstOf = (bins: readonly TruthBin[]) =>
  100 * Math.max(0, ...bins.map((bin) => Math.abs(bin.predicted - bin.truth)))

interface Columns {
  /** predictions ascending */
  readonly order: Uint32Array
  readonly predicted: Float64Array
  readonly truth: Float64Array
  readonly ordered: Uint8Array
}

/** Ten bins that each hold about a tenth of the sum of `amount`. */
function binsOf(columns: Columns, amount: (i: number) => number): TruthBin[] {
  const { order } = columns
  const all = order.reduce((sum, i) => sum + amount(i), 0)
  const bins: TruthBin[] = []
  let at = 0
  let reached = 0
  for (let bin = 1; bin <= 10 && at < order.length; bin++) {
    const start = at
    while (at < order.length && (bin === 10 || reached < (all * bin) / 10)) reached += amount(order[at++]!)
    if (at > start) bins.push(binFrom(columns, start, at))
  }
  return bins
}

function binFrom({ order, predicted, truth, ordered }: Columns, from: number, to: number): TruthBin {
  const n = to - from
  const sums = { predicted: 0, truth: 0, observed: 0, variance: 0, squares: 0 }
  for (let at = from; at < to; at++) {
    const i = order[at]!
    sums.predicted += predicted[i]!
    sums.truth += truth[i]!
    sums.observed += ordered[i]!
    sums.variance += truth[i]! * (1 - truth[i]!)
    sums.squares += (predicted[i]! - truth[i]!) ** 2
  }
  const difference = (sums.predicted - sums.truth) / n
  return {
    predictions: n,
    predicted: sums.predicted / n,
    truth: sums.truth / n,
    observed: sums.observed / n,
    noise: Math.sqrt(sums.variance) / n,
    uncertainty: Math.sqrt(Math.max(0, sums.squares / n - difference ** 2) / n),
  }
}
