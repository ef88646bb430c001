import { selectTop, sortBestFirst } from '../../../numeric/select-top.ts'
import type { SparseRows } from '../../../numeric/sparse-rows.ts'
import { takeRoom, type VectorStore } from '../../../numeric/wasm/vector-store.ts'
import type { SpectralFilter } from './spectral-filter.ts'

export interface OperatorRows {
  /** items × width, row-major; width is a multiple of 8; with rooms of `gatherRoom` */
  readonly store: VectorStore
  readonly width: number
  /** W_ij = rowScale_i · f_ij · columnScale_j with f_ij = ⟨v_i ∘ weights, v_j⟩ + tail · (AᵀA)_ij */
  readonly filter: SpectralFilter
  readonly rowScale: Float64Array
  readonly columnScale: Float64Array
  /** A by users and by items: say which items have a user in common, and give AᵀA */
  readonly byUser: SparseRows
  readonly byItem: SparseRows
  /** take every pair of items; otherwise those with a user in common */
  readonly allPairs: boolean
  /** rows that are wanted, by 1; left out: all */
  readonly wantedRows?: Uint8Array
  readonly entriesPerRow: number
  /** items × entriesPerRow: each row's entries, strongest first, written as far as `outCounts` says */
  readonly outColumns: Int32Array
  readonly outValues: Float32Array
  /** length items */
  readonly outCounts: Int32Array
  /** weights of directions whose ⟨v_i ∘ parts[p], v_j⟩ are wanted, unscaled, for the entries that are kept */
  readonly parts: readonly Float32Array[]
  /** parts + 1 arrays like `outValues`: each part, then (AᵀA)_ij; none where no parts are wanted */
  readonly outParts: readonly Float32Array[]
}

const itemsPerPiece = 128

/**
 * Of more candidates than this, those with the largest (AᵀA)_ij D_j^c go on. It bounds the work at items × this, where it would
 * otherwise grow with the square of how busy the users are.
 */
export const mostCandidates = 4096

export const operatorRowsPieces = (items: number) => Math.ceil(items / itemsPerPiece)

/**
 * The strongest entries of each row. On large sets pairs without a common user are left out: on gowalla they are 97 % of all pairs,
 * and leaving them out cost .0008 of Recall@20 without the tail, for a thirtieth of the work.
 */
export function operatorRows(args: OperatorRows): (piece: number) => void {
  const { byItem, filter, entriesPerRow, outParts } = args
  const items = byItem.rows
  const finder = createCandidateFinder(args)
  const gather = createGather(args.store, args.width)
  const values = new Float32Array(items)
  const order = new Int32Array(items)
  const keepPositive = (item: number, found: number) => {
    const [scale, { candidates, products }] = [args.rowScale[item]!, gather]
    let kept = 0
    for (let c = 0; c < found; c++) {
      const column = candidates[c]!
      const value = scale * (products[c]! + filter.tail * finder.overlap[column]!) * args.columnScale[column]!
      if (!(value > 0)) continue
      values[kept] = value
      order[kept++] = column
    }
    return kept
  }
  const candidatesOf = (item: number) => {
    const { candidates } = gather
    const found = finder.find(item, candidates)
    if (found <= mostCandidates) return found
    for (let c = 0; c < found; c++)
      values[c] = finder.overlap[candidates[c]!]! * args.columnScale[candidates[c]!]!
    selectTop(candidates, values, found, mostCandidates)
    return mostCandidates
  }
  const writeParts = (item: number, count: number) => {
    const at = item * entriesPerRow
    gather.candidates.set(order.subarray(0, count))
    args.parts.forEach((weights, p) => {
      gather.run(item, weights, count)
      outParts[p]!.set(gather.products.subarray(0, count), at)
    })
    const overlaps = outParts[args.parts.length]!
    for (let e = 0; e < count; e++) overlaps[at + e] = finder.overlap[order[e]!]!
  }
  return (piece) => {
    const end = Math.min(items, (piece + 1) * itemsPerPiece)
    for (let item = piece * itemsPerPiece; item < end; item++) {
      if (args.wantedRows?.[item] === 0) continue
      const found = candidatesOf(item)
      gather.run(item, filter.weights, found)
      const kept = keepPositive(item, found)
      const strongest = Math.min(kept, entriesPerRow)
      selectTop(order, values, kept, entriesPerRow)
      sortBestFirst(order, values, strongest)
      args.outColumns.set(order.subarray(0, strongest), item * entriesPerRow)
      args.outValues.set(values.subarray(0, strongest), item * entriesPerRow)
      args.outCounts[item] = strongest
      if (outParts.length > 0) writeParts(item, strongest)
    }
  }
}

interface Gather {
  /** where the caller writes the items to multiply with; room for four more than there are */
  readonly candidates: Int32Array
  /** products[c] = ⟨v_item ∘ weights, v_candidates[c]⟩ after `run` */
  readonly products: Float32Array
  run(item: number, weights: Float32Array, count: number): void
}

/** What a thread needs beside the vectors: one of them, and the candidates with their products. */
export const gatherRoom = (width: number, items: number) => [width, items + 4, items + 4]

function createGather(store: VectorStore, width: number): Gather {
  const { vectors } = store
  const { kernels, arrays } = takeRoom(store)
  const [weighed, candidates, products] = [arrays[0]!, arrays[1]!, arrays[2]!]
  const run = (item: number, weights: Float32Array, count: number) => {
    if (count === 0) return
    if (weights.length === 0) {
      products.floats.fill(0, 0, count)
      return
    }
    const from = item * width
    for (let j = 0; j < weights.length; j++) weighed.floats[j] = vectors[from + j]! * weights[j]!
    const padded = Math.ceil(count / 4) * 4
    candidates.integers.fill(item, count, padded)
    const [first, end] = [candidates.at, candidates.at + padded * 4]
    kernels.gatherDots(weighed.at, 0, first, end, products.at, width * 4, weights.length * 4)
  }
  return { candidates: candidates.integers, products: products.floats, run }
}

interface CandidateFinder {
  /** Writes the items that may stand in an item's row, never the item itself; returns their number. */
  find(item: number, out: Int32Array): number
  /** (AᵀA)_ij of the last item found for and each of its candidates */
  readonly overlap: Float64Array
}

function createCandidateFinder({ byUser, byItem, allPairs }: OperatorRows): CandidateFinder {
  const items = byItem.rows
  const seen = new Int32Array(items).fill(-1)
  const overlap = new Float64Array(items)
  const addUser = (item: number, user: number, weight: number, out: Int32Array, start: number) => {
    let found = start
    for (let f = byUser.rowStart[user]!; f < byUser.rowStart[user + 1]!; f++) {
      const other = byUser.columns[f]!
      if (seen[other] !== item) {
        seen[other] = item
        overlap[other] = 0
        if (other !== item) out[found++] = other
      }
      overlap[other] = overlap[other]! + weight * byUser.values[f]!
    }
    return found
  }
  const find = (item: number, out: Int32Array) => {
    let found = 0
    for (let e = byItem.rowStart[item]!; e < byItem.rowStart[item + 1]!; e++) {
      found = addUser(item, byItem.columns[e]!, byItem.values[e]!, out, found)
    }
    if (!allPairs) return found
    for (let other = 0; other < items; other++) {
      if (seen[other] === item || other === item) continue
      overlap[other] = 0
      out[found++] = other
    }
    return found
  }
  return { find, overlap }
}
