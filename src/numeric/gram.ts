import { createScratch, type ScratchMemory } from './wasm/scratch.ts'

export interface Gram {
  /** rows × width, row-major */
  readonly dense: Float32Array
  readonly rows: number
  /** a multiple of 8 */
  readonly width: number
  /** width × width, row-major; the lower triangle is overwritten */
  readonly out: Float64Array
}

/** Rows of the result that one piece computes. */
const stripRows = 64
/** Rows of the input that are summed in single precision before they enter the double-precision result. */
const blockRows = 512

export const gramPieces = (width: number) => Math.ceil(width / stripRows)

/** out = denseᵀ · dense, lower triangle. */
export function gram({ dense, rows, width, out }: Gram, scratch?: ScratchMemory): (piece: number) => void {
  const { kernels, arrays } = createScratch([width * blockRows, stripRows * width], scratch)
  const [columns, product] = [arrays[0]!, arrays[1]!]
  const pieces = gramPieces(width)
  const rowBytes = blockRows * 4
  return (piece) => {
    // The longest strips first, so that threads finish together.
    const first = (pieces - 1 - piece) * stripRows
    const end = Math.min(width, first + stripRows)
    out.fill(0, first * width, end * width)
    for (let start = 0; start < rows; start += blockRows) {
      const count = Math.min(blockRows, rows - start)
      packColumns(dense, start, count, width, end, columns.floats)
      kernels.dots(
        columns.at + first * rowBytes,
        columns.at,
        product.at,
        rowBytes,
        rowBytes,
        columns.at + end * rowBytes,
        columns.at + end * rowBytes,
        end * 4,
      )
      for (let r = first; r < end; r++) {
        const from = (r - first) * end
        for (let c = 0; c <= r; c++) out[r * width + c] = out[r * width + c]! + product.floats[from + c]!
      }
    }
  }
}

/** to[c · blockRows + i] = dense[start + i][c] for c < columns; what is left of a block is zero. */
function packColumns(
  dense: Float32Array,
  start: number,
  count: number,
  width: number,
  columns: number,
  to: Float32Array,
): void {
  if (count < blockRows) to.fill(0)
  for (let i = 0; i < count; i++) {
    const from = (start + i) * width
    for (let c = 0; c < columns; c++) to[c * blockRows + i] = dense[from + c]!
  }
}
