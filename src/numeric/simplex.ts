export interface LinearProgramme {
  /** c, length n: Σ c_j x_j is maximised over x ≥ 0 */
  readonly objective: readonly number[]
  /** A, one row a constraint, each of length n */
  readonly rows: readonly (readonly number[])[]
  /** b, one a row: A x = b */
  readonly right: readonly number[]
}

export interface Solution {
  readonly value: number
  /** length n */
  readonly x: Float64Array
  /** one a row: how much the value gains per unit of its right side */
  readonly duals: Float64Array
}

const epsilon = 1e-10
/** Out of reach for the programmes that this is for: a handful of rows. */
const maxPivots = 20_000

/**
 * Small linear programmes in standard form by the two-phase tableau simplex (Dantzig 1963), with Bland's rule (1977), so that it ends.
 * For few rows: every pivot costs rows × columns.
 * @returns null: infeasible
 * @throws RangeError unbounded
 */
export function maximiseLinear({ objective, rows, right }: LinearProgramme): Solution | null {
  const m = rows.length
  const n = objective.length
  const width = n + m + 1
  const sign = right.map((b) => (b < 0 ? -1 : 1))
  // Columns: x, one artificial a row, the right side. The artificials start as the basis and later carry the duals.
  const table = rows.map((row, r) => {
    const line = new Float64Array(width)
    for (let j = 0; j < n; j++) line[j] = sign[r]! * row[j]!
    line[n + r] = 1
    line[width - 1] = sign[r]! * right[r]!
    return line
  })
  const basis = rows.map((_, r) => n + r)

  const first = new Float64Array(width)
  for (let j = n; j < n + m; j++) first[j] = -1
  const infeasible = run(table, basis, first, n, width)
  if (infeasible < -1e-8 * (1 + Math.max(0, ...right.map(Math.abs)))) return null
  driveOut(table, basis, n, width)

  const second = new Float64Array(width)
  second.set(objective)
  const value = run(table, basis, second, n, width)
  const x = new Float64Array(n)
  basis.forEach((column, r) => {
    if (column < n) x[column] = table[r]![width - 1]!
  })
  // The reduced cost of artificial r is −(its row's dual), as its own cost is 0.
  const duals = Float64Array.from(rows, (_, r) => sign[r]! * priceOut(table, basis, second, n + r))
  return { value, x, duals }
}

/** Pivots until no column below `enterable` improves; returns the objective's value. */
function run(
  table: Float64Array[],
  basis: number[],
  cost: Float64Array,
  enterable: number,
  width: number,
): number {
  for (let pivots = 0; pivots < maxPivots; pivots++) {
    const entering = enteringColumn(table, basis, cost, enterable)
    if (entering < 0) return priceOut(table, basis, cost, width - 1)
    const leaving = leavingRow(table, basis, entering, width)
    if (leaving < 0) throw new RangeError('the linear programme is unbounded')
    pivot(table, basis, leaving, entering, width)
  }
  throw new RangeError('the simplex did not end')
}

function enteringColumn(
  table: readonly Float64Array[],
  basis: readonly number[],
  cost: Float64Array,
  enterable: number,
): number {
  for (let j = 0; j < enterable; j++) {
    if (cost[j]! - priceOut(table, basis, cost, j) > epsilon) return j
  }
  return -1
}

function leavingRow(
  table: readonly Float64Array[],
  basis: readonly number[],
  entering: number,
  width: number,
): number {
  let leaving = -1
  let least = Number.POSITIVE_INFINITY
  for (let r = 0; r < table.length; r++) {
    const step = table[r]![entering]!
    if (step <= epsilon) continue
    const ratio = table[r]![width - 1]! / step
    if (ratio < least - epsilon || (ratio <= least + epsilon && basis[r]! < basis[leaving]!)) {
      least = Math.min(least, ratio)
      leaving = r
    }
  }
  return leaving
}

/** Σ_r cost of row r's basic column · table[r][column] */
function priceOut(
  table: readonly Float64Array[],
  basis: readonly number[],
  cost: Float64Array,
  column: number,
): number {
  let total = 0
  for (let r = 0; r < table.length; r++) total += cost[basis[r]!]! * table[r]![column]!
  return total
}

function pivot(table: Float64Array[], basis: number[], row: number, column: number, width: number): void {
  const line = table[row]!
  const by = line[column]!
  for (let j = 0; j < width; j++) line[j]! /= by
  for (let r = 0; r < table.length; r++) {
    const factor = table[r]![column]!
    if (r === row || factor === 0) continue
    const other = table[r]!
    for (let j = 0; j < width; j++) other[j]! -= factor * line[j]!
  }
  basis[row] = column
}

/** Artificials that stayed in the basis at 0 leave it wherever their row has anything else. */
function driveOut(table: Float64Array[], basis: number[], n: number, width: number): void {
  basis.forEach((column, r) => {
    if (column < n) return
    const other = table[r]!.findIndex((cell, j) => j < n && Math.abs(cell) > 1e-9)
    if (other >= 0) pivot(table, basis, r, other, width)
  })
}
