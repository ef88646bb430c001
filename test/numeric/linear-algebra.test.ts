import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { invertCholesky } from '../../src/numeric/cholesky.ts'
import { gram, gramPieces } from '../../src/numeric/gram.ts'
import { multiplyDense, multiplyDensePieces } from '../../src/numeric/multiply-dense.ts'
import { multiplySparse, multiplySparsePieces } from '../../src/numeric/multiply-sparse.ts'
import { scaleRowsAndColumns, transpose } from '../../src/numeric/sparse-rows.ts'
import { symmetricEigen } from '../../src/numeric/symmetric-eigen.ts'
import { dense, sparse } from './sparse.ts'

const smallMatrix = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .chain(([rows, width]) =>
    fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: width, maxLength: width }), {
      minLength: rows,
      maxLength: rows,
    }),
  )

const pseudoRandom = (length: number, seed: number) =>
  Float32Array.from({ length }, (_, i) => ((i * 2654435761 + seed * 40503) % 1009) / 1009 - 0.5)

describe('sparse rows', () => {
  test.prop([smallMatrix])('transposing turns rows into columns, twice gives the same', (matrix) => {
    const given = sparse(matrix)
    expect(dense(transpose(given))).toEqual(matrix[0]!.map((_, c) => matrix.map((row) => row[c])))
    expect(transpose(transpose(given))).toEqual(given)
  })

  test('scaling multiplies rows from the left and columns from the right', () => {
    const scaled = scaleRowsAndColumns(
      sparse([
        [1, 2],
        [0, 3],
      ]),
      Float64Array.of(2, 10),
      Float64Array.of(1, 0.5),
    )
    expect(dense(scaled)).toEqual([
      [2, 2],
      [0, 15],
    ])
  })

  test.prop([smallMatrix, fc.integer({ min: 1, max: 3 })])(
    'sparse times dense equals the plain product',
    (matrix, width) => {
      const by = sparse(matrix)
      const factor = Float32Array.from({ length: by.width * width }, (_, i) => (i % 5) - 2)
      const out = new Float32Array(by.rows * width).fill(9)
      const piece = multiplySparse({ matrix: by, dense: factor, width, out })
      for (let p = 0; p < multiplySparsePieces(by); p++) piece(p)
      matrix.forEach((row, r) => {
        for (let j = 0; j < width; j++) {
          const sum = row.reduce((total, value, c) => total + value * factor[c * width + j]!, 0)
          expect(out[r * width + j]).toBe(sum)
        }
      })
    },
  )
})

describe('dense products', () => {
  test.prop([fc.integer({ min: 1, max: 1100 }), fc.integer({ min: 1, max: 10 }), fc.nat(99)], {
    numRuns: 20,
  })('the Gram matrix equals YᵀY in double precision', (rows, eights, seed) => {
    const width = eights * 8
    const y = pseudoRandom(rows * width, seed)
    const out = new Float64Array(width * width).fill(7)
    const piece = gram({ dense: y, rows, width, out })
    for (let p = 0; p < gramPieces(width); p++) piece(p)
    for (let i = 0; i < width; i += 3) {
      for (let j = 0; j <= i; j += 2) {
        let sum = 0
        for (let r = 0; r < rows; r++) sum += y[r * width + i]! * y[r * width + j]!
        expect(out[i * width + j]).toBeCloseTo(sum, 3)
      }
    }
  })

  test.prop([fc.integer({ min: 1, max: 300 }), fc.boolean(), fc.nat(99)], { numRuns: 20 })(
    'dense times a transposed factor equals the plain product, triangular or not, in place or not',
    (rows, lowerTriangular, seed) => {
      const width = 88
      const left = pseudoRandom(rows * width, seed)
      const right = pseudoRandom(width * width, seed + 1)
      if (lowerTriangular) for (let c = 0; c < width; c++) right.fill(0, c * width + c + 1, (c + 1) * width)
      const apart = new Float32Array(rows * width)
      const inPlace = left.slice()
      for (const [from, out] of [
        [left, apart],
        [inPlace, inPlace],
      ] as const) {
        const piece = multiplyDense({
          dense: from,
          rows,
          width,
          right,
          outWidth: width,
          lowerTriangular,
          out,
        })
        for (let p = 0; p < multiplyDensePieces(rows); p++) piece(p)
      }
      expect(inPlace).toEqual(apart)
      for (let i = 0; i < rows; i += 17) {
        for (let j = 0; j < width; j += 5) {
          let sum = 0
          for (let x = 0; x < width; x++) sum += left[i * width + x]! * right[j * width + x]!
          expect(apart[i * width + j]).toBeCloseTo(sum, 4)
        }
      }
    },
  )
})

describe('Cholesky', () => {
  test('the inverse factor of a known matrix', () => {
    // [[4, 2], [2, 5]] = L Lᵀ with L = [[2, 0], [1, 2]], so L⁻¹ = [[0.5, 0], [−0.25, 0.5]].
    expect([...invertCholesky(Float64Array.of(4, 0, 2, 5), 2)]).toEqual([0.5, 0, -0.25, 0.5])
  })

  test('a column that depends on earlier ones gets a row of zeros, and spoils no other', () => {
    // Columns (1, 0), (2, 0), (0, 3): the second is twice the first.
    const inverse = invertCholesky(Float64Array.of(1, 0, 0, 2, 4, 0, 0, 0, 9), 3)
    expect([...inverse.subarray(0, 3)]).toEqual([1, 0, 0])
    expect([...inverse.subarray(3, 6)]).toEqual([0, 0, 0])
    expect(inverse[8]).toBeCloseTo(1 / 3, 6)
  })
})

describe('symmetric eigenproblem', () => {
  test('the second-difference matrix has eigenvalues 2 − 2 cos(kπ/(n + 1))', () => {
    const n = 24
    const matrix = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      matrix[i * n + i] = 2
      if (i > 0) matrix[i * n + i - 1] = -1
    }
    const { values } = symmetricEigen(matrix, n)
    values.forEach((value, index) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((n - index) * Math.PI) / (n + 1)), 12)
    })
  })

  test.prop([fc.integer({ min: 1, max: 20 }), fc.nat(1000), fc.boolean()])(
    'vectors are orthonormal and satisfy A v = λ v, repeated eigenvalues included',
    (n, seed, coarse) => {
      const matrix = new Float64Array(n * n)
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          const value = ((i * 31 + j * 17 + seed * 7) % 13) - 6
          matrix[i * n + j] = coarse ? Math.trunc(value / 5) : value / 3
        }
      }
      const at = (i: number, j: number) => matrix[Math.max(i, j) * n + Math.min(i, j)]!
      const { values, vectors } = symmetricEigen(matrix, n)
      for (let k = 0; k < n; k++) {
        if (k > 0) expect(values[k]!).toBeLessThanOrEqual(values[k - 1]!)
        for (let i = 0; i < n; i++) {
          let product = 0
          for (let j = 0; j < n; j++) product += at(i, j) * vectors[k * n + j]!
          expect(product).toBeCloseTo(values[k]! * vectors[k * n + i]!, 9)
        }
        for (let l = 0; l <= k; l++) {
          let overlap = 0
          for (let j = 0; j < n; j++) overlap += vectors[k * n + j]! * vectors[l * n + j]!
          expect(overlap).toBeCloseTo(k === l ? 1 : 0, 10)
        }
      }
    },
  )
})
