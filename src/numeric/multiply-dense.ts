import { createScratch, type ScratchMemory } from './wasm/scratch.ts'

export interface MultiplyDense {
  /** rows × width, row-major */
  readonly dense: Float32Array
  readonly rows: number
  /** a multiple of 8 */
  readonly width: number
  /** outWidth × width, row-major: the transpose of the right factor; outWidth is a multiple of 8 */
  readonly right: Float32Array
  readonly outWidth: number
  /** row c of `right` is zero beyond column c, as a triangular factor's is; the zeros are then skipped */
  readonly lowerTriangular: boolean
  /** rows × outWidth, row-major; overwritten; may be `dense` itself when the widths are equal */
  readonly out: Float32Array
}

const rowsPerPiece = 128
/** Rows of `right` that are used together: they stay in the second-level cache. */
const blockColumns = 64

export const multiplyDensePieces = (rows: number) => Math.ceil(rows / rowsPerPiece)

/** out = dense · rightᵀ. */
export function multiplyDense(args: MultiplyDense, scratch?: ScratchMemory): (piece: number) => void {
  const { dense, rows, width, right, outWidth, lowerTriangular, out } = args
  const { kernels, arrays } = createScratch(
    [outWidth * width, rowsPerPiece * width, rowsPerPiece * outWidth],
    scratch,
  )
  const [factor, left, product] = [arrays[0]!, arrays[1]!, arrays[2]!]
  factor.floats.set(right)
  const rowBytes = width * 4
  return (piece) => {
    const start = piece * rowsPerPiece
    const count = Math.min(rowsPerPiece, rows - start)
    left.floats.set(dense.subarray(start * width, (start + count) * width))
    // The kernel takes rows in pairs; what an odd last one is paired with is not copied out.
    const aEnd = left.at + (count + (count % 2)) * rowBytes
    for (let c = 0; c < outWidth; c += blockColumns) {
      const end = Math.min(outWidth, c + blockColumns)
      const used = lowerTriangular ? Math.min(width, end) * 4 : rowBytes
      const [b, bEnd] = [factor.at + c * rowBytes, factor.at + end * rowBytes]
      kernels.dots(left.at, b, product.at + c * 4, rowBytes, used, aEnd, bEnd, outWidth * 4)
    }
    out.set(product.floats.subarray(0, count * outWidth), start * outWidth)
  }
}
