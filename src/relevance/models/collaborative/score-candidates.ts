import type { SparseRows } from '../../../numeric/sparse-rows.ts'

/** One way to weigh the parts of the operator's entries against each other: score = Σ weights[n] · part parts[n]. */
export interface Mixture {
  readonly parts: readonly number[]
  readonly weights: readonly number[]
  /** which of `itemScales` multiplies the scores; -1: none */
  readonly itemScale: number
}

export interface ScoreCandidates {
  readonly items: number
  /** the cut operator: rows of length `stride`, `counts` entries each, and the parts of each entry */
  readonly stride: number
  readonly columns: Int32Array
  readonly counts: Int32Array
  readonly parts: readonly Float32Array[]
  /** D_i^(−b) */
  readonly rowScale: Float64Array
  readonly history: SparseRows
  readonly users: Int32Array
  readonly wantedStart: Int32Array
  readonly wanted: Int32Array
  readonly mixtures: readonly Mixture[]
  /** length items each */
  readonly itemScales: readonly Float64Array[]
  /** one column scale D_i^c for each c that is tried */
  readonly columnScales: readonly Float64Array[]
  /** pieces × mixtures × columnScales; overwritten with the sum over the piece's users of recall@20 + NDCG@20 */
  readonly out: Float64Array
}

const usersPerPiece = 64
const listLength = 20

export const scoreCandidatesPieces = (users: number) => Math.ceil(users / usersPerPiece)

/** How well every combination of a mixture and a column scale finds what was held out. */
export function scoreCandidates(args: ScoreCandidates): (piece: number) => void {
  const { items, users, wantedStart, mixtures, columnScales, out } = args
  const sums = args.parts.map(() => new Float64Array(items))
  const seen = new Uint8Array(items)
  const touched = new Int32Array(items)
  const mixed = new Float64Array(items)
  const wanted = new Uint8Array(items)
  const top = createTopList(listLength)
  const combinations = mixtures.length * columnScales.length
  return (piece) => {
    const from = piece * combinations
    out.fill(0, from, from + combinations)
    const end = Math.min(users.length, (piece + 1) * usersPerPiece)
    for (let n = piece * usersPerPiece; n < end; n++) {
      const count = addHistory(args, users[n]!, sums, seen, touched)
      const answers = args.wanted.subarray(wantedStart[n], wantedStart[n + 1])
      for (const item of answers) wanted[item] = 1
      mixtures.forEach((mixture, m) => {
        mix(mixture, sums, args.itemScales, touched, count, mixed)
        columnScales.forEach((scale, s) => {
          top.clear()
          for (let c = 0; c < count; c++) top.offer(touched[c]!, mixed[c]! * scale[touched[c]!]!)
          const at = from + m * columnScales.length + s
          out[at] = out[at]! + quality(top, wanted, answers.length)
        })
      })
      for (const item of answers) wanted[item] = 0
    }
  }
}

/** Sums each part over the rows of the user's items; writes the items that may be recommended, ascending; returns their number. */
function addHistory(
  { history, columns, counts, stride, parts, rowScale }: ScoreCandidates,
  user: number,
  sums: readonly Float64Array[],
  seen: Uint8Array,
  touched: Int32Array,
): number {
  for (const sum of sums) sum.fill(0)
  seen.fill(0)
  const own = history.columns.subarray(history.rowStart[user], history.rowStart[user + 1])
  for (const item of own) {
    const [from, to] = [item * stride, item * stride + counts[item]!]
    sums.forEach((sum, p) => {
      addRow(parts[p]!, columns, from, to, rowScale[item]!, sum)
    })
    for (let e = from; e < to; e++) seen[columns[e]!] = 1
  }
  for (const item of own) seen[item] = 0
  let count = 0
  for (let item = 0; item < seen.length; item++) if (seen[item] === 1) touched[count++] = item
  return count
}

function addRow(
  part: Float32Array,
  columns: Int32Array,
  from: number,
  to: number,
  scale: number,
  sum: Float64Array,
): void {
  for (let e = from; e < to; e++) sum[columns[e]!] = sum[columns[e]!]! + scale * part[e]!
}

function mix(
  { parts, weights, itemScale }: Mixture,
  sums: readonly Float64Array[],
  itemScales: readonly Float64Array[],
  touched: Int32Array,
  count: number,
  out: Float64Array,
): void {
  out.fill(0, 0, count)
  for (let n = 0; n < parts.length; n++) {
    const [sum, weight] = [sums[parts[n]!]!, weights[n]!]
    for (let c = 0; c < count; c++) out[c] = out[c]! + weight * sum[touched[c]!]!
  }
  const scale = itemScales[itemScale]
  if (scale) for (let c = 0; c < count; c++) out[c] = out[c]! * scale[touched[c]!]!
}

interface TopList {
  readonly items: Int32Array
  readonly count: number
  clear(): void
  offer(item: number, score: number): void
}

function createTopList(length: number): TopList {
  const items = new Int32Array(length)
  const scores = new Float64Array(length)
  let count = 0
  return {
    items,
    get count() {
      return count
    },
    clear() {
      count = 0
    },
    offer(item, score) {
      if (count === length && !(score > scores[length - 1]!)) return
      let place = count < length ? count++ : length - 1
      for (; place > 0 && scores[place - 1]! < score; place--) {
        scores[place] = scores[place - 1]!
        items[place] = items[place - 1]!
      }
      scores[place] = score
      items[place] = item
    },
  }
}

const discount = Float64Array.from({ length: listLength }, (_, r) => 1 / Math.log2(r + 2))

/** recall + NDCG of the list. */
function quality({ items, count }: TopList, wanted: Uint8Array, wantedCount: number): number {
  let [hits, gain, ideal] = [0, 0, 0]
  for (let r = 0; r < count; r++) {
    if (wanted[items[r]!] === 0) continue
    hits++
    gain += discount[r]!
  }
  for (let r = 0; r < Math.min(listLength, wantedCount); r++) ideal += discount[r]!
  return hits / wantedCount + gain / ideal
}
