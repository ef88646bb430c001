import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Scores } from '../../relevance/model.ts'
import { prepared } from '../candidates/prepared.ts'
import type { RankingWorld } from '../types.ts'

/** Orders that a place of ordinary rating is given before anything is known of it. */
const priorOrders = 2
/** Ratings that the mean rating counts for. */
const priorRatings = 20
/** Orders that the expectation of the spend counts for. */
const priorSpends = 5
/** money; where nothing at all is known, by price level (0: unknown) */
const usualSpends = [25, 12, 22, 40, 75]

/**
 * Relevance without a model, the same for every user: p = the place's share of the decayed demand at hand, shrunken,
 * (orders + prior) / Σ over the candidates (orders + prior), where the prior grows with the shrunken rating; v = the mean amount of
 * the place's orders, shrunken towards what its average spend or its price level's lets expect.
 */
export function scoreByPopularity(
  world: RankingWorld,
  items: Int32Array,
  count: number,
  atMs: number,
  out: Scores,
): void {
  let total = 0
  for (let j = 0; j < count; j++) {
    const item = items[j]!
    const orders = world.demand.orders(item, atMs) + priorOrders * relativeRating(world.catalogue, item)
    out.probability[j] = orders
    total += orders
    out.spend[j] = expectedSpend(world, item)
  }
  for (let j = 0; j < count; j++) out.probability[j] = total > 0 ? out.probability[j]! / total : 0
}

/** The shrunken rating over the mean one; 1 where there are none. */
function relativeRating(catalogue: Catalogue, item: number): number {
  const { meanRating } = prepared(catalogue)
  const rating = catalogue.rating[item]!
  if (Number.isNaN(rating) || !(meanRating > 0)) return 1
  const count = catalogue.ratingCount[item]!
  return (count * rating + priorRatings * meanRating) / (count + priorRatings) / meanRating
}

function expectedSpend({ catalogue, demand }: RankingWorld, item: number): number {
  const { spendByPriceLevel } = prepared(catalogue)
  const level = catalogue.priceLevel[item]!
  const expected = firstKnown(
    catalogue.averageSpend[item]!,
    spendByPriceLevel[level]!,
    spendByPriceLevel[0]!,
    usualSpends[level]!,
  )
  const mean = demand.meanAmount(item)
  if (Number.isNaN(mean)) return expected
  const count = demand.count(item)
  return (count * mean + priorSpends * expected) / (count + priorSpends)
}

const firstKnown = (...values: number[]) => values.find((value) => !Number.isNaN(value))!
