import { describe, expect, test } from 'vitest'
import { createSerialExecutor } from '../../src/numeric/executor.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { transpose } from '../../src/numeric/sparse-rows.ts'
import { rightSpectrum, spectralKernels } from '../../src/numeric/spectral.ts'
import { sparse } from './sparse.ts'

const executor = createSerialExecutor(spectralKernels)
const spectrumOf = (matrix: ReturnType<typeof sparse>, rank: number, iterations = 3, seed = 1) =>
  rightSpectrum(matrix, transpose(matrix), { rank, iterations, random: createRandom(seed), executor })

/** Rows of the identity, scaled: singular values are the scales, and vectors unit vectors. */
const diagonal = (scales: readonly number[], rows: number) =>
  sparse(Array.from({ length: rows }, (_, r) => scales.map((scale, c) => (r === c ? scale : 0))))

describe('the right spectrum by subspace iteration', () => {
  test('finds the singular values of a diagonal matrix, descending, and their vectors', async () => {
    const scales = Array.from({ length: 40 }, (_, i) => (i < 8 ? 20 - i : 1 / (i + 1)))
    const { values, vectors, rank } = await spectrumOf(diagonal(scales, 50), 16, 4)
    expect(rank).toBe(16)
    for (let j = 0; j < 8; j++) {
      expect(values[j]).toBeCloseTo(20 - j, 3)
      for (let i = 0; i < 40; i++) expect(Math.abs(vectors[i * rank + j]!)).toBeCloseTo(i === j ? 1 : 0, 3)
    }
  })

  test('gives value 0 and no vector beyond the rank of the matrix', async () => {
    const outer = sparse(
      Array.from({ length: 12 }, (_, r) => Array.from({ length: 9 }, (_, c) => (r + 1) * (c + 1))),
    )
    const { values, vectors, rank } = await spectrumOf(outer, 8)
    expect(values[0]).toBeCloseTo(Math.sqrt(650 * 285), 1)
    for (let j = 1; j < rank; j++) expect(values[j]!).toBeLessThan(values[0]! * 1e-3)
    const length = (j: number) => Math.hypot(...Array.from({ length: 9 }, (_, i) => vectors[i * rank + j]!))
    expect(length(0)).toBeCloseTo(1, 5)
  })

  test('is the same bit for bit for a seed', async () => {
    const matrix = diagonal([5, 4, 3, 2, 1, 0.5, 0.2, 0.1, 0.05], 9)
    expect(await spectrumOf(matrix, 8)).toEqual(await spectrumOf(matrix, 8))
  })

  test('stops between steps when it is cancelled', async () => {
    const matrix = diagonal([2, 1], 2)
    const options = { rank: 8, iterations: 2, random: createRandom(1), executor, signal: AbortSignal.abort() }
    await expect(rightSpectrum(matrix, transpose(matrix), options)).rejects.toThrow(/abort/i)
  })
})
