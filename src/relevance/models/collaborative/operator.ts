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
 * Which of the history's items adds most to `candidate`'s score; of equal ones the first; −1: none adds anything. A row is read only as
 * far as its entries could still add more than what was found, since the strongest stand first.
 */
export function strongestContribution(
  { rowStart, columns, values }: ItemOperator,
  history: ArrayLike<number>,
  weights: ArrayLike<number>,
  candidate: number,
): number {
  let best = -1
  let most = 0
  for (let h = 0; h < history.length; h++) {
    const end = rowStart[history[h]! + 1]!
    const weight = weights[h]!
    for (let e = rowStart[history[h]!]!; e < end && weight * values[e]! > most; e++) {
      if (columns[e] !== candidate) continue
      best = h
      most = weight * values[e]!
    }
  }
  return best
}
