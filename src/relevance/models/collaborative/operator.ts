/**
 * An item–item operator: row i says what an interaction with item i adds to every other item's score. All that serving needs of the
 * model: a user is the weighted sum of the rows of what they did.
 */
export interface ItemOperator {
  readonly items: number
  /** length items + 1 */
  readonly rowStart: Int32Array
  /** within a row the strongest first, ties by index; never the row's own item */
  readonly columns: Int32Array
  /** as long as `columns`; positive */
  readonly values: Float32Array
}

/**
 * out[j] += Σ_h weights[h] · W[history[h], j]; what was in `out` stays, so clear it first where a sum alone is wanted.
 * @param history item indices; those that the operator does not know (negative, or beyond its items) add nothing
 * @param weights as long as `history`
 * @param out length items
 */
export function scoreHistory(
  operator: ItemOperator,
  history: ArrayLike<number>,
  weights: ArrayLike<number>,
  out: Float32Array | Float64Array,
): void {
  const { rowStart, columns, values, items } = operator
  for (let h = 0; h < history.length; h++) {
    const item = history[h]!
    if (item < 0 || item >= items) continue
    const weight = weights[h]!
    const end = rowStart[item + 1]!
    for (let e = rowStart[item]!; e < end; e++) {
      const column = columns[e]!
      out[column] = out[column]! + weight * values[e]!
    }
  }
}

/**
 * What each of the history's items adds to `candidate`'s score: "because you ordered from …". Their sum is its score.
 * @returns as long as `history`
 */
export function contributions(
  operator: ItemOperator,
  history: ArrayLike<number>,
  weights: ArrayLike<number>,
  candidate: number,
): Float64Array {
  const { rowStart, columns, values, items } = operator
  return Float64Array.from(history, (item, h) => {
    if (item < 0 || item >= items) return 0
    const end = rowStart[item + 1]!
    for (let e = rowStart[item]!; e < end; e++) if (columns[e] === candidate) return weights[h]! * values[e]!
    return 0
  })
}
