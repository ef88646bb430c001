import type { Candidates } from './columns.ts'
import { ordersOf } from './own-orders.ts'
import type { RankingRequest, RankingWorld } from './types.ts'

/** An order of the user's own says as much of what this user will do as so many of others. */
const ownOrderWeight = 10

/** Orders behind the probability of a place: everybody's, and the user's own once more, with their weight. */
export function evidenceOf(
  { demand }: Pick<RankingWorld, 'demand'>,
  { history, atMs }: Pick<RankingRequest, 'history' | 'atMs'>,
  items: Int32Array,
): Candidates['evidence'] {
  return (j) => {
    const item = items[j]!
    return demand.count(item) + ownOrderWeight * (ordersOf(history, atMs).get(item)?.orders ?? 0)
  }
}
