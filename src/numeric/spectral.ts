import { invertCholesky } from './cholesky.ts'
import type { Executor } from './executor.ts'
import { gram, gramPieces } from './gram.ts'
import { multiplyDense, multiplyDensePieces } from './multiply-dense.ts'
import { multiplySparse, multiplySparsePieces } from './multiply-sparse.ts'
import type { Random } from './random.ts'
import { type SparseRows, sharedFloat32, sharedFloat64 } from './sparse-rows.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

export const spectralKernels = { multiplySparse, gram, multiplyDense }

export interface SpectralOptions {
  /** columns of the subspace; rounded up to a multiple of 8 */
  readonly rank: number
  readonly iterations: number
  readonly random: Random
  readonly executor: Executor<typeof spectralKernels>
  /** where the vectors are put and what is computed on the way; left out: in memory of its own */
  readonly workspace?: SpectralWorkspace
  /** told the share done, 0 to 1 */
  readonly onProgress?: (share: number) => void
  /** thrown from between the steps when it is aborted */
  readonly signal?: AbortSignal | undefined
}

/** Shared memory; in single precision, but for the last. r is the rank rounded up to a multiple of 8. */
export interface SpectralWorkspace {
  /** width × r */
  readonly vectors: Float32Array
  /** rows × r */
  readonly image: Float32Array
  /** r × r */
  readonly square: Float64Array
}

export const roundedRank = (rank: number) => Math.ceil(rank / 8) * 8

export interface RightSpectrum {
  /** the multiple of 8 that was computed */
  readonly rank: number
  /** singular values, descending; length rank; 0 where the matrix has no more */
  readonly values: Float64Array
  /** width × rank, row-major: column j is the right singular vector of values[j] (zero where there is none); in shared memory */
  readonly vectors: Float32Array
}

/**
 * The largest singular values of `matrix` and their right vectors, by randomised subspace iteration with a Rayleigh–Ritz step
 * (Halko, Martinsson & Tropp 2011, algorithms 4.4 and 5.1). Orthonormalisation is by Cholesky of the Gram matrix: the spectra of
 * normalised interactions fall slowly, so that it is well conditioned; what is dependent all the same is dropped.
 * @param matrix and its `transposed`, both in shared memory when the executor has threads
 */
export async function rightSpectrum(
  matrix: SparseRows,
  transposed: SparseRows,
  options: SpectralOptions,
): Promise<RightSpectrum> {
  const { executor, iterations, signal } = options
  const rank = roundedRank(options.rank)
  const items = matrix.width
  const {
    vectors: basis,
    image,
    square,
  } = options.workspace ?? {
    vectors: sharedFloat32(items * rank),
    image: sharedFloat32(matrix.rows * rank),
    square: sharedFloat64(rank * rank),
  }
  fillWithSigns(basis, options.random)
  let steps = 0
  const step = () => {
    signal?.throwIfAborted()
    options.onProgress?.(steps++ / (4 * iterations + 4))
  }
  const multiply = async (by: SparseRows, dense: Float32Array, out: Float32Array) => {
    step()
    await executor.run('multiplySparse', { matrix: by, dense, width: rank, out }, multiplySparsePieces(by))
  }
  const gramOf = async (dense: Float32Array, rows: number) => {
    step()
    await executor.run('gram', { dense, rows, width: rank, out: square }, gramPieces(rank))
  }
  const turn = async (right: Float32Array, lowerTriangular: boolean) => {
    step()
    const args = {
      dense: basis,
      rows: items,
      width: rank,
      right,
      outWidth: rank,
      lowerTriangular,
      out: basis,
    }
    await executor.run('multiplyDense', args, multiplyDensePieces(items))
  }
  for (let iteration = 0; iteration < iterations; iteration++) {
    await multiply(matrix, basis, image)
    await multiply(transposed, image, basis)
    await gramOf(basis, items)
    await turn(invertCholesky(square, rank), true)
  }
  await multiply(matrix, basis, image)
  await gramOf(image, matrix.rows)
  const { values, vectors } = symmetricEigen(square, rank)
  await turn(Float32Array.from(vectors), false)
  return { rank, values: values.map((value) => Math.sqrt(Math.max(0, value))), vectors: basis }
}

/** ±1 with equal probability: as good a start as normals, and a tenth of the time. */
function fillWithSigns(signs: Float32Array, random: Random): void {
  for (let i = 0; i < signs.length; i += 32) {
    const bits = Math.floor(random.next() * 4294967296)
    const end = Math.min(signs.length, i + 32)
    for (let j = i; j < end; j++) signs[j] = ((bits >>> (j - i)) & 1) === 1 ? 1 : -1
  }
}
