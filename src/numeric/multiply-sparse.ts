import type { SparseRows } from './sparse-rows.ts'

export interface MultiplySparse {
  readonly matrix: SparseRows
  /** matrix.width × width, row-major */
  readonly dense: Float32Array
  readonly width: number
  /** matrix.rows × width, row-major; overwritten */
  readonly out: Float32Array
}

/** Rows that one piece computes. */
const rowsPerPiece = 512

export const multiplySparsePieces = (matrix: SparseRows) => Math.ceil(matrix.rows / rowsPerPiece)

/** out = matrix · dense, summed in double precision in the order of each row's entries. */
export function multiplySparse({ matrix, dense, width, out }: MultiplySparse): (piece: number) => void {
  const { rows, rowStart, columns, values } = matrix
  const sum = new Float64Array(width)
  return (piece) => {
    const end = Math.min(rows, (piece + 1) * rowsPerPiece)
    for (let r = piece * rowsPerPiece; r < end; r++) {
      sum.fill(0)
      const last = rowStart[r + 1]!
      let e = rowStart[r]!
      // Four rows at a time: the running sum is then read and written a quarter as often.
      for (; e + 4 <= last; e += 4) addFour(dense, width, columns, values, e, sum)
      for (; e < last; e++) addOne(dense, width, columns[e]!, values[e]!, sum)
      out.set(sum, r * width)
    }
  }
}

function addFour(
  dense: Float32Array,
  width: number,
  columns: Int32Array,
  values: Float32Array,
  e: number,
  sum: Float64Array,
): void {
  const [p, q, s, t] = [
    columns[e]! * width,
    columns[e + 1]! * width,
    columns[e + 2]! * width,
    columns[e + 3]! * width,
  ]
  const [a, b, c, d] = [values[e]!, values[e + 1]!, values[e + 2]!, values[e + 3]!]
  for (let j = 0; j < width; j++) {
    sum[j] = sum[j]! + a * dense[p + j]! + b * dense[q + j]! + c * dense[s + j]! + d * dense[t + j]!
  }
}

function addOne(dense: Float32Array, width: number, column: number, value: number, sum: Float64Array): void {
  const from = column * width
  for (let j = 0; j < width; j++) sum[j] = sum[j]! + value * dense[from + j]!
}
