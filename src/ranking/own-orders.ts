import type { History } from '../interactions/history.ts'
import { interactionTypes } from '../interactions/schema.ts'

const order = interactionTypes.indexOf('order')
const halfLifeMs = 30 * 86_400_000

export interface OwnOrders {
  orders: number
  lastAtMs: number
  /** orders with a half-life of 30 days, as of the moment asked about */
  lately: number
}

const known = new WeakMap<History, { atMs: number; orders: ReadonlyMap<number, Readonly<OwnOrders>> }>()

/** The user's orders up to `atMs`, by restaurant. */
export function ordersOf(history: History, atMs: number): ReadonlyMap<number, Readonly<OwnOrders>> {
  const last = known.get(history)
  if (last?.atMs === atMs) return last.orders
  const orders = new Map<number, OwnOrders>()
  for (let n = 0; n < history.length; n++) {
    if (history.type[n] !== order || history.atMs[n]! > atMs) continue
    const item = history.restaurant[n]!
    let own = orders.get(item)
    if (!own) {
      own = { orders: 0, lastAtMs: 0, lately: 0 }
      orders.set(item, own)
    }
    own.orders++
    own.lastAtMs = history.atMs[n]!
    own.lately += 2 ** ((history.atMs[n]! - atMs) / halfLifeMs)
  }
  known.set(history, { atMs, orders })
  return orders
}
