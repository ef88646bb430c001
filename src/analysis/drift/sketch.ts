import { z } from 'zod'
import { cellOf, type FeatureName, featureNames, features, probabilityEnds } from './features.ts'
import { daySchema } from './report.ts'

const count = z.int().min(0)

/** What one day was like, as counts; a few kB whatever happened. */
export const daySketchSchema = z.object({
  day: daySchema,
  /** rows of each kind that the day has: not a sample */
  volume: z.object({ order: count, click: count, impression: count, list: count }),
  /** by feature, rows by cell; the names of cells are numbers unless the feature is named */
  cells: z.record(z.string(), z.record(z.string(), count)),
  /** by cell of probability: places shown in lists, the sum of their probabilities, and orders that came of them */
  shown: z.array(count),
  expected: z.array(z.number().min(0)),
  converted: z.array(count),
  /** of `sampledOrders` */
  quality: z.object({
    sampledOrders: count,
    withoutAmount: count,
    withoutPriceLevel: count,
    withoutDistance: count,
    datedAhead: count,
    doubled: count,
    /** interactions that were received on the day, and those of them that wait for an unknown restaurant */
    received: count,
    pending: count,
    /** of the received, those by a user whom nobody had known before; null: not counted, by an earlier version */
    strangers: count.nullable().default(null),
  }),
})
export type DaySketch = z.infer<typeof daySketchSchema>

export interface SketchedOrder {
  readonly hour: number
  /** of each of the following null: unknown */
  readonly amount: number | null
  readonly priceLevel: number | null
  readonly distanceKm: number | null
  readonly cuisines: readonly string[]
  /** orders of the same user in the 28 days before */
  readonly history: number
  /** dated later than it was received */
  readonly isAhead: boolean
  /** another of the same user and restaurant came just before */
  readonly isDoubled: boolean
}

export interface SketchedPlace {
  readonly probability: number
  readonly distanceKm: number | null
  readonly priceLevel: number | null
  readonly sources: readonly string[]
  readonly isOrdered: boolean
}

/** Names of a feature that are told apart on one day; the rest is `other`. */
const mostNames = 200
export const otherName = 'other'

/** What was received on the day. */
export type Arrivals = Pick<DaySketch['quality'], 'received' | 'pending' | 'strangers'>

export interface SketchBuilder {
  addOrder(order: SketchedOrder): void
  addList(list: { hour: number; isUserKnown: boolean; places: readonly SketchedPlace[] }): void
  build(volume: DaySketch['volume'], arrivals: Arrivals): DaySketch
}

/** Counts what a day brings, row by row. */
export function createSketch(day: string): SketchBuilder {
  const cells = new Map<FeatureName, Map<string, number>>(featureNames.map((name) => [name, new Map()]))
  const shown = new Array<number>(probabilityEnds.length + 1).fill(0)
  const expected = shown.slice()
  const converted = shown.slice()
  const quality = {
    sampledOrders: 0,
    withoutAmount: 0,
    withoutPriceLevel: 0,
    withoutDistance: 0,
    datedAhead: 0,
    doubled: 0,
  }

  const addName = (feature: FeatureName, name: string) => {
    const counts = cells.get(feature)!
    const kept = counts.has(name) || counts.size < mostNames ? name : otherName
    counts.set(kept, (counts.get(kept) ?? 0) + 1)
  }
  const add = (feature: FeatureName, value: number) => {
    const described = features[feature]
    if ('ends' in described) addName(feature, String(cellOf(value, described.ends)))
  }

  const addPlace = (place: SketchedPlace) => {
    if (place.priceLevel !== null) add('shownPriceLevel', place.priceLevel)
    if (place.distanceKm !== null) add('shownDistance', place.distanceKm)
    add('shownProbability', place.probability)
    for (const source of place.sources) addName('shownSource', source)
    const cell = cellOf(place.probability, probabilityEnds)
    shown[cell]!++
    expected[cell]! += place.probability
    if (place.isOrdered) converted[cell]!++
  }

  return {
    addOrder(order) {
      const { amount, priceLevel, distanceKm } = order
      quality.sampledOrders++
      add('orderHour', order.hour)
      add('orderHistory', order.history)
      for (const cuisine of order.cuisines) addName('orderCuisine', cuisine)
      if (amount !== null && amount > 0) add('orderAmount', amount)
      else quality.withoutAmount++
      if (priceLevel !== null) add('orderPriceLevel', priceLevel)
      else quality.withoutPriceLevel++
      if (distanceKm !== null) add('orderDistance', distanceKm)
      else quality.withoutDistance++
      if (order.isAhead) quality.datedAhead++
      if (order.isDoubled) quality.doubled++
    },
    addList({ hour, isUserKnown, places }) {
      add('listHour', hour)
      addName('listUser', isUserKnown ? 'known' : 'unknown')
      for (const place of places) addPlace(place)
    },
    build: (volume, arrivals) => ({
      day,
      volume,
      cells: Object.fromEntries([...cells].map(([name, counts]) => [name, Object.fromEntries(counts)])),
      shown,
      expected,
      converted,
      quality: { ...quality, ...arrivals },
    }),
  }
}
