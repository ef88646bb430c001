import { mealAt, mealCount } from './calendar.ts'
import { cuisineCount, cuisines } from './cuisines.ts'
import { type Point, pointOf } from './districts.ts'
import { markOpen, slotsPerWeek } from './hours.ts'
import { styleCount } from './restaurants.ts'
import { pairNoise } from './sampling.ts'
import type { HiddenPerson } from './users.ts'
import type { World } from './world.ts'

/** The places within whose delivery range an origin lies, with what a user thinks of each before time and habit. */
export interface Reach {
  /** indices of places, ascending */
  readonly places: Int32Array
  /** exp(utility), same length */
  readonly weight: Float64Array
  readonly total: number
}

/** The parts of utility that the model in `choice.ts` is made of. */
export interface Utilities {
  /** What the user can order from `origin`; computed once a user and origin. */
  reach(person: number, origin: 'home' | 'work'): Reach
  /**
   * exp(what the moment adds), by place: fashions, drift and the time of day; 0 where it is not open, not yet or no longer there.
   * Valid until the next call for another quarter hour, since the array is used again.
   */
  moment(atMs: number): Float64Array
  /** Where the user orders from: the work place at lunch on weekdays, home else. */
  origin(person: number, atMs: number): 'home' | 'work'
  /** How much the user likes the place for what it is: cuisine, style, quality and their own whim, without price and distance. */
  liking(person: number, place: number): number
}

export function createUtilities(world: World): Utilities {
  const { places, people, calendar } = world
  const columns = toColumns(world)
  const opening = openingTable(world)
  const reaches = new Map<number, Reach>()
  const demands = new Map<number, Float64Array>()
  const moment = new Float64Array(places.length)
  let momentQuarter = Number.NaN
  const foundPlaces = new Int32Array(places.length)
  const foundWeights = new Float64Array(places.length)

  const liking = (person: number, place: number) =>
    likingOf(people[person]!.hidden, columns, place) + 0.5 * pairNoise(world.options.seed, person, place)

  function computeReach(person: number, from: Point): Reach {
    const { hidden } = people[person]!
    const { x, y, rangeKmSquared, logSpend } = columns
    const logBudget = Math.log(hidden.budget / hidden.appetite)
    let found = 0
    let total = 0
    for (let place = 0; place < places.length; place++) {
      const dx = x[place]! - from.x
      const dy = y[place]! - from.y
      const squared = dx * dx + dy * dy
      if (squared > rangeKmSquared[place]!) continue
      const strain = logSpend[place]! - logBudget
      const price = hidden.priceAversion * (strain > 0 ? strain : -0.25 * strain)
      const utility = liking(person, place) - price - hidden.distanceAversion * Math.sqrt(squared)
      foundPlaces[found] = place
      foundWeights[found] = Math.exp(utility)
      total += foundWeights[found]!
      found += 1
    }
    return { places: foundPlaces.slice(0, found), weight: foundWeights.slice(0, found), total }
  }

  function demandDuring(day: number, meal: number): Float64Array {
    const key = day * mealCount + meal
    const demand = demands.get(key) ?? demandOn(world, day, meal)
    demands.set(key, demand)
    return demand
  }

  return {
    liking,
    reach(person, origin) {
      const key = person * 2 + (origin === 'work' ? 1 : 0)
      let reach = reaches.get(key)
      if (!reach) {
        const { home, work } = people[person]!.hidden
        reach = computeReach(person, pointOf(origin === 'work' ? (work ?? home) : home))
        reaches.set(key, reach)
      }
      return reach
    },
    moment(atMs) {
      const quarter = Math.floor(atMs / 900_000)
      if (quarter === momentQuarter) return moment
      momentQuarter = quarter
      const minute = calendar.minuteOfWeek(atMs)
      const demand = demandDuring(calendar.dayOf(atMs), mealAt(minute))
      const from = Math.floor(minute / 15) * places.length
      for (let place = 0; place < places.length; place++) {
        moment[place] = demand[place]! * opening[from + place]!
      }
      return moment
    },
    origin(person, atMs) {
      if (people[person]!.hidden.work === null) return 'home'
      const minute = calendar.minuteOfWeek(atMs)
      return minute < 5 * 1440 && mealAt(minute) === 1 ? 'work' : 'home'
    },
  }
}

type Columns = ReturnType<typeof toColumns>

function toColumns({ places }: World) {
  const column = (value: (hidden: (typeof places)[number]['hidden'], index: number) => number) =>
    Float64Array.from(places, ({ hidden }, index) => value(hidden, index))
  return {
    x: column((hidden) => pointOf(hidden.location).x),
    y: column((hidden) => pointOf(hidden.location).y),
    rangeKmSquared: column((_, index) => (places[index]!.row.deliveryRangeKm ?? Infinity) ** 2),
    logSpend: column((hidden) => Math.log(hidden.spend)),
    quality: column((hidden) => hidden.quality),
    cuisine: Int32Array.from(places, ({ hidden }) => hidden.cuisine),
    secondCuisine: Int32Array.from(places, ({ hidden }) => hidden.secondCuisine),
    style: Float64Array.from(places.flatMap(({ hidden }) => hidden.style)),
  }
}

function likingOf(person: HiddenPerson, columns: Columns, place: number): number {
  const second = columns.secondCuisine[place]!
  let sum = person.taste[columns.cuisine[place]!]! + 0.5 * columns.quality[place]!
  if (second >= 0) sum += 0.4 * person.taste[second]!
  for (let k = 0; k < styleCount; k++) sum += person.style[k]! * columns.style[place * styleCount + k]!
  return sum
}

/** Row-major, slots of the week × places. */
function openingTable({ places }: World): Uint8Array {
  const table = new Uint8Array(slotsPerWeek * places.length)
  places.forEach(({ row }, index) => {
    markOpen(row.hours, table, places.length, index)
  })
  return table
}

function demandOn({ places }: World, day: number, meal: number): Float64Array {
  const progress = day / 120
  const byCuisine = Float64Array.from({ length: cuisineCount }, (_, c) =>
    Math.exp(cuisines[c]!.meals[meal]! + cuisines[c]!.trend * progress),
  )
  return Float64Array.from(places, ({ hidden }) => {
    if (day < hidden.listedDay || day >= hidden.closedDay) return 0
    const launch = hidden.listedDay >= 0 ? Math.exp(-(day - hidden.listedDay) / 10) : 0
    return byCuisine[hidden.cuisine]! * Math.exp(hidden.drift * progress + launch)
  })
}
