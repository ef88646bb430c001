import type { Catalogue } from '../catalog/catalogue.ts'
import { localMinuteOfWeek } from '../catalog/opening-hours.ts'

const dayMs = 86_400_000
/** Time constants τ of the two memories: an order that is τ old counts 1/e. */
export const demandDays = { lately: 30, recently: 7 } as const

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

/**
 * Sums are kept as logarithms of Σ exp(t/τ) with t from the epoch: independent of the order of arrival, never to be scaled
 * again, and an order with a date far in the future can neither overflow nor drown the rest.
 */
export function createDemand(catalogue: Pick<Catalogue, 'size' | 'timeZone' | 'timeZones'>): Demand {
  const { size, timeZone, timeZones } = catalogue
  const memories = {
    lately: createMemory(size, demandDays.lately * dayMs),
    recently: createMemory(size, demandDays.recently * dayMs),
  }
  const counts = new Int32Array(size)
  const amounts = new Float64Array(size)
  const known = new Int32Array(size)
  const hourOfDay = new Float32Array(size * 24)
  let revision = 0

  const logOrders = (memory: DemandMemory, item: number, atMs: number) =>
    memories[memory].log(item, atMs, counts[item]!)
  const logTotal = (memory: DemandMemory, atMs: number) => memories[memory].log(size, atMs, revision)
  return {
    observe(item, atMs, amount) {
      revision++
      counts[item]!++
      memories.lately.add(item, atMs)
      memories.recently.add(item, atMs)
      if (!Number.isNaN(amount)) {
        amounts[item]! += amount
        known[item]!++
      }
      const hour = Math.floor((localMinuteOfWeek(atMs, timeZones[timeZone[item]!]!) % 1440) / 60)
      hourOfDay[item * 24 + hour]!++
    },
    orders: (item, atMs) => Math.exp(logOrders('lately', item, atMs)),
    total: (atMs) => Math.exp(logTotal('lately', atMs)),
    logOrders,
    logTotal,
    count: (item) => counts[item]!,
    meanAmount: (item) => amounts[item]! / known[item]!,
    hourOfDay,
    get revision() {
      return revision
    },
  }
}

/** log Σ exp(t/τ) for each item, and for all of them together in the cell after the last. */
function createMemory(size: number, tauMs: number) {
  const sums = new Float64Array(size + 1).fill(Number.NEGATIVE_INFINITY)
  const first = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY)
  const addTo = (cell: number, exponent: number) => {
    const before = sums[cell]!
    first[cell] = Math.min(first[cell]!, exponent)
    const high = Math.max(before, exponent)
    sums[cell] = high + Math.log1p(Math.exp(Math.min(before, exponent) - high))
  }
  return {
    add(item: number, atMs: number) {
      addTo(item, atMs / tauMs)
      addTo(size, atMs / tauMs)
    },
    log(cell: number, atMs: number, count: number) {
      if (atMs / tauMs < first[cell]!) return Number.NEGATIVE_INFINITY
      return Math.min(sums[cell]! - atMs / tauMs, Math.log(count))
    },
  }
}
