/** What the fit sees; see `Samples` in collect-samples. The first row of each occasion is the choice. */
export interface ChoiceRows {
  readonly rowStart: Int32Array
  readonly features: Float32Array
  readonly weight: Float32Array
}

export interface FitOptions {
  /** occasions `from` to `to − 1` */
  readonly from: number
  readonly to: number
  readonly columns: number
  /** strength of the penalty l2 / 2 · Σ (weight_f · sd_f)² on the summed log-likelihood */
  readonly l2: number
  /** standard deviation of each feature; a feature that never varies has 0 and gets weight 0 */
  readonly scale: Float64Array
  readonly start?: Float64Array
}

const maxRounds = 30
/** Occasions that the curvature is summed over; it only steers, so a sample of them will do. */
const curvatureOccasions = 600

/**
 * Maximises Σ_n log( exp(w·x_n0) / Σ_j c_nj exp(w·x_nj) ) − penalty; c are the rows' weights. Newton's method with halved steps and
 * the curvature of a sample of the occasions. Concave, so the answer is the one maximum, whatever the start.
 */
export function fitConditionalLogit(rows: ChoiceRows, options: FitOptions): Float64Array {
  const { columns, scale } = options
  let w: Float64Array = Float64Array.from(
    { length: columns },
    (_, f) => (options.start?.[f] ?? 0) * scale[f]!,
  )
  const spans = spansOf(rows, options)
  let gradient: Float64Array = new Float64Array(columns)
  let value = evaluate(rows, spans, options, w, gradient)
  let factor = factorise(curvatureAt(rows, spans, options, w), columns)
  for (let round = 1; round < maxRounds; round++) {
    const step = solve(factor, gradient, columns)
    const nextGradient = new Float64Array(columns)
    let size = 1
    let next = add(w, step, size)
    let nextValue = evaluate(rows, spans, options, next, nextGradient)
    while (!(nextValue >= value) && size > 1e-4) {
      size /= 2
      next = add(w, step, size)
      nextValue = evaluate(rows, spans, options, next, nextGradient.fill(0))
    }
    if (!(nextValue >= value)) break
    const gain = nextValue - value
    w = next
    value = nextValue
    gradient = nextGradient
    if (gain < 1e-5 * (options.to - options.from)) break
    // Far from the maximum it bends much from step to step, close by hardly.
    if (gain > 1e-3 * (options.to - options.from))
      factor = factorise(curvatureAt(rows, spans, options, w), columns)
  }
  return w.map((weight, f) => (scale[f]! > 0 ? weight / scale[f]! : 0))
}

/** Mean log-likelihood of the choices of occasions `from` to `to − 1` under raw weights. */
export function meanLogLikelihood(rows: ChoiceRows, weights: Float64Array, from: number, to: number): number {
  const ones = new Float64Array(weights.length).fill(1)
  const options = { from, to, columns: weights.length, l2: 0, scale: ones }
  return evaluate(rows, spansOf(rows, options), options, weights, null) / Math.max(1, to - from)
}

/** Weighted standard deviations of the features over the given occasions. */
export function featureScales(rows: ChoiceRows, from: number, to: number, columns: number): Float64Array {
  const mean = new Float64Array(columns)
  const square = new Float64Array(columns)
  let total = 0
  for (let r = rows.rowStart[from]!; r < rows.rowStart[to]!; r++) {
    const weight = rows.weight[r]!
    total += weight
    for (let f = 0; f < columns; f++) {
      const x = rows.features[r * columns + f]!
      mean[f]! += weight * x
      square[f]! += weight * x * x
    }
  }
  return Float64Array.from(mean, (sum, f) => {
    const variance = square[f]! / total - (sum / total) ** 2
    return variance > 1e-9 ? Math.sqrt(variance) : 0
  })
}

/** Of each row the columns between its first and its last that is not 0: the user's own places and new ones use different ones. */
interface Spans {
  readonly start: Uint16Array
  readonly end: Uint16Array
}

function spansOf({ rowStart, features }: ChoiceRows, { to, columns }: FitOptions): Spans {
  const count = rowStart[to]!
  const spans = { start: new Uint16Array(count), end: new Uint16Array(count) }
  for (let r = 0; r < count; r++) {
    let start = 0
    let end = columns
    while (start < end && features[r * columns + start] === 0) start++
    while (end > start && features[r * columns + end - 1] === 0) end--
    spans.start[r] = start
    spans.end[r] = end
  }
  return spans
}

