import { localMinuteOfWeek } from '../catalog/opening-hours.ts'
import {
  addCounts,
  addOrder,
  createOrderCounts,
  decodeCounts,
  encodeCounts,
  type OrderCounts,
} from './order-counts.ts'

/** Counts of restaurants by id, whatever catalogue they may be in. */
export interface Tally {
  readonly ids: readonly string[]
  timeZoneOf(id: string): string
  observe(order: TalliedOrder): void
  /** Adds what was encoded before, with hours of the day on the clock of `timeZone`. */
  add(id: string, timeZone: string, bytes: Uint8Array): void
  /** What `add` takes. */
  encode(id: string): Uint8Array
}

export interface TalliedOrder {
  readonly restaurantId: string
  readonly timeZone: string
  readonly atMs: number
  /** null: unknown */
  readonly amount: number | null
}

/** Grows with the number of restaurants, not of orders. */
export function createTally(): Tally {
  const ids: string[] = []
  const zones: string[] = []
  const cells = new Map<string, number>()
  let counts = createOrderCounts(1024)
  const one = createOrderCounts(1)

  const cellOf = (id: string, timeZone: string): number => {
    const known = cells.get(id)
    if (known !== undefined) return known
    if (ids.length === counts.size) counts = enlarged(counts)
    cells.set(id, ids.length)
    zones.push(timeZone)
    return ids.push(id) - 1
  }
  return {
    ids,
    timeZoneOf: (id) => zones[cells.get(id)!]!,
    observe({ restaurantId, timeZone, atMs, amount }) {
      const cell = cellOf(restaurantId, timeZone)
      addOrder(counts, cell, atMs, amount ?? Number.NaN, localHour(atMs, zones[cell]!))
    },
    add(id, timeZone, bytes) {
      decodeCounts(bytes, 0, one, 0)
      addCounts(one, 0, counts, cellOf(id, timeZone))
    },
    encode: (id) => encodeCounts(counts, cells.get(id)!),
  }
}

/** 0 to 23 on the clock of the zone. */
export const localHour = (atMs: number, timeZone: string): number =>
  Math.floor((localMinuteOfWeek(atMs, timeZone) % 1440) / 60)

function enlarged(from: OrderCounts): OrderCounts {
  const to = createOrderCounts(from.size * 2)
  to.count.set(from.count)
  to.known.set(from.known)
  to.amount.set(from.amount)
  to.lately.set(from.lately)
  to.recently.set(from.recently)
  to.firstMs.set(from.firstMs)
  to.hourOfDay.set(from.hourOfDay)
  return to
}
