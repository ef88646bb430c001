import type { SessionExpectation } from '../../../seed/expectation.ts'
import { expectedSpend } from '../../../seed/sessions.ts'
import { exposureFigures, gini } from '../../analysis/exposure.ts'
import { largest } from '../../numeric/largest.ts'
import { discount } from '../../ranking/guardrails.ts'
import type { LoopCity } from './loop-city.ts'

/** What a round is measured by. Orders, fee and margin are expected under the truth, whether they come from a list or from habit. */
export const roundKeys = [
  'orders',
  'revenue',
  'margin',
  'ndcgShare',
  'giniExposure',
  'giniOrders',
  'topExposure',
  'topOrders',
  'longTailExposure',
  'newExposure',
  'newOrders',
  'amplification',
] as const
export type RoundKey = (typeof roundKeys)[number]

/**
 * `orders`, `revenue`, `margin`: per 1,000 sessions. `ndcgShare`: NDCG@10 over that of the truth's own ranking. `gini…`: over the places
 * that are there. `top…`: share of the 10 % of places with most orders before the loop. `longTailExposure`: share of all but the fifth most ordered so far.
 * `new…`: share of places listed within 60 days. `amplification`: mean past orders of what was shown over that of what was ordered.
 * null: no list was shown
 */
export type RoundFigures = Readonly<Record<RoundKey, number | null>>

const listLength = 10
const topShare = 0.1
const newDays = 60

/** Places ordered from most before the loop, a tenth of those that were there. */
export function richPlaces({ catalogue, happenings }: LoopCity): Set<number> {
  const orders = new Float64Array(catalogue.size)
  for (const { type, place } of happenings) if (type === 'order') orders[place]!++
  const order = Array.from(orders, (_, place) => place).sort((a, b) => orders[b]! - orders[a]! || a - b)
  return new Set(order.slice(0, Math.ceil(topShare * catalogue.size)))
}

/** Adds up the sessions of one round. */
export function createRoundMeter(city: LoopCity, round: number, rich: ReadonlySet<number>) {
  const { world, catalogue, middleDays } = city
  const exposure = new Float64Array(catalogue.size)
  const expected = new Float64Array(catalogue.size)
  const sums = { sessions: 0, orders: 0, revenue: 0, margin: 0, lists: 0, gained: 0, attainable: 0 }

  return {
    add(person: number, shown: Int32Array, { places, chance, free, orders }: SessionExpectation): void {
      sums.sessions++
      sums.orders += orders
      for (let j = 0; j < places.length; j++) {
        const place = places[j]!
        const fee = expectedSpend(world, person, place) * catalogue.feeRate[place]!
        expected[place]! += chance[j]!
        sums.revenue += chance[j]! * fee
        sums.margin += chance[j]! * (fee - catalogue.costPerOrder[place]!)
      }
      if (shown.length === 0) return
      sums.lists++
      const freeOf = new Map(Array.from(places, (place, j) => [place, free[j]!]))
      shown.forEach((place, n) => {
        exposure[place]! += discount(n + 1)
        sums.gained += (freeOf.get(place) ?? 0) * discount(n + 1)
      })
      sums.attainable += bestGain(free)
    },

    /** @param ordersBefore of each place, before this round */
    read(ordersBefore: Float64Array): RoundFigures {
      const day = middleDays[round]!
      const isThere = (place: number) => {
        const { listedDay, closedDay } = world.places[place]!.hidden
        return day >= listedDay && day < closedDay
      }
      const isNew = (place: number) => day - world.places[place]!.hidden.listedDay < newDays
      const there = Int32Array.from(exposure.keys()).filter(isThere)
      const of = (values: Float64Array) => Float64Array.from(there, (place) => values[place]!)
      const shareOf = (values: Float64Array, counts: (place: number) => boolean) => {
        let [part, all] = [0, 0]
        values.forEach((value, place) => {
          all += value
          if (counts(place)) part += value
        })
        return all > 0 ? part / all : 0
      }
      const per1000 = (sum: number) => (1000 * sum) / Math.max(1, sums.sessions)
      const isRich = (place: number) => rich.has(place)
      const ofLists = <T>(value: T) => (sums.lists > 0 ? value : null)
      const shown = exposureFigures(exposure, ordersBefore)
      return {
        orders: per1000(sums.orders),
        revenue: per1000(sums.revenue),
        margin: per1000(sums.margin),
        ndcgShare: sums.attainable > 0 ? sums.gained / sums.attainable : null,
        giniExposure: ofLists(gini(of(exposure))),
        giniOrders: gini(of(expected)),
        topExposure: ofLists(shareOf(exposure, isRich)),
        topOrders: shareOf(expected, isRich),
        longTailExposure: ofLists(shown.longTailShare),
        newExposure: ofLists(shareOf(exposure, isNew)),
        newOrders: shareOf(expected, isNew),
        amplification: ofLists(shown.popularityLift),
      }
    },
  }
}

/** Σ of the best ten, each by its place. */
function bestGain(free: Float64Array): number {
  const best = largest(free, free.length, Math.min(listLength, free.length))
  return Array.from(best).reduce((sum, j, n) => sum + free[j]! * discount(n + 1), 0)
}
