import { selectTop, sortBestFirst } from '../../../numeric/select-top.ts'
import type { SparseRows } from '../../../numeric/sparse-rows.ts'
import { createScratch, type ScratchArray } from '../../../numeric/wasm/scratch.ts'

export interface OperatorRows {
  /** items × width, row-major; width is a multiple of 8 */
  readonly vectors: Float32Array
  readonly width: number
  /** Weights of the directions, one array a head, of lengths that are multiples of 8: head h of items i, j is ⟨v_i ∘ heads[h], v_j⟩. */
  readonly heads: readonly Float32Array[]
  /** Length heads + 1: W_ij = rowScale_i (Σ_h mix[h] · head h + mix[last] · (AᵀA)_ij) columnScale_j. */
  readonly mix: Float64Array
  readonly rowScale: Float64Array
  readonly columnScale: Float64Array
  /** A by users and by items: say which items have a user in common, and give AᵀA */
  readonly byUser: SparseRows
  readonly byItem: SparseRows
  /** take every pair of items; otherwise those with a user in common */
  readonly allPairs: boolean
  readonly entriesPerRow: number
  /** items × entriesPerRow: each row's entries, strongest first, written as far as `outCounts` says */
  readonly outColumns: Int32Array
  readonly outValues: Float32Array
  /** length items */
  readonly outCounts: Int32Array
  /** (heads + 1) arrays like `outValues`, for each entry its heads and AᵀA alone, unscaled; null where only W is wanted */
  readonly outParts: readonly Float32Array[] | null
}

const itemsPerPiece = 128

export const operatorRowsPieces = (items: number) => Math.ceil(items / itemsPerPiece)

/**
 * The strongest entries of each row. On large sets pairs without a common user are left out: on gowalla they are 97 % of all pairs,
 * and leaving them out cost .0008 of Recall@20 without the tail, for a thirtieth of the work.
 */
export function operatorRows(args: OperatorRows): (piece: number) => void {
  const { vectors, byItem, heads, mix } = args
  const items = byItem.rows
  const longest = Math.max(8, ...heads.map((head) => head.length))
  const space = createScratch([vectors.length, longest, items + 4, ...heads.map(() => items + 4)])
  const [base, weighed, candidates, ...products] = space.arrays
  base!.floats.set(vectors)
  const finder = createCandidateFinder(args)
  const values = new Float32Array(items)
  const order = new Int32Array(items)
  const gather = (item: number, found: number) => {
    const padded = Math.ceil(found / 4) * 4
    candidates!.integers.fill(item, found, padded)
    heads.forEach((head, h) => {
      weigh(vectors, item * args.width, head, weighed!.floats)
      const [from, to] = [candidates!.at, candidates!.at + padded * 4]
      const [row, used] = [args.width * 4, head.length * 4]
      if (padded > 0 && used > 0)
        space.kernels.gatherDots(weighed!.at, base!.at, from, to, products[h]!.at, row, used)
    })
  }
  const mixed = (item: number, found: number) => {
    const [column, scale, tail] = [candidates!.integers, args.rowScale[item]!, mix[heads.length]!]
    let kept = 0
    for (let c = 0; c < found; c++) {
      let sum = tail * finder.overlap[column[c]!]!
      for (let h = 0; h < heads.length; h++) sum += mix[h]! * products[h]!.floats[c]!
      const value = scale * sum * args.columnScale[column[c]!]!
      if (!(value > 0)) continue
      values[kept] = value
      order[kept++] = column[c]!
    }
    return kept
  }
  return (piece) => {
    const end = Math.min(items, (piece + 1) * itemsPerPiece)
    for (let item = piece * itemsPerPiece; item < end; item++) {
      const found = finder.find(item, candidates!.integers)
      gather(item, found)
      const kept = mixed(item, found)
      const strongest = Math.min(kept, args.entriesPerRow)
      selectTop(order, values, kept, args.entriesPerRow)
      sortBestFirst(order, values, strongest)
      const at = item * args.entriesPerRow
      args.outColumns.set(order.subarray(0, strongest), at)
      args.outValues.set(values.subarray(0, strongest), at)
      args.outCounts[item] = strongest
      if (args.outParts) writeParts(args.outParts, at, order, strongest, candidates!, products, found, finder)
    }
  }
}

function weigh(vectors: Float32Array, from: number, weights: Float32Array, out: Float32Array): void {
  for (let j = 0; j < weights.length; j++) out[j] = vectors[from + j]! * weights[j]!
}

function writeParts(
  parts: readonly Float32Array[],
  at: number,
  order: Int32Array,
  strongest: number,
  candidates: ScratchArray,
  products: readonly ScratchArray[],
  found: number,
  { overlap, place }: CandidateFinder,
): void {
  for (let c = 0; c < found; c++) place[candidates.integers[c]!] = c
  for (let e = 0; e < strongest; e++) {
    const column = order[e]!
    products.forEach(({ floats }, h) => {
      parts[h]![at + e] = floats[place[column]!]!
    })
    parts[products.length]![at + e] = overlap[column]!
  }
}

interface CandidateFinder {
  /** Writes the items that may stand in an item's row, never the item itself; returns their number. */
  find(item: number, out: Int32Array): number
  /** (AᵀA)_ij of the last item found for and each of its candidates */
  readonly overlap: Float64Array
  /** scratch: where among the candidates an item stands */
  readonly place: Int32Array
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
  return { find, overlap, place: new Int32Array(items) }
}
