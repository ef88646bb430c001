import type { Truth } from '../../../seed/truth.ts'
import { discount } from '../../ranking/guardrails.ts'
import { type Dataset, orderType } from '../../relevance/dataset.ts'
import type { Occasion } from '../../relevance/replay.ts'
import type { ListTruth } from './measure-worth.ts'

/**
 * Orders, fee and margin of the whole moment when the list is shown; NDCG@10 as it would be on average, of what would be ordered
 * without knowing the list (as `evaluate truth` has it).
 */
export function listTruth({ catalogue }: Dataset, truth: Truth): ListTruth {
  let last: { readonly occasion: Occasion; readonly free: ReturnType<Truth['choice']> } | null = null
  return (userId, occasion, shown) => {
    const { atMs } = occasion.query
    const orders = ordersOf(occasion, catalogue.ids)
    if (last?.occasion !== occasion) last = { occasion, free: truth.choice({ userId, atMs, orders }) }
    const { restaurantIds, probability, none } = truth.choice({ userId, atMs, orders, shown })
    let [revenue, margin] = [0, 0]
    restaurantIds.forEach((id, j) => {
      const item = catalogue.indexOf.get(id)
      if (item === undefined || probability[j]! < 1e-9) return
      const fee = truth.expectedSpend(userId, id) * catalogue.feeRate[item]!
      revenue += probability[j]! * fee
      margin += probability[j]! * (fee - catalogue.costPerOrder[item]!)
    })
    const chance = new Map(last.free.restaurantIds.map((id, j) => [id, last!.free.probability[j]!]))
    const gained = shown.reduce((sum, id, n) => sum + (chance.get(id) ?? 0) * discount(n + 1), 0)
    const any = 1 - last.free.none
    return { orders: 1 - none, revenue, margin, ndcg: any > 0 ? gained / any : 0 }
  }
}

function ordersOf({ query: { history } }: Occasion, ids: readonly string[]) {
  const orders: { restaurantId: string; atMs: number }[] = []
  for (let n = 0; n < history.length; n++) {
    if (history.type[n] !== orderType) continue
    orders.push({ restaurantId: ids[history.restaurant[n]!]!, atMs: history.atMs[n]! })
  }
  return orders
}
