import type { Steps } from '../analysis/steps.ts'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { CountedOrder, KeptCounts } from '../interactions/counted-orders.ts'
import { type CountedDemand, createDemand } from '../relevance/demand.ts'
import {
  addOrder,
  copyCounts,
  createOrderCounts,
  decodeCounts,
  type OrderCounts,
} from '../relevance/order-counts.ts'
import { localHour } from '../relevance/tally.ts'

/** One order as it comes in. */
export interface LiveOrder {
  readonly restaurantId: string
  readonly atMs: number
  /** NaN: unknown */
  readonly amount: number
}

/** The orders of a catalogue's restaurants, counted, and those of restaurants that it does not have yet. Each book counts on in its demand. */
export interface OrderBook {
  readonly catalogue: Catalogue
  readonly demand: CountedDemand
  /** True: of some restaurants the hours of orders are those of a time zone that they are no longer in. */
  readonly hoursAreOld: boolean
  observe(orders: readonly LiveOrder[]): void
  /**
   * The same orders by the indices of another catalogue; those of restaurants that are gone are dropped. What this book observes from
   * the first step on is in the other too. The last move counts.
   */
  moveTo(catalogue: Catalogue): Steps<OrderBook>
}

/** Orders and counts of unknown restaurants that wait for their catalogue at most; then the first give way. They wait for moments. */
const mostStrangers = 100_000
/** Counts moved in one go; about a millisecond. */
const restaurantsAStep = 4096

interface Strangers {
  readonly counts: readonly KeptCounts[]
  readonly orders: readonly LiveOrder[]
}

/** Begins with what was counted before. @param counts by index of `catalogue`; taken over */
export function createOrderBook(
  catalogue: Catalogue,
  counts: OrderCounts = createOrderCounts(catalogue.size),
  strangers: Strangers = { counts: [], orders: [] },
  hoursAreOld = false,
): OrderBook {
  const demand = createDemand(catalogue, counts)
  const strange = [...strangers.orders]
  /** Restaurants below this index are copied by the move under way; -1: there is none. */
  let copied = -1
  /** Observed of them, or of unknown ones, since. */
  let late: LiveOrder[] = []
  /** What the last move made. */
  let heir: OrderBook | undefined

  const observe = (orders: readonly LiveOrder[]) => {
    for (const order of orders) {
      const item = catalogue.indexOf.get(order.restaurantId)
      if (item !== undefined) demand.observe(item, order.atMs, order.amount)
      else strange.push(order)
      if (copied >= 0 && (item === undefined || item < copied)) late.push(order)
    }
    heir?.observe(orders)
    if (strange.length > mostStrangers) strange.splice(0, strange.length - mostStrangers)
  }
  return {
    catalogue,
    demand,
    hoursAreOld,
    observe,
    *moveTo(to) {
      const waiting = { counts: strangers.counts, orders: [...strange] }
      const moved = createOrderCounts(to.size)
      heir = undefined
      late = []
      copied = 0
      let areOld = hoursAreOld
      // Both in order of id, so that what is copied is all that lies before.
      for (let item = 0; item < to.size; item++) {
        const from = catalogue.indexOf.get(to.ids[item]!)
        if (from !== undefined) {
          copyCounts(counts, from, moved, item)
          copied = from + 1
          areOld ||= zoneOf(catalogue, from) !== zoneOf(to, item)
        }
        if ((item + 1) % restaurantsAStep === 0) yield
      }
      const isKnown = ({ restaurantId }: KeptCounts) => to.indexOf.has(restaurantId)
      for (const kept of waiting.counts.filter(isKnown)) {
        decodeCounts(kept.bytes, 0, moved, to.indexOf.get(kept.restaurantId)!)
      }
      const unknown = waiting.counts.filter((kept) => !isKnown(kept))
      const book = createOrderBook(to, moved, { counts: unknown, orders: [] }, areOld)
      book.observe(waiting.orders)
      book.observe(late)
      copied = -1
      heir = book
      return book
    },
  }
}

const zoneOf = ({ timeZones, timeZone }: Catalogue, item: number) => timeZones[timeZone[item]!]!

/** Fills a book from what the database knows. */
export interface Counting {
  restore(page: readonly KeptCounts[]): void
  add(page: readonly Omit<CountedOrder, 'timeZone'>[]): void
  book(): OrderBook
}

export function startCounting(catalogue: Catalogue): Counting {
  const counts = createOrderCounts(catalogue.size)
  const strangers = { counts: [] as KeptCounts[], orders: [] as LiveOrder[] }
  const { indexOf } = catalogue
  return {
    restore(page) {
      for (const kept of page) {
        const item = indexOf.get(kept.restaurantId)
        if (item !== undefined) decodeCounts(kept.bytes, 0, counts, item)
        else if (strangers.counts.length < mostStrangers) strangers.counts.push(kept)
      }
    },
    add(page) {
      for (const { restaurantId, atMs, amount } of page) {
        const item = indexOf.get(restaurantId)
        const spent = amount ?? Number.NaN
        if (item !== undefined) addOrder(counts, item, atMs, spent, localHour(atMs, zoneOf(catalogue, item)))
        else if (strangers.orders.length < mostStrangers) {
          strangers.orders.push({ restaurantId, atMs, amount: spent })
        }
      }
    },
    book: () => createOrderBook(catalogue, counts, strangers),
  }
}
