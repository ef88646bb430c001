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

type Orders = ReadonlyMap<number, Readonly<OwnOrders>>

/** The last answer: several parts of one ranking ask for the same one after the other. */
let last: { readonly history: History; readonly atMs: number; readonly orders: Orders } | undefined

/** The user's orders up to `atMs`, by restaurant. */
export function ordersOf(history: History, atMs: number): Orders {
  if (last?.history === history && last.atMs === atMs) return last.orders
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
  last = { history, atMs, orders }
  return orders
}