/** The penalised log-likelihood at scaled weights `w`; adds its gradient where asked. */
function evaluate(
  rows: ChoiceRows,
  spans: Spans,
  { from, to, columns, l2, scale }: FitOptions,
  w: Float64Array,
  gradient: Float64Array | null,
): number {
  const { rowStart, features } = rows
  const raw = unscaled(w, scale)
  const odds = createOdds(rows, spans, columns)
  let value = 0
  for (let n = from; n < to; n++) {
    const start = rowStart[n]!
    const count = rowStart[n + 1]! - start
    value += odds.compute(raw, start, count)
    if (!gradient) continue
    for (let j = 0; j < count; j++) {
      const at = (start + j) * columns
      const residual = (j === 0 ? 1 : 0) - odds.probability[j]!
      const end = spans.end[start + j]!
      for (let f = spans.start[start + j]!; f < end; f++) gradient[f]! += residual * features[at + f]!
    }
  }
  if (gradient) {
    for (let f = 0; f < columns; f++) gradient[f] = scale[f]! > 0 ? gradient[f]! / scale[f]! - l2 * w[f]! : 0
  }
  return value - 0.5 * l2 * w.reduce((sum, x) => sum + x * x, 0)
}

/** Negative second derivative at scaled weights, the lower triangle, from a sample of the occasions. */
function curvatureAt(rows: ChoiceRows, spans: Spans, options: FitOptions, w: Float64Array): Float64Array {
  const { from, to, columns, scale, l2 } = options
  const { rowStart, features } = rows
  const raw = unscaled(w, scale)
  const odds = createOdds(rows, spans, columns)
  const sums = new Float64Array(columns * columns)
  const mean = new Float64Array(columns)
  const active = new Int32Array(columns)
  const stride = Math.max(1, Math.floor((to - from) / curvatureOccasions))
  let seen = 0
  for (let n = from; n < to; n += stride) {
    seen++
    const start = rowStart[n]!
    const count = rowStart[n + 1]! - start
    odds.compute(raw, start, count)
    mean.fill(0)
    for (let j = 0; j < count; j++) {
      const p = odds.probability[j]!
      const at = (start + j) * columns
      let filled = 0
      for (let f = spans.start[start + j]!; f < spans.end[start + j]!; f++) {
        const x = features[at + f]!
        if (x === 0) continue
        mean[f]! += p * x
        active[filled++] = f
      }
      for (let a = 0; a < filled; a++) {
        const px = p * features[at + active[a]!]!
        const row = active[a]! * columns
        for (let b = 0; b <= a; b++) sums[row + active[b]!]! += px * features[at + active[b]!]!
      }
    }
    for (let f = 0; f < columns; f++) {
      for (let g = 0; g <= f; g++) sums[f * columns + g]! -= mean[f]! * mean[g]!
    }
  }
  const times = (to - from) / Math.max(1, seen)
  for (let f = 0; f < columns; f++) {
    for (let g = 0; g <= f; g++) {
      const isHeld = !(scale[f]! > 0 && scale[g]! > 0)
      sums[f * columns + g] = isHeld ? 0 : (times * sums[f * columns + g]!) / (scale[f]! * scale[g]!)
    }
    // A column that never varies is held where it is.
    sums[f * columns + f]! += scale[f]! > 0 ? l2 + 1e-6 : 1
  }
  return sums
}

const unscaled = (w: Float64Array, scale: Float64Array) =>
  w.map((value, f) => (scale[f]! > 0 ? value / scale[f]! : 0))

/** Probabilities of one occasion's rows, and the log-likelihood of its choice. */
function createOdds({ features, weight }: ChoiceRows, spans: Spans, columns: number) {
  const odds = {
    probability: new Float64Array(512),
    compute(raw: Float64Array, start: number, count: number): number {
      if (count > odds.probability.length) odds.probability = new Float64Array(count * 2)
      const scores = odds.probability
      let highest = Number.NEGATIVE_INFINITY
      for (let j = 0; j < count; j++) {
        const at = (start + j) * columns
        const end = spans.end[start + j]!
        let score = 0
        for (let f = spans.start[start + j]!; f < end; f++) score += raw[f]! * features[at + f]!
        scores[j] = score
        if (score > highest) highest = score
      }
      const chosen = scores[0]!
      let sum = 0
      for (let j = 0; j < count; j++) {
        scores[j] = weight[start + j]! * Math.exp(scores[j]! - highest)
        sum += scores[j]!
      }
      for (let j = 0; j < count; j++) scores[j] = scores[j]! / sum
      return chosen - highest - Math.log(sum)
    },
  }
  return odds
}

/** The Cholesky factor of a positive definite matrix, from and in its lower triangle. */
function factorise(c: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = c[i * n + j]!
      for (let k = 0; k < j; k++) sum -= c[i * n + k]! * c[j * n + k]!
      c[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / c[j * n + j]!
    }
  }
  return c
}

/** x with L Lᵀ x = b. */
function solve(factor: Float64Array, b: Float64Array, n: number): Float64Array {
  const x = b.slice()
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i * n + k]! * x[k]!
    x[i]! /= factor[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= factor[k * n + i]! * x[k]!
    x[i]! /= factor[i * n + i]!
  }
  return x
}

function add(w: Float64Array, step: Float64Array, size: number): Float64Array {
  return w.map((value, f) => value + size * step[f]!)
}
