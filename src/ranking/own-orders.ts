import type { History } from '../interactions/history.ts'
import { interactionTypes } from '../interactions/schema.ts'

const order = interactionTypes.indexOf('order')

export interface OwnOrders {
  readonly orders: number
  readonly lastAtMs: number
}

const known = new WeakMap<History, { atMs: number; orders: ReadonlyMap<number, OwnOrders> }>()

/** The user's orders up to `atMs`, by restaurant. */
export function ordersOf(history: History, atMs: number): ReadonlyMap<number, OwnOrders> {
  const last = known.get(history)
  if (last?.atMs === atMs) return last.orders
  const orders = new Map<number, OwnOrders>()
  for (let n = 0; n < history.length; n++) {
    if (history.type[n] !== order || history.atMs[n]! > atMs) continue
    const item = history.restaurant[n]!
    orders.set(item, { orders: (orders.get(item)?.orders ?? 0) + 1, lastAtMs: history.atMs[n]! })
  }
  known.set(history, { atMs, orders })
  return orders
}
