import { ordersOf } from '../own-orders.ts'
import { type CandidateSource, nothing } from './source.ts'

/** Where the user ordered before: most often first, then latest. Most orders of food are repeats. */
export const repeat: CandidateSource = {
  key: 'repeat',
  share: 1,
  propose({ request, admits }, k) {
    const own = ordersOf(request.history, request.atMs)
    if (own.size === 0) return nothing
    const sorted = [...own]
      .filter(([item]) => admits(item))
      .sort(([itemA, a], [itemB, b]) => b.orders - a.orders || b.lastAtMs - a.lastAtMs || itemA - itemB)
    return Int32Array.from(sorted.slice(0, k), ([item]) => item)
  },
}
