import { interactionTypes } from '../../../interactions/schema.ts'
import type { UserQuery } from '../../model.ts'
import type { SpendModel } from '../spend/spend-model.ts'

const dayMs = 86_400_000
const order = interactionTypes.indexOf('order')
const click = interactionTypes.indexOf('click')
const dismiss = interactionTypes.indexOf('dismiss')
/** A click of the running session is half the answer to the question that the model is asked; it would learn to wait for it. */
const sessionMs = 3 * 3_600_000

/** What a user did with one place. Decayed sums are as of the moment of the query. */
export interface OwnPlace {
  readonly item: number
  orders: number
  /** orders with half-lives of 7, 30 and 120 days */
  week: number
  month: number
  season: number
  /** orders with a half-life of `habitDays`, and those of them at about this hour */
  habit: number
  habitHour: number
  firstAtMs: number
  lastAtMs: number
  /** 1: ordered from last; 0: never ordered from */
  rank: number
  /** the last rating given, 0 to 5; NaN: none */
  rating: number
  /** since the last order, decayed over 3 days */
  clicks: number
  /** since the last order, decayed over 60 days */
  dismissed: number
}

/** A user's own past, gathered in one pass. */
export interface OwnPast {
  readonly places: ReadonlyMap<number, OwnPlace>
  /** those ordered from, last first */
  readonly ordered: readonly OwnPlace[]
  readonly orders: number
  /** mean days between orders; 7 where there are fewer than two */
  readonly gapDays: number
  /** over the orders with known amounts */
  readonly amounts: { readonly n: number; readonly logs: number; readonly logRatios: number }
}

/** Hours apart on the clock, 0 to 12. */
const hoursApart = (a: number, b: number) => {
  const apart = Math.abs(a - b) % 24
  return Math.min(apart, 24 - apart)
}

/** Half-life of habits, where nothing else was chosen. */
export const defaultHabitDays = 60

/**
 * @param habitDays half-life of `habit` and `habitHour`
 * @param offsetMs of item: local clock minus UTC at the moment of the query; taken for the past too, an hour more or less
 */
export function gatherPast(
  { history, atMs }: UserQuery,
  offsetMs: (item: number) => number,
  spend: Pick<SpendModel, 'ofItem'>,
  habitDays: number,
): OwnPast {
  const places = new Map<number, OwnPlace>()
  const amounts = { n: 0, logs: 0, logRatios: 0 }
  let orders = 0
  let firstAtMs = 0
  let lastAtMs = 0
  for (let n = 0; n < history.length; n++) {
    const at = history.atMs[n]!
    const type = history.type[n]!
    const rating = history.rating[n]!
    const isOfThisSession = type === click && atMs - at < sessionMs
    if (at > atMs || isOfThisSession || (type === 0 && Number.isNaN(rating))) continue
    const item = history.restaurant[n]!
    const place = places.get(item) ?? unknownPlace(item)
    places.set(item, place)
    const days = (atMs - at) / dayMs
    if (!Number.isNaN(rating)) place.rating = rating
    if (type === click) place.clicks += Math.exp(-days / 3)
    else if (type === dismiss) place.dismissed = Math.exp(-days / 60)
    else if (type === order) {
      if (orders++ === 0) firstAtMs = at
      lastAtMs = at
      countOrder(
        place,
        at,
        days,
        hoursApart(hourOf(at + offsetMs(item)), hourOf(atMs + offsetMs(item))),
        habitDays,
      )
      const amount = history.amount[n]!
      if (amount > 0) {
        amounts.n++
        amounts.logs += Math.log(amount)
        amounts.logRatios += Math.log(amount / spend.ofItem(item))
      }
    }
  }
  const ordered = [...places.values()].filter((place) => place.orders > 0)
  ordered.sort((a, b) => b.lastAtMs - a.lastAtMs || a.item - b.item)
  ordered.forEach((place, i) => {
    place.rank = i + 1
  })
  const gapDays = orders > 1 ? (lastAtMs - firstAtMs) / dayMs / (orders - 1) : 7
  return { places, ordered, orders, gapDays, amounts }
}

const hourOf = (localMs: number) => (localMs / 3_600_000) % 24

function unknownPlace(item: number): OwnPlace {
  return {
    item,
    orders: 0,
    week: 0,
    month: 0,
    season: 0,
    habit: 0,
    habitHour: 0,
    firstAtMs: 0,
    lastAtMs: 0,
    rank: 0,
    rating: Number.NaN,
    clicks: 0,
    dismissed: 0,
  }
}

/** What is left after so many half-lives; an exponential is faster than a power. */
const halved = (times: number) => Math.exp(-Math.LN2 * times)

function countOrder(place: OwnPlace, at: number, days: number, hours: number, habitDays: number): void {
  if (place.orders++ === 0) place.firstAtMs = at
  place.lastAtMs = at
  place.week += halved(days / 7)
  place.month += halved(days / 30)
  place.season += halved(days / 120)
  const habit = halved(days / habitDays)
  place.habit += habit
  place.habitHour += habit * Math.exp(-0.5 * (hours / 2) ** 2)
  place.clicks = 0
  place.dismissed = 0
}
