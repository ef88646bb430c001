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

const maxRounds = 15
/** Rows less likely than this are left out of the curvature, never of the gradient. */
const negligible = 1e-5

/**
 * Maximises Σ_n log( exp(w·x_n0) / Σ_j c_nj exp(w·x_nj) ) − penalty by Newton's method with halved steps; c are the rows' weights.
 * Concave, so the answer is the one maximum, whatever the start.
 */
export function fitConditionalLogit(rows: ChoiceRows, options: FitOptions): Float64Array {
  const { columns, scale } = options
  let w: Float64Array = Float64Array.from(
    { length: columns },
    (_, f) => (options.start?.[f] ?? 0) * scale[f]!,
  )
  let value = evaluate(rows, options, w, null, null)
  for (let round = 0; round < maxRounds; round++) {
    const gradient = new Float64Array(columns)
    const curvature = new Float64Array(columns * columns)
    evaluate(rows, options, w, gradient, curvature)
    const step = solve(curvature, gradient, columns)
    let size = 1
    let next = add(w, step, size)
    let nextValue = evaluate(rows, options, next, null, null)
    while (!(nextValue >= value) && size > 1e-4) {
      size /= 2
      next = add(w, step, size)
      nextValue = evaluate(rows, options, next, null, null)
    }
    if (!(nextValue >= value)) break
    const gain = nextValue - value
    w = next
    value = nextValue
    if (gain < 1e-4 * Math.max(1, (options.to - options.from) / 1000)) break
  }
  return w.map((weight, f) => (scale[f]! > 0 ? weight / scale[f]! : 0))
}

/** Mean log-likelihood of the choices of occasions `from` to `to − 1` under raw weights. */
export function meanLogLikelihood(rows: ChoiceRows, weights: Float64Array, from: number, to: number): number {
  const ones = new Float64Array(weights.length).fill(1)
  const options = { from, to, columns: weights.length, l2: 0, scale: ones }
  return evaluate(rows, options, weights, null, null) / Math.max(1, to - from)
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

/** The penalised log-likelihood at scaled weights `w`; adds its gradient and negative curvature where asked. */
function evaluate(
  rows: ChoiceRows,
  { from, to, columns, l2, scale }: FitOptions,
  w: Float64Array,
  gradient: Float64Array | null,
  curvature: Float64Array | null,
): number {
  const { rowStart, features, weight } = rows
  const raw = w.map((value, f) => (scale[f]! > 0 ? value / scale[f]! : 0))
  const mean = new Float64Array(columns)
  const active = new Int32Array(columns)
  let scores = new Float64Array(256)
  let value = 0
  for (let n = from; n < to; n++) {
    const start = rowStart[n]!
    const count = rowStart[n + 1]! - start
    if (count > scores.length) scores = new Float64Array(count * 2)
    let highest = Number.NEGATIVE_INFINITY
    for (let j = 0; j < count; j++) {
      const at = (start + j) * columns
      let score = 0
      for (let f = 0; f < columns; f++) score += raw[f]! * features[at + f]!
      scores[j] = score
      if (score > highest) highest = score
    }
    const chosen = scores[0]!
    let sum = 0
    for (let j = 0; j < count; j++) {
      scores[j] = weight[start + j]! * Math.exp(scores[j]! - highest)
      sum += scores[j]!
    }
    value += chosen - highest - Math.log(sum)
    if (!gradient || !curvature) continue
    mean.fill(0)
    for (let j = 0; j < count; j++) {
      const p = scores[j]! / sum
      const at = (start + j) * columns
      let filled = 0
      for (let f = 0; f < columns; f++) {
        const x = features[at + f]!
        if (x === 0) continue
        mean[f]! += p * x
        active[filled++] = f
      }
      if (p < negligible) continue
      for (let a = 0; a < filled; a++) {
        const f = active[a]!
        const px = p * features[at + f]!
        const row = f * columns
        for (let b = 0; b <= a; b++) curvature[row + active[b]!]! += px * features[at + active[b]!]!
      }
    }
    for (let f = 0; f < columns; f++) {
      gradient[f]! += features[start * columns + f]! - mean[f]!
      if (mean[f] === 0) continue
      for (let g = 0; g <= f; g++) curvature[f * columns + g]! -= mean[f]! * mean[g]!
    }
  }
  if (gradient && curvature) rescale(gradient, curvature, w, scale, l2)
  return value - 0.5 * l2 * w.reduce((sum, x) => sum + x * x, 0)
}

/** From raw to scaled features, with the penalty; columns that never vary are held at 0. */
function rescale(
  gradient: Float64Array,
  curvature: Float64Array,
  w: Float64Array,
  scale: Float64Array,
  l2: number,
): void {
  const columns = w.length
  for (let f = 0; f < columns; f++) {
    gradient[f] = scale[f]! > 0 ? gradient[f]! / scale[f]! - l2 * w[f]! : 0
    for (let g = 0; g <= f; g++) {
      const isHeld = !(scale[f]! > 0 && scale[g]! > 0)
      curvature[f * columns + g] = isHeld ? 0 : curvature[f * columns + g]! / (scale[f]! * scale[g]!)
    }
    curvature[f * columns + f]! += scale[f]! > 0 ? l2 + 1e-6 : 1
  }
}

/** x with C x = b, from the lower triangle of a positive definite C (Cholesky; C is overwritten). */
function solve(c: Float64Array, b: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = c[i * n + j]!
      for (let k = 0; k < j; k++) sum -= c[i * n + k]! * c[j * n + k]!
      c[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / c[j * n + j]!
    }
  }
  const x = b.slice()
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= c[i * n + k]! * x[k]!
    x[i]! /= c[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= c[k * n + i]! * x[k]!
    x[i]! /= c[i * n + i]!
  }
  return x
}

function add(w: Float64Array, step: Float64Array, size: number): Float64Array {
  return w.map((value, f) => value + size * step[f]!)
}
