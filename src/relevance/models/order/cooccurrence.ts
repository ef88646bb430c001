import { type SparseRows, transpose } from '../../../numeric/sparse-rows.ts'
import type { ItemOperator } from '../collaborative/operator.ts'

/** Pairs of one user beyond this many items say little and cost their square. */
const maxItemsPerUser = 300

/**
 * Cosine of the columns of users × items: W_ij = ⟨c_i, c_j⟩ / (|c_i| |c_j|), the `entriesPerRow` strongest of each row (item-kNN;
 * Sarwar et al., WWW 2001). What the model uses where a spectral operator has too little to stand on.
 * @param users values are the weights of interactions, positive
 */
export function cooccurrence(users: SparseRows, entriesPerRow: number): ItemOperator {
  const items = users.width
  const byItem = transpose(users)
  const lengths = rowLengths(byItem)
  const together = new Float64Array(items)
  const rowStart = new Int32Array(items + 1)
  const columns: number[] = []
  const values: number[] = []
  for (let i = 0; i < items; i++) {
    const touched = addCompany(users, byItem, i, together)
    const row = touched
      .filter((j) => j !== i)
      .map((j) => ({ j, value: together[j]! / (lengths[i]! * lengths[j]!) }))
      .sort((a, b) => b.value - a.value || a.j - b.j)
      .slice(0, entriesPerRow)
    for (const { j, value } of row) {
      columns.push(j)
      values.push(value)
    }
    for (const j of touched) together[j] = 0
    rowStart[i + 1] = columns.length
  }
  return { items, rowStart, columns: Int32Array.from(columns), values: Float32Array.from(values) }
}

/** together[j] += ⟨c_i, c_j⟩; returns the j that it touched. */
function addCompany(users: SparseRows, byItem: SparseRows, i: number, together: Float64Array): number[] {
  const touched: number[] = []
  for (let f = byItem.rowStart[i]!; f < byItem.rowStart[i + 1]!; f++) {
    const [user, weight] = [byItem.columns[f]!, byItem.values[f]!]
    const end = Math.min(users.rowStart[user + 1]!, users.rowStart[user]! + maxItemsPerUser)
    for (let e = users.rowStart[user]!; e < end; e++) {
      const j = users.columns[e]!
      if (together[j] === 0) touched.push(j)
      together[j]! += weight * users.values[e]!
    }
  }
  return touched
}

function rowLengths({ rows, rowStart, values }: SparseRows): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (let e = rowStart[row]!; e < rowStart[row + 1]!; e++) sum += values[e]! ** 2
    return Math.sqrt(sum)
  })
}
