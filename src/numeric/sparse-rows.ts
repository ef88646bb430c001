import type { SharedBuffers } from './shared-buffers.ts'

/** A sparse matrix by rows (CSR): row r holds `columns[rowStart[r] … rowStart[r + 1])`, ascending and without repeats. */
export interface SparseRows {
  readonly rows: number
  readonly width: number
  /** length rows + 1 */
  readonly rowStart: Int32Array
  readonly columns: Int32Array
  /** as long as `columns` */
  readonly values: Float32Array
}

/** Entries in every column, length `width`. */
export function columnCounts({ width, columns }: SparseRows): Int32Array {
  const counts = new Int32Array(width)
  for (const column of columns) counts[column]!++
  return counts
}

/** The transpose, its rows ascending like the given one's. */
export function transpose(matrix: SparseRows): SparseRows {
  const { rows, width, rowStart, columns, values } = matrix
  const counts = columnCounts(matrix)
  const start = new Int32Array(width + 1)
  for (let c = 0; c < width; c++) start[c + 1] = start[c]! + counts[c]!
  const next = start.slice(0, width)
  const transposedColumns = new Int32Array(columns.length)
  const transposedValues = new Float32Array(columns.length)
  for (let r = 0; r < rows; r++) {
    for (let e = rowStart[r]!; e < rowStart[r + 1]!; e++) {
      const slot = next[columns[e]!]!++
      transposedColumns[slot] = r
      transposedValues[slot] = values[e]!
    }
  }
  return { rows: width, width: rows, rowStart: start, columns: transposedColumns, values: transposedValues }
}

/** diag(left) · matrix · diag(right), on the same pattern. */
export function scaleRowsAndColumns(matrix: SparseRows, left: Float64Array, right: Float64Array): SparseRows {
  const { rows, rowStart, columns, values } = matrix
  const scaled = new Float32Array(values.length)
  for (let r = 0; r < rows; r++) {
    for (let e = rowStart[r]!; e < rowStart[r + 1]!; e++)
      scaled[e] = left[r]! * values[e]! * right[columns[e]!]!
  }
  return { ...matrix, values: scaled }
}

/** The same matrix in memory that worker threads can share. */
export function shared(matrix: SparseRows): SparseRows {
  return {
    ...matrix,
    rowStart: sharedInt32(matrix.rowStart),
    columns: sharedInt32(matrix.columns),
    values: sharedFloat32(matrix.values),
  }
}

/** The same matrix in the buffers of that name. */
export function copiedTo(buffers: SharedBuffers, name: string, matrix: SparseRows): SparseRows {
  const copy = {
    ...matrix,
    rowStart: buffers.int32(`${name}.rowStart`, matrix.rowStart.length),
    columns: buffers.int32(`${name}.columns`, matrix.columns.length),
    values: buffers.float32(`${name}.values`, matrix.values.length),
  }
  copy.rowStart.set(matrix.rowStart)
  copy.columns.set(matrix.columns)
  copy.values.set(matrix.values)
  return copy
}

export function sharedInt32(source: Int32Array | number): Int32Array {
  if (typeof source === 'number') return new Int32Array(new SharedArrayBuffer(source * 4))
  if (source.buffer instanceof SharedArrayBuffer) return source
  const copy = new Int32Array(new SharedArrayBuffer(source.length * 4))
  copy.set(source)
  return copy
}

export function sharedFloat32(source: Float32Array | number): Float32Array {
  if (typeof source === 'number') return new Float32Array(new SharedArrayBuffer(source * 4))
  if (source.buffer instanceof SharedArrayBuffer) return source
  const copy = new Float32Array(new SharedArrayBuffer(source.length * 4))
  copy.set(source)
  return copy
}

export function sharedFloat64(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8))
}
