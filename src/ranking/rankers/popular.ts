import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Scores } from '../../relevance/model.ts'
import { prepared } from '../candidates/prepared.ts'
import { ordersOf } from '../own-orders.ts'
import type { RankingRequest, RankingWorld } from '../types.ts'

/** Orders that a place of ordinary rating is given before anything is known of it. */
const priorOrders = 2
/** Ratings that the mean rating counts for. */
const priorRatings = 20
/** Orders that the expectation of the spend counts for. */
const priorSpends = 5
/** money; where nothing at all is known, by price level (0: unknown) */
const usualSpends = [25, 12, 22, 40, 75]
/** Orders of a user's own, decayed, against which what everybody orders counts as much. */
const priorOwn = 1
/** A place that is so far counts half of one next door. */
const halfwayKm = 3
/** What is of an unknown distance counts as if it lay halfway. */
const unknownNearness = 0.5

/**
 * Relevance without a model: nothing here is learnt. p = (own + α · base) / (Σ own + α), the predictive distribution of a Dirichlet
 * prior (Blackwell and MacQueen, 1973): `own` are the user's orders from the place with a half-life of 30 days, Σ over all of their
 * places, and `base` is the place's share, among those at hand, of decayed demand near by: (orders + prior) · nearness, where the
 * prior grows with the shrunken rating. What the user keeps ordering comes first, then what is ordered around them. v = the mean
 * amount of the place's orders, shrunken towards what its average spend or its price level's lets expect.
 * @param distanceKm NaN: unknown; parallel to `items`
 */
export function scoreByPopularity(
  world: RankingWorld,
  { history, atMs }: Pick<RankingRequest, 'history' | 'atMs'>,
  items: Int32Array,
  distanceKm: Float64Array,
  count: number,
  out: Scores,
): void {
  let total = 0
  for (let j = 0; j < count; j++) {
    const item = items[j]!
    const orders = world.demand.orders(item, atMs) + priorOrders * relativeRating(world.catalogue, item)
    out.probability[j] = orders * nearness(distanceKm[j]!)
    total += out.probability[j]!
    out.spend[j] = expectedSpend(world, item)
  }
  const own = ordersOf(history, atMs)
  let known = 0
  for (const { lately } of own.values()) known += lately
  const share = total > 0 ? priorOwn / total : 0
  for (let j = 0; j < count; j++) {
    const lately = own.get(items[j]!)?.lately ?? 0
    out.probability[j] = (lately + share * out.probability[j]!) / (known + priorOwn)
  }
}

const nearness = (km: number) => (Number.isNaN(km) ? unknownNearness : halfwayKm / (halfwayKm + km))

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
