import type { Markets } from '../catalog/markets.ts'
import { createSharedBuffers, type SharedBuffers } from '../numeric/shared-buffers.ts'
import type { SparseRows } from '../numeric/sparse-rows.ts'
import type { ItemOperator } from './models/collaborative/operator.ts'

/**
 * Makes the collaborative part from users × restaurants.
 * @param buffers memory that fits one after the other use again; left out: of its own
 */
export type FitOperator = (data: SparseRows, buffers?: SharedBuffers) => ItemOperator | Promise<ItemOperator>

/**
 * Fits each market on its own and puts the rows together. Restaurants of different markets have next to no guests in common, and one
 * fit of all of them would have to share its few hundred directions out among the cities; its memory would grow with the whole
 * instead of the largest market. A restaurant whose place is unknown joins the market that most of its guests' interactions are in.
 */
export async function fitByMarket(
  data: SparseRows,
  markets: Markets,
  fitOne: FitOperator,
): Promise<ItemOperator> {
  if (markets.count <= 1) return await fitOne(data)
  const parts = splitByMarket(data, { ...markets, of: withUnknown(data, markets) })
  const buffers = createSharedBuffers()
  const fitted: (ItemOperator | undefined)[] = []
  // The largest first, so that its memory does for all.
  const order = [...parts.keys()].sort((a, b) => sizeOf(parts[b]!) - sizeOf(parts[a]!) || a - b)
  for (const m of order) fitted[m] = await fitOne(parts[m]!.data, buffers)
  return putTogether(data.width, parts, fitted)
}

const sizeOf = ({ data }: Part) => data.width + data.rows

interface Part {
  /** of the market alone: its users in their order, and its items numbered anew in theirs */
  readonly data: SparseRows
  /** items[local] = column of the whole; ascending */
  readonly items: Int32Array
}

/** Markets with at least one item; items that are nobody's are in none. */
export function splitByMarket(data: SparseRows, { count, of }: Markets): Part[] {
  const items = Array.from({ length: count }, () => [] as number[])
  const local = new Int32Array(data.width)
  for (let item = 0; item < data.width; item++) {
    if (of[item]! >= 0) local[item] = items[of[item]!]!.push(item) - 1
  }
  const { users, entries } = sizes(data, of, count)
  const parts = items.map((columns, m) => ({
    items: Int32Array.from(columns),
    data: {
      rows: users[m]!,
      width: columns.length,
      rowStart: new Int32Array(users[m]! + 1),
      columns: new Int32Array(entries[m]!),
      values: new Float32Array(entries[m]!),
    },
  }))
  const row = new Int32Array(count)
  const filled = new Int32Array(count)
  forEachUser(data, of, (touched, user) => {
    for (let e = data.rowStart[user]!; e < data.rowStart[user + 1]!; e++) {
      const m = of[data.columns[e]!]!
      if (m < 0) continue
      const at = filled[m]!++
      parts[m]!.data.columns[at] = local[data.columns[e]!]!
      parts[m]!.data.values[at] = data.values[e]!
    }
    for (const m of touched) parts[m]!.data.rowStart[++row[m]!] = filled[m]!
  })
  return parts.filter(({ items: { length } }) => length > 0)
}

function sizes(data: SparseRows, of: Int32Array, count: number) {
  const users = new Int32Array(count)
  const entries = new Int32Array(count)
  forEachUser(data, of, (touched) => {
    for (const m of touched) users[m]!++
  })
  for (const column of data.columns) if (of[column]! >= 0) entries[of[column]!]!++
  return { users, entries }
}

/** Calls `visit` for each user with the markets that they have something to do with, each once. */
function forEachUser(
  { rows, rowStart, columns }: SparseRows,
  of: Int32Array,
  visit: (markets: readonly number[], user: number) => void,
): void {
  for (let user = 0; user < rows; user++) {
    const touched: number[] = []
    for (let e = rowStart[user]!; e < rowStart[user + 1]!; e++) {
      const m = of[columns[e]!]!
      if (m >= 0 && touched.at(-1) !== m && !touched.includes(m)) touched.push(m)
    }
    visit(touched, user)
  }
}

/** The markets with each unknown restaurant in that of most of its guests' interactions; −1: those of nobody whose market is known. */
function withUnknown({ rows, width, rowStart, columns }: SparseRows, { of }: Markets): Int32Array {
  if (!of.includes(-1)) return of
  const votes = Array.from({ length: width }, (_, item) =>
    of[item] === -1 ? new Map<number, number>() : null,
  )
  for (let user = 0; user < rows; user++) {
    const own = columns.subarray(rowStart[user], rowStart[user + 1])
    const known = own.filter((item) => of[item]! >= 0)
    for (const item of own) {
      const counts = votes[item]
      if (counts) for (const other of known) counts.set(of[other]!, (counts.get(of[other]!) ?? 0) + 1)
    }
  }
  return of.map((market, item) => {
    const counts = votes[item]
    if (!counts) return market
    const best = [...counts].sort(([a, x], [b, y]) => y - x || a - b)[0]
    return best ? best[0] : -1
  })
}

/** Empties `fitted` on the way, so that its memory can be had back. */
function putTogether(
  items: number,
  parts: readonly Part[],
  fitted: (ItemOperator | undefined)[],
): ItemOperator {
  const rowStart = new Int32Array(items + 1)
  parts.forEach((part, m) => {
    const own = fitted[m]!.rowStart
    part.items.forEach((item, local) => {
      rowStart[item + 1] = own[local + 1]! - own[local]!
    })
  })
  for (let item = 0; item < items; item++) rowStart[item + 1]! += rowStart[item]!
  const columns = new Int32Array(rowStart[items]!)
  const values = new Float32Array(rowStart[items]!)
  parts.forEach((part, m) => {
    const own = fitted[m]!
    fitted[m] = undefined
    part.items.forEach((item, local) => {
      const [from, to] = [own.rowStart[local]!, own.rowStart[local + 1]!]
      values.set(own.values.subarray(from, to), rowStart[item])
      for (let e = from; e < to; e++) columns[rowStart[item]! + e - from] = part.items[own.columns[e]!]!
    })
  })
  return { items, rowStart, columns, values }
}
