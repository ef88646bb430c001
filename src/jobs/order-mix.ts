import { z } from 'zod'
import type { Database } from '../db/client.ts'
import { stabilityIndex } from '../numeric/stability-index.ts'
import { type Dataset, orderType } from '../relevance/dataset.ts'

const hourMs = 3_600_000
/** Orders compared, at most: the latest. */
const latestOrders = 5000

/** What the latest orders that a model learnt from were like, as counts: the measure of drift. */
export const orderMixSchema = z.object({
  /** by hour of the day, UTC */
  hours: z.array(z.int()).length(24),
  /** by the restaurant's price level; 0: unknown */
  priceLevels: z.array(z.int()).length(5),
  /** upper ends of amounts, ascending; the last cell is open */
  amountEnds: z.array(z.number()).length(4),
  amounts: z.array(z.int()).length(5),
})
export type OrderMix = z.infer<typeof orderMixSchema>

/** The mix of the latest orders of a dataset; amounts in fifths. */
export function orderMixOf(dataset: Dataset): OrderMix {
  const rows: number[] = []
  for (let row = dataset.length - 1; row >= 0 && rows.length < latestOrders; row--) {
    if (dataset.type[row] === orderType) rows.push(row)
  }
  const amounts = Float64Array.from(
    rows.map((row) => dataset.amount[row]!).filter((amount) => amount > 0),
  ).sort()
  const amountEnds = [0.2, 0.4, 0.6, 0.8].map((share) => amounts[Math.floor(share * amounts.length)] ?? 0)
  const hours = new Array<number>(24).fill(0)
  const priceLevels = new Array<number>(5).fill(0)
  for (const row of rows) {
    hours[new Date(dataset.atMs[row]!).getUTCHours()]!++
    priceLevels[dataset.catalogue.priceLevel[dataset.restaurant[row]!]!]!++
  }
  const cells = new Array<number>(5).fill(0)
  for (const amount of amounts) cells[cellOf(amount, amountEnds)]!++
  return { hours, priceLevels, amountEnds, amounts: cells }
}

const cellOf = (amount: number, ends: readonly number[]) => {
  const cell = ends.findIndex((end) => amount < end)
  return cell < 0 ? ends.length : cell
}

export interface Drift {
  readonly orders: number
  /** population stability index of what moved most, and what that is */
  readonly index: number
  readonly what: 'hour of the day' | 'price level' | 'amount'
}

/** How far the orders after `sinceMs` are from the mix that the model knew. */
export async function measureDrift(
  database: Pick<Database, 'pool'>,
  mix: OrderMix,
  sinceMs: number,
): Promise<Drift> {
  const { rows } = await database.pool.query<{ at: Date; amount: number | null; level: number | null }>(
    `SELECT i.at, i.amount, r.price_level AS level FROM interactions i JOIN restaurants r ON r.id = i.restaurant_id
      WHERE i.type = 'order' AND i.at > $1 ORDER BY i.at DESC, i.id DESC LIMIT ${latestOrders}`,
    [new Date(sinceMs)],
  )
  const hours = new Array<number>(24).fill(0)
  const priceLevels = new Array<number>(5).fill(0)
  const amounts = new Array<number>(5).fill(0)
  for (const { at, amount, level } of rows) {
    hours[Math.floor(at.getTime() / hourMs) % 24]!++
    priceLevels[level ?? 0]!++
    if (amount !== null && amount > 0) amounts[cellOf(amount, mix.amountEnds)]!++
  }
  const found = [
    { what: 'hour of the day', index: stabilityIndex(mix.hours, hours) },
    { what: 'price level', index: stabilityIndex(mix.priceLevels, priceLevels) },
    { what: 'amount', index: stabilityIndex(mix.amounts, amounts) },
  ] as const
  return { orders: rows.length, ...found.reduce((a, b) => (b.index > a.index ? b : a)) }
}
