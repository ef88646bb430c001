import type { ItemOperator } from '../collaborative/operator.ts'

/** Pairs of one user beyond this many items say little and cost their square. */
const maxItemsPerUser = 300

/**
 * Cosine of the sets of users: W_ij = |U_i ∩ U_j| / √(|U_i| |U_j|), the `entriesPerRow` strongest of each row (item-kNN; Sarwar et
 * al., WWW 2001). What the model uses where a spectral operator has too little to stand on.
 * @param rowStart, columns users × items as compressed rows, each item once a user
 */
export function cooccurrence(
  users: { readonly rowStart: Int32Array; readonly columns: Int32Array },
  items: number,
  entriesPerRow: number,
): ItemOperator {
  const rows = users.rowStart.length - 1
  const degree = new Int32Array(items)
  for (let e = 0; e < users.columns.length; e++) degree[users.columns[e]!]!++
  const usersOf: number[][] = Array.from({ length: items }, () => [])
  for (let u = 0; u < rows; u++) {
    for (let e = users.rowStart[u]!; e < users.rowStart[u + 1]!; e++) usersOf[users.columns[e]!]!.push(u)
  }
  const together = new Int32Array(items)
  const rowStart = new Int32Array(items + 1)
  const columns: number[] = []
  const values: number[] = []
  for (let i = 0; i < items; i++) {
    const touched: number[] = []
    for (const u of usersOf[i]!) {
      const end = Math.min(users.rowStart[u + 1]!, users.rowStart[u]! + maxItemsPerUser)
      for (let e = users.rowStart[u]!; e < end; e++) {
        const j = users.columns[e]!
        if (together[j]!++ === 0) touched.push(j)
      }
    }
    const row = touched
      .filter((j) => j !== i)
      .map((j) => ({ j, value: together[j]! / Math.sqrt(degree[i]! * degree[j]!) }))
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
