import type { SparseRows } from '../numeric/sparse-rows.ts'
import type { InteractionLists } from './interaction-lists.ts'

/** A training file as a matrix, with the ids behind its rows and columns. */
export interface InteractionMatrix {
  readonly matrix: SparseRows
  /** user id → row, item id → column; both ascending */
  readonly rowOf: ReadonlyMap<number, number>
  readonly columnOf: ReadonlyMap<number, number>
}

/** Every interaction weighs 1. Ids may have gaps: memory goes with what is there. */
export function interactionMatrix({ itemsOf, interactions }: InteractionLists): InteractionMatrix {
  const rowOf = numbered(itemsOf.keys())
  const columnOf = numbered(everyItem(itemsOf))
  const rowStart = new Int32Array(rowOf.size + 1)
  const columns = new Int32Array(interactions)
  for (const [user, row] of rowOf) {
    let at = rowStart[row]!
    for (const item of itemsOf.get(user)!) columns[at++] = columnOf.get(item)!
    rowStart[row + 1] = at
  }
  const values = new Float32Array(interactions).fill(1)
  return { matrix: { rows: rowOf.size, width: columnOf.size, rowStart, columns, values }, rowOf, columnOf }
}

function* everyItem(itemsOf: InteractionLists['itemsOf']): Iterable<number> {
  for (const items of itemsOf.values()) yield* items
}

function numbered(ids: Iterable<number>): Map<number, number> {
  const ascending = [...new Set(ids)].sort((a, b) => a - b)
  return new Map(ascending.map((id, index) => [id, index]))
}
