/** A pivot below this share of its diagonal entry means that the column hardly differs from those before it. */
const dependent = 1e-9

/**
 * The inverse of the Cholesky factor: L⁻¹ (lower triangular) for G = L Lᵀ. A column that depends on those before it gets a row of
 * zeros, so that Q = Y L⁻ᵀ has orthonormal columns where Y has independent ones, and zero columns elsewhere.
 * @param matrix n × n, row-major; only the lower triangle is read; overwritten with L
 * @returns n × n, row-major, in single precision
 */
export function invertCholesky(matrix: Float64Array, n: number): Float32Array {
  const dropped = factorise(matrix, n)
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    if (dropped[i]) continue
    const row = i * n
    // Row i of L⁻¹ = (e_i − Σ_{j<i} L_ij · row j of L⁻¹) / L_ii.
    for (let j = 0; j < i; j++) {
      const factor = matrix[row + j]!
      if (factor === 0) continue
      for (let c = 0; c <= j; c++) inverse[row + c] = inverse[row + c]! - factor * inverse[j * n + c]!
    }
    inverse[row + i] = 1
    const pivot = 1 / matrix[row + i]!
    for (let c = 0; c <= i; c++) inverse[row + c] = inverse[row + c]! * pivot
  }
  return Float32Array.from(inverse)
}

/** In place; returns which columns were dropped. */
function factorise(matrix: Float64Array, n: number): Uint8Array {
  const dropped = new Uint8Array(n)
  for (let i = 0; i < n; i++) {
    const row = i * n
    for (let j = 0; j < i; j++) {
      if (dropped[j]) {
        matrix[row + j] = 0
        continue
      }
      const other = j * n
      let sum = matrix[row + j]!
      for (let c = 0; c < j; c++) sum -= matrix[row + c]! * matrix[other + c]!
      matrix[row + j] = sum / matrix[other + j]!
    }
    const diagonal = matrix[row + i]!
    let pivot = diagonal
    for (let c = 0; c < i; c++) pivot -= matrix[row + c]! ** 2
    if (pivot > dependent * diagonal && pivot > 0) matrix[row + i] = Math.sqrt(pivot)
    else dropped[i] = 1
  }
  return dropped
}
