import type { SparseRows } from '../../src/numeric/sparse-rows.ts'

/** A sparse matrix from a dense one; zeros are left out. */
export function sparse(dense: readonly (readonly number[])[], width = dense[0]?.length ?? 0): SparseRows {
  const rowStart = new Int32Array(dense.length + 1)
  const columns: number[] = []
  const values: number[] = []
  dense.forEach((row, r) => {
    row.forEach((value, c) => {
      if (value === 0) return
      columns.push(c)
      values.push(value)
    })
    rowStart[r + 1] = columns.length
  })
  return {
    rows: dense.length,
    width,
    rowStart,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  }
}

export function dense({ rows, width, rowStart, columns, values }: SparseRows): number[][] {
  return Array.from({ length: rows }, (_, r) => {
    const row = new Array<number>(width).fill(0)
    for (let e = rowStart[r]!; e < rowStart[r + 1]!; e++) row[columns[e]!] = values[e]!
    return row
  })
}
