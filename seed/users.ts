import type { Random } from '../src/numeric/random.ts'
import type { Location } from '../src/schema/primitives.ts'
import type { UserInput } from '../src/users/schema.ts'
import { type Calendar, mealCount } from './calendar.ts'
import { cuisineCount, cuisines, palateCount } from './cuisines.ts'
import { settle } from './districts.ts'
import type { CityOptions } from './options.ts'
import { styleCount } from './restaurants.ts'
import { clamp, lognormal } from './sampling.ts'

/** A user as the service may know them (`row`), and what only the simulation knows. */
export interface Person {
  readonly row: UserInput & { id: string }
  readonly hidden: HiddenPerson
}

export interface HiddenPerson {
  readonly home: Location
  /** null: orders from home alone */
  readonly work: Location | null
  /** liking by cuisine on the logarithmic scale, length `cuisineCount` */
  readonly taste: Float64Array
  /** liking of what places are like beyond their cuisine, length `styleCount` */
  readonly style: readonly number[]
  /** the amount of an order that is no strain, EUR */
  readonly budget: number
  /** loss of utility per e-fold above the budget */
  readonly priceAversion: number
  /** loss of utility per km */
  readonly distanceAversion: number
  /** factor on a restaurant's spend, around 1 */
  readonly appetite: number
  /** mean number of times a day that the user opens the app */
  readonly sessionsPerDay: number
  /** shares of sessions by meal, summing to 1 */
  readonly meals: readonly number[]
  /** weight of a place neither shown nor remembered against one that is: how eagerly the user searches */
  readonly novelty: number
  /** what each remembered order adds to a place's weight */
  readonly loyalty: number
  /** probability of rating an order */
  readonly ratesOrders: number
  /** local day of the period from which on the user is there */
  readonly joinedDay: number
}

/** All users, ids ascending. */
export function makePeople(options: CityOptions, calendar: Calendar, random: Random): Person[] {
  return Array.from({ length: options.users }, (_, index) =>
    makePerson(`u-${String(index + 1).padStart(5, '0')}`, calendar, random),
  )
}

function makePerson(id: string, calendar: Calendar, random: Random): Person {
  const home = settle(random, 'homes').location
  const work = random.next() < 0.4 ? settle(random, 'offices').location : null
  const taste = makeTaste(random)
  const budget = lognormal(random, 20, 0.45)
  const hidden: HiddenPerson = {
    home,
    work,
    taste,
    style: Array.from({ length: styleCount }, () => 0.4 * random.normal()),
    budget,
    priceAversion: lognormal(random, 1.3, 0.4),
    distanceAversion: lognormal(random, 0.35, 0.4),
    appetite: lognormal(random, 1, 0.25),
    sessionsPerDay: Math.min(lognormal(random, 0.068, 1.05), 1.5),
    meals: makeMeals(random),
    novelty: clamp(lognormal(random, 0.05, 0.6), 0.005, 0.5),
    loyalty: lognormal(random, 5, 0.6),
    ratesOrders: clamp(lognormal(random, 0.12, 0.9), 0, 0.9),
    joinedDay: random.next() < 0.25 ? random.int(calendar.days) : 0,
  }
  return { row: makeRow(id, hidden, random), hidden }
}

/** A point along each palate, and a whim for each cuisine. */
function makeTaste(random: Random): Float64Array {
  const leaning = Array.from({ length: palateCount }, () => 0.7 * random.normal())
  const taste = new Float64Array(cuisineCount)
  for (let c = 0; c < cuisineCount; c++) {
    const shared = cuisines[c]!.palates.reduce((sum, value, palate) => sum + value * leaning[palate]!, 0)
    taste[c] = shared + 0.5 * random.normal()
  }
  return taste
}

function makeMeals(random: Random): number[] {
  const usual = [0.08, 0.27, 0.1, 0.43, 0.12]
  const weights = usual.map((share) => lognormal(random, share, 0.8))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return Array.from({ length: mealCount }, (_, meal) => weights[meal]! / total)
}

/** What users say of themselves: some of their best cuisines, now and then one that is not; seldom a price level. */
function makeRow(id: string, hidden: HiddenPerson, random: Random): UserInput & { id: string } {
  const best = [...cuisines.keys()].sort((a, b) => hidden.taste[b]! - hidden.taste[a]! || a - b)
  const stated = best.filter((_, rank) => random.next() < (rank < 5 ? 0.35 : 0.015))
  const level = hidden.budget < 14 ? 1 : hidden.budget < 24 ? 2 : hidden.budget < 40 ? 3 : 4
  const places = [{ label: 'home', ...hidden.home }]
  if (hidden.work !== null && random.next() < 0.8) places.push({ label: 'work', ...hidden.work })
  return {
    id,
    locations: random.next() < 0.97 ? places : [],
    cuisines: stated.map((index) => cuisines[index]!.name),
    maxPriceLevel: random.next() < 0.3 ? level : null,
    personalisationOptOut: random.next() < 0.04,
  }
}
