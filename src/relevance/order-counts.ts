/** The half-lives' bases: an order that is so old counts 1/e in the memory of that name, days. */
export const demandDays = { lately: 30, recently: 7 } as const

const dayMs = 86_400_000
const latelyMs = demandDays.lately * dayMs
const recentlyMs = demandDays.recently * dayMs

/** What is counted of the orders of some restaurants, as parallel columns of length `size`; grows with every order. */
export interface OrderCounts {
  readonly size: number
  readonly count: Int32Array
  /** orders whose amount is known, and the sum of these amounts */
  readonly known: Int32Array
  readonly amount: Float64Array
  /** log Σ exp(t/τ), t from the epoch; −Infinity without orders */
  readonly lately: Float64Array
  readonly recently: Float64Array
  /** the first order's time; Infinity without orders */
  readonly firstMs: Float64Array
  /** row-major, size × 24 */
  readonly hourOfDay: Float32Array
}

export function createOrderCounts(size: number): OrderCounts {
  return {
    size,
    count: new Int32Array(size),
    known: new Int32Array(size),
    amount: new Float64Array(size),
    lately: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    recently: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    firstMs: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
    hourOfDay: new Float32Array(size * 24),
  }
}

/** Counts one order. @param amount NaN: unknown; @param hour local, 0 to 23 */
export function addOrder(to: OrderCounts, cell: number, atMs: number, amount: number, hour: number): void {
  to.count[cell]!++
  addTime(to, cell, atMs)
  if (!Number.isNaN(amount)) {
    to.amount[cell]! += amount
    to.known[cell]!++
  }
  to.hourOfDay[cell * 24 + hour]!++
}

/** The order's part in the decayed counts alone. */
export function addTime(to: Times, cell: number, atMs: number): void {
  to.lately[cell] = logSum(to.lately[cell]!, atMs / latelyMs)
  to.recently[cell] = logSum(to.recently[cell]!, atMs / recentlyMs)
  to.firstMs[cell] = Math.min(to.firstMs[cell]!, atMs)
}

export type Times = Pick<OrderCounts, 'lately' | 'recently' | 'firstMs'>

/** Adds the decayed counts of one cell to those of another. */
export function addTimes(from: Times, cell: number, to: Times, at: number): void {
  to.lately[at] = logSum(to.lately[at]!, from.lately[cell]!)
  to.recently[at] = logSum(to.recently[at]!, from.recently[cell]!)
  to.firstMs[at] = Math.min(to.firstMs[at]!, from.firstMs[cell]!)
}

/** Writes all that is counted in `cell` over what is counted in `at`. */
export function copyCounts(from: OrderCounts, cell: number, to: OrderCounts, at: number): void {
  to.count[at] = from.count[cell]!
  to.known[at] = from.known[cell]!
  to.amount[at] = from.amount[cell]!
  to.lately[at] = from.lately[cell]!
  to.recently[at] = from.recently[cell]!
  to.firstMs[at] = from.firstMs[cell]!
  for (let h = 0; h < 24; h++) to.hourOfDay[at * 24 + h] = from.hourOfDay[cell * 24 + h]!
}

/** Adds all that is counted in `cell` to what is counted in `at`. */
export function addCounts(from: OrderCounts, cell: number, to: OrderCounts, at: number): void {
  to.count[at]! += from.count[cell]!
  to.known[at]! += from.known[cell]!
  to.amount[at]! += from.amount[cell]!
  addTimes(from, cell, to, at)
  for (let h = 0; h < 24; h++) to.hourOfDay[at * 24 + h]! += from.hourOfDay[cell * 24 + h]!
}

/** log(exp a + exp b); either may be −Infinity. */
function logSum(a: number, b: number): number {
  const high = Math.max(a, b)
  return high === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high))
}

/** Changes with the layout of `encodeCounts` and with what is counted: kept counts of another form are counted anew. */
export const countsForm = 1
/** Bytes a restaurant. */
export const countsBytes = 40 + 4 * 24

/** One restaurant's counts as bytes, little-endian: count, known (int32), amount, lately, recently, firstMs (float64), hours (float32). */
export function encodeCounts(from: OrderCounts, cell: number): Uint8Array {
  const bytes = new Uint8Array(countsBytes)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, from.count[cell]!, true)
  view.setInt32(4, from.known[cell]!, true)
  const wide = [from.amount, from.lately, from.recently, from.firstMs]
  wide.forEach((column, n) => {
    view.setFloat64(8 + 8 * n, column[cell]!, true)
  })
  for (let h = 0; h < 24; h++) view.setFloat32(40 + 4 * h, from.hourOfDay[cell * 24 + h]!, true)
  return bytes
}

/** Reads into `cell`, over what was there, what `encodeCounts` wrote. @param at where the bytes begin */
export function decodeCounts(bytes: Uint8Array, at: number, to: OrderCounts, cell: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, countsBytes)
  to.count[cell] = view.getInt32(0, true)
  to.known[cell] = view.getInt32(4, true)
  to.amount[cell] = view.getFloat64(8, true)
  to.lately[cell] = view.getFloat64(16, true)
  to.recently[cell] = view.getFloat64(24, true)
  to.firstMs[cell] = view.getFloat64(32, true)
  for (let h = 0; h < 24; h++) to.hourOfDay[cell * 24 + h] = view.getFloat32(40 + 4 * h, true)
}
