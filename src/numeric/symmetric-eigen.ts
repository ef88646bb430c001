export interface SymmetricEigen {
  /** descending, length n */
  readonly values: Float64Array
  /** row k is the unit eigenvector of values[k]; n × n, row-major */
  readonly vectors: Float64Array
}

/**
 * Eigenvalues and -vectors of a symmetric matrix: Householder reduction to tridiagonal form, then QL with implicit shifts (Golub &
 * Van Loan, Matrix Computations, 4th ed., sections 8.3.1 and 8.3.3). About 5 n³ operations.
 * @param lower n × n, row-major; only the lower triangle is read
 */
export function symmetricEigen(lower: Float64Array, n: number): SymmetricEigen {
  const a = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      a[i * n + j] = lower[i * n + j]!
      a[j * n + i] = lower[i * n + j]!
    }
  }
  const { diagonal, offDiagonal, vectors } = tridiagonalise(a, n)
  implicitQl(diagonal, offDiagonal, vectors, n)
  return sortDescending(diagonal, vectors, n)
}

interface Tridiagonal {
  readonly diagonal: Float64Array
  /** offDiagonal[i] couples i and i + 1; the last is 0 */
  readonly offDiagonal: Float64Array
  /** rows span the basis: vectors · A · vectorsᵀ is tridiagonal */
  readonly vectors: Float64Array
}

function tridiagonalise(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n)
  const offDiagonal = new Float64Array(n)
  /** row k: the Householder vector that clears column k below the sub-diagonal; β beside it */
  const reflectors = new Float64Array(n * n)
  const betas = new Float64Array(n)
  const p = new Float64Array(n)
  for (let k = 0; k < n - 1; k++) {
    diagonal[k] = a[k * n + k]!
    const v = reflectors.subarray(k * n, (k + 1) * n)
    for (let i = k + 1; i < n; i++) v[i] = a[k * n + i]!
    const beta = householder(v, k + 1, n)
    betas[k] = beta.factor
    offDiagonal[k] = beta.norm
    if (beta.factor !== 0) reflectBothSides(a, n, k + 1, v, beta.factor, p)
  }
  diagonal[n - 1] = a[n * n - 1]!
  return { diagonal, offDiagonal, vectors: accumulate(reflectors, betas, n) }
}

/** Turns v (from `start` on) into the vector of I − factor · v vᵀ that maps it onto norm · e_start. */
function householder(v: Float64Array, start: number, n: number): { factor: number; norm: number } {
  let tail = 0
  for (let i = start + 1; i < n; i++) tail += v[i]! ** 2
  const head = v[start]!
  if (tail === 0) return { factor: 0, norm: head }
  const length = Math.sqrt(head * head + tail)
  const norm = head > 0 ? -length : length
  v[start] = head - norm
  return { factor: 2 / (tail + v[start]! ** 2), norm }
}

/** A ← H A H on the trailing block, H = I − factor · v vᵀ: a symmetric rank-2 update. */
function reflectBothSides(
  a: Float64Array,
  n: number,
  start: number,
  v: Float64Array,
  factor: number,
  p: Float64Array,
): void {
  let overlap = 0
  for (let i = start; i < n; i++) {
    let sum = 0
    for (let j = start, at = i * n + start; j < n; j++, at++) sum += a[at]! * v[j]!
    p[i] = factor * sum
    overlap += p[i]! * v[i]!
  }
  const half = (factor * overlap) / 2
  for (let i = start; i < n; i++) p[i] = p[i]! - half * v[i]!
  for (let i = start; i < n; i++) {
    const [vi, pi] = [v[i]!, p[i]!]
    for (let j = start, at = i * n + start; j < n; j++, at++) a[at] = a[at]! - vi * p[j]! - pi * v[j]!
  }
}

/** The product of the reflections, as rows. */
function accumulate(reflectors: Float64Array, betas: Float64Array, n: number): Float64Array {
  const q = new Float64Array(n * n)
  for (let i = 0; i < n; i++) q[i * n + i] = 1
  // From the last reflection to the first, each touches only the block that later ones have filled. Row r becomes H_k applied to it.
  for (let k = n - 2; k >= 0; k--) {
    const factor = betas[k]!
    if (factor === 0) continue
    const v = reflectors.subarray(k * n, (k + 1) * n)
    for (let r = k + 1; r < n; r++) {
      const row = r * n
      let sum = 0
      for (let j = k + 1; j < n; j++) sum += q[row + j]! * v[j]!
      const scale = factor * sum
      for (let j = k + 1; j < n; j++) q[row + j] = q[row + j]! - scale * v[j]!
    }
  }
  return q
}

/** Diagonalises the tridiagonal matrix, turning the rows of `vectors` along. */
function implicitQl(d: Float64Array, e: Float64Array, vectors: Float64Array, n: number): void {
  const maximumSweeps = 60
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      const m = firstNegligible(d, e, l, n)
      if (m === l) break
      if (sweep === maximumSweeps)
        throw new Error('The eigenvalues did not converge; the matrix may hold NaN')
      qlSweep(d, e, vectors, n, l, m)
    }
  }
}

function firstNegligible(d: Float64Array, e: Float64Array, l: number, n: number): number {
  let m = l
  while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++
  return m
}

function qlSweep(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array,
  n: number,
  l: number,
  m: number,
): void {
  const slope = (d[l + 1]! - d[l]!) / (2 * e[l]!)
  const root = Math.hypot(slope, 1)
  let g = d[m]! - d[l]! + e[l]! / (slope + (slope < 0 ? -root : root))
  let [sine, cosine, shift] = [1, 1, 0]
  for (let i = m - 1; i >= l; i--) {
    const f = sine * e[i]!
    const b = cosine * e[i]!
    const length = Math.hypot(f, g)
    e[i + 1] = length
    if (length === 0) {
      // A rotation fell away early: the matrix has split, and the sweep starts over on the smaller block.
      d[i + 1] = d[i + 1]! - shift
      e[m] = 0
      return
    }
    sine = f / length
    cosine = g / length
    const lowered = d[i + 1]! - shift
    const middle = (d[i]! - lowered) * sine + 2 * cosine * b
    shift = sine * middle
    d[i + 1] = lowered + shift
    g = cosine * middle - b
    rotateRows(vectors, n, i, cosine, sine)
  }
  d[l] = d[l]! - shift
  e[l] = g
  e[m] = 0
}

/** Rows i and i + 1 by a plane rotation. */
function rotateRows(vectors: Float64Array, n: number, i: number, cosine: number, sine: number): void {
  const [upper, lower] = [i * n, (i + 1) * n]
  for (let j = 0; j < n; j++) {
    const [x, y] = [vectors[upper + j]!, vectors[lower + j]!]
    vectors[lower + j] = sine * x + cosine * y
    vectors[upper + j] = cosine * x - sine * y
  }
}

function sortDescending(values: Float64Array, vectors: Float64Array, n: number): SymmetricEigen {
  const order = Array.from({ length: n }, (_, i) => i).sort((x, y) => values[y]! - values[x]! || x - y)
  const sorted = new Float64Array(n * n)
  order.forEach((from, to) => {
    sorted.set(vectors.subarray(from * n, (from + 1) * n), to * n)
  })
  return { values: Float64Array.from(order, (i) => values[i]!), vectors: sorted }
}
