import { generateCity } from '../../seed/city.ts'
import { cityTimeZone } from '../../seed/options.ts'
import { dayOf, startOf } from '../../src/analysis/drift/days.ts'
import { localHour } from '../../src/analysis/drift/local-hour.ts'
import { createSketch, type DaySketch, type SketchedPlace } from '../../src/analysis/drift/sketch.ts'
import { distanceKm } from '../../src/catalog/distance.ts'
import { createRandom, type Random } from '../../src/numeric/random.ts'

const dayMs = 86_400_000

/** What the days of a simulated city were like: its orders, as the job would read them from a database. */
export function citySketches(
  seed: number,
  users = 1000,
  endAtMs = Date.UTC(2026, 5, 1),
): Map<string, DaySketch> {
  const city = generateCity({ seed, restaurants: 200, users, days: 70, endAtMs })
  const places = new Map(city.restaurants.map((row) => [row.id, row]))
  const people = new Map(city.users.map((row) => [row.id, row]))
  const seen = new Set<string>()
  const history = new Map<string, number[]>()
  const arrivals = new Map<string, { received: number; strangers: number }>()
  const met = new Set<string>()
  const builders = new Map<string, ReturnType<typeof createSketch>>()
  const volumes = new Map<string, DaySketch['volume']>()
  const rows = [...city.interactions].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  for (const row of rows) {
    const place = places.get(row.restaurantId)
    if (!place || seen.has(row.id)) continue
    seen.add(row.id)
    const atMs = Date.parse(row.at)
    const day = dayOf(atMs)
    if (!builders.has(day)) builders.set(day, createSketch(day))
    const volume = volumes.get(day) ?? { order: 0, click: 0, impression: 0, list: 0 }
    if (row.type === 'order' || row.type === 'click' || row.type === 'impression') {
      volumes.set(day, { ...volume, [row.type]: volume[row.type] + 1 })
    }
    const { received, strangers } = arrivals.get(day) ?? { received: 0, strangers: 0 }
    arrivals.set(day, { received: received + 1, strangers: strangers + (met.has(row.userId) ? 0 : 1) })
    met.add(row.userId)
    if (row.type !== 'order') continue
    const before = (history.get(row.userId) ?? []).filter((at) => at >= atMs - 28 * dayMs)
    history.set(row.userId, [...before, atMs])
    const to = place.location
    const near = (people.get(row.userId)?.locations ?? []).map((from) =>
      to ? distanceKm(from.lat, from.lon, to.lat, to.lon) : Number.POSITIVE_INFINITY,
    )
    builders.get(day)!.addOrder({
      hour: localHour(atMs, cityTimeZone),
      amount: row.amount ?? null,
      priceLevel: place.priceLevel ?? null,
      distanceKm: near.length > 0 && to ? Math.min(...near) : null,
      cuisines: place.cuisines,
      history: Math.min(25, before.length),
      isAhead: false,
      isDoubled: false,
    })
  }
  return new Map(
    [...builders].map(([day, builder]) => [
      day,
      builder.build(volumes.get(day)!, { pending: 0, ...arrivals.get(day)! }),
    ]),
  )
}

export interface ListStream {
  readonly seed: number
  readonly days: number
  readonly listsADay?: number
  /** As of this day, counted from 0, something else holds. */
  readonly changesAt?: number
  readonly change?: {
    /** factor on the odds of what is predicted */
    readonly odds?: number
    /** factor on how often a place is ordered at the same prediction */
    readonly conversion?: number
    /** share of places that come from `popular` instead of `model` */
    readonly popular?: number
  }
}

/** Lists of users who each have a level of their own, so that places of one list, and lists of one user, resemble each other. */
export function listSketches(stream: ListStream): Map<string, DaySketch> {
  const { seed, days, listsADay = 250, changesAt = Number.POSITIVE_INFINITY, change = {} } = stream
  const random = createRandom(seed)
  const levels = Array.from({ length: 300 }, () => -3 + 0.7 * random.normal())
  const firstMs = startOf('2026-03-02')
  return new Map(
    Array.from({ length: days }, (_, n) => {
      const day = dayOf(firstMs + n * dayMs)
      const builder = createSketch(day)
      // Days differ among themselves, and week-ends from the rest.
      const busy = (1 + 0.1 * random.normal()) * (n % 7 >= 5 ? 1.4 : 1)
      const lists = Math.round(listsADay * busy)
      const { odds = 1, conversion = 1, popular = 0.3 } = n >= changesAt ? change : {}
      for (let list = 0; list < lists; list++) {
        const level = levels[random.int(levels.length)]! + Math.log(odds)
        const places = Array.from({ length: 10 }, () => placeOf(random, level, conversion, popular))
        builder.addList({ hour: 11 + random.int(10), isUserKnown: random.next() < 0.8, places })
      }
      const volume = { order: 0, click: 0, impression: 0, list: lists }
      return [day, builder.build(volume, { received: 0, pending: 0, strangers: 0 })] as const
    }),
  )
}

function placeOf(random: Random, level: number, conversion: number, popular: number): SketchedPlace {
  const probability = 1 / (1 + Math.exp(-(level + random.normal())))
  return {
    probability,
    distanceKm: Math.exp(0.5 * random.normal()),
    priceLevel: 1 + random.int(4),
    sources: random.next() < popular ? ['popular'] : ['model'],
    isOrdered: random.next() < Math.min(1, conversion * probability),
  }
}
