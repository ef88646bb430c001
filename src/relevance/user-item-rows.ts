import { interactionTypes } from '../interactions/schema.ts'
import type { SparseRows } from '../numeric/sparse-rows.ts'
import type { Dataset } from './dataset.ts'

/** What an interaction says of a liking, against an order; types that are not named say nothing (docs/relevance.md has what was tried). */
const typeWeights: Partial<Record<(typeof interactionTypes)[number], number>> = { order: 1, click: 0.5 }
const weightOf = Float64Array.from(interactionTypes, (type) => typeWeights[type] ?? 0)

/**
 * Users × restaurants before row `end`: what the strongest interaction of the two weighs. Repeats count once:
 * they tell of habit, not of taste. Users who opted out have empty rows.
 */
export function userItemRows(dataset: Dataset, end: number): SparseRows {
  const { catalogue, users, restaurant, type } = dataset
  const { start, rows } = rowsByUser(dataset, end)
  const strongest = new Float64Array(catalogue.size)
  const rowStart = new Int32Array(users.length + 1)
  // As many as there are rows, of which repeats leave some over.
  const columns = new Int32Array(rows.length)
  const values = new Float32Array(rows.length)
  let filled = 0
  for (let user = 0; user < users.length; user++) {
    const places: number[] = []
    for (let n = start[user]!; n < start[user + 1]!; n++) {
      const row = rows[n]!
      const weight = weightOf[type[row]!]!
      const place = restaurant[row]!
      if (strongest[place] === 0) places.push(place)
      strongest[place] = Math.max(strongest[place]!, weight)
    }
    for (const place of places.sort((a, b) => a - b)) {
      columns[filled] = place
      values[filled++] = strongest[place]!
      strongest[place] = 0
    }
    rowStart[user + 1] = filled
  }
  return {
    rows: users.length,
    width: catalogue.size,
    rowStart,
    columns: columns.slice(0, filled),
    values: values.slice(0, filled),
  }
}

/** The rows that weigh something, one user's after the other's. */
function rowsByUser({ users, user, type }: Dataset, end: number) {
  const counts = (row: number) => weightOf[type[row]!]! > 0 && !users[user[row]!]!.optedOut
  const start = new Int32Array(users.length + 1)
  for (let row = 0; row < end; row++) if (counts(row)) start[user[row]! + 1]!++
  for (let u = 0; u < users.length; u++) start[u + 1]! += start[u]!
  const next = start.slice(0, users.length)
  const rows = new Int32Array(start[users.length]!)
  for (let row = 0; row < end; row++) if (counts(row)) rows[next[user[row]!]!++] = row
  return { start, rows }
}
