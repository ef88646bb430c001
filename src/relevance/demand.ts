import type { Catalogue } from '../catalog/catalogue.ts'
import { localMinuteOfWeek } from '../catalog/opening-hours.ts'
import {
  addOrder,
  addTime,
  addTimes,
  createOrderCounts,
  demandDays,
  type OrderCounts,
} from './order-counts.ts'

export { demandDays }

const dayMs = 86_400_000

/**
 * How often each restaurant of a catalogue is ordered from, lately: exponentially decayed counts. Live state, not a model: orders
 * are observed as they come, in any order of time, and late ones count by their own time.
 */
export interface Demand {
  /** Counts one order of catalogue index `item`. `amount` NaN: unknown. */
  observe(item: number, atMs: number, amount: number): void
  /**
   * Orders of `item` as of `atMs`, decayed with τ = 30 days: Σ exp((t − atMs)/τ), at most `count(item)`; 0 before its first
   * order. Between its first and last order the later ones are in it too, as whole ones or nearly: demand is of today.
   */
  orders(item: number, atMs: number): number
  /** The same over all items. */
  total(atMs: number): number
  /** log of `orders` and `total`, −Infinity for none; `recently` decays with τ = 7 days. */
  logOrders(memory: DemandMemory, item: number, atMs: number): number
  logTotal(memory: DemandMemory, atMs: number): number
  /** All-time orders of `item` and the mean of their known amounts (NaN when none is known). */
  count(item: number): number
  meanAmount(item: number): number
  /** Orders of `item` by local hour of the day, all-time, row-major size × 24. */
  readonly hourOfDay: Float32Array
  /** Orders observed so far; who keeps a list sorted by demand knows from it when to sort again. */
  readonly revision: number
}

export type DemandMemory = keyof typeof demandDays

/** Demand whose counts can be kept, and counted on from. */
export interface CountedDemand extends Demand {
  readonly counts: OrderCounts
}

/**
 * Sums are kept as logarithms of Σ exp(t/τ) with t from the epoch: independent of the order of arrival, never to be scaled
 * again, and an order with a date far in the future can neither overflow nor drown the rest.
 * @param counts what was counted before, by catalogue index; taken over, and counted on in
 */
export function createDemand(
  catalogue: Pick<Catalogue, 'size' | 'timeZone' | 'timeZones'>,
  counts: OrderCounts = createOrderCounts(catalogue.size),
): CountedDemand {
  const { size, timeZone, timeZones } = catalogue
  const { count, known, amount: amounts, hourOfDay } = counts
  /** of all restaurants */
  const total = createOrderCounts(1)
  let revision = 0
  for (let item = 0; item < size; item++) {
    revision += count[item]!
    addTimes(counts, item, total, 0)
  }

  const logOrders = (memory: DemandMemory, item: number, atMs: number) =>
    atMs < counts.firstMs[item]!
      ? Number.NEGATIVE_INFINITY
      : decayed(counts[memory][item]!, memory, atMs, count[item]!)
  const logTotal = (memory: DemandMemory, atMs: number) =>
    atMs < total.firstMs[0]! ? Number.NEGATIVE_INFINITY : decayed(total[memory][0]!, memory, atMs, revision)
  return {
    counts,
    observe(item, atMs, amount) {
      revision++
      const hour = Math.floor((localMinuteOfWeek(atMs, timeZones[timeZone[item]!]!) % 1440) / 60)
      addOrder(counts, item, atMs, amount, hour)
      addTime(total, 0, atMs)
    },
    orders: (item, atMs) => Math.exp(logOrders('lately', item, atMs)),
    total: (atMs) => Math.exp(logTotal('lately', atMs)),
    logOrders,
    logTotal,
    count: (item) => count[item]!,
    meanAmount: (item) => amounts[item]! / known[item]!,
    hourOfDay,
    get revision() {
      return revision
    },
  }
}

function decayed(logSum: number, memory: DemandMemory, atMs: number, count: number): number {
  const log = logSum - atMs / (demandDays[memory] * dayMs)
  // Up to one order it can't be more than there are.
  return log <= 0 ? log : Math.min(log, Math.log(count))
}
