import {
  type ChoiceModel,
  createChoiceModel,
  depthProbability,
  emptyMemory,
  examination,
  remember,
} from './choice.ts'
import { type CityOptions, resolveOptions } from './options.ts'
import type { HiddenPlace } from './restaurants.ts'
import { expectedSpend } from './sessions.ts'
import type { HiddenPerson } from './users.ts'
import { createUtilities } from './utility.ts'
import { makeWorld, type World } from './world.ts'

/** A moment at which a user has the app open. */
export interface Occasion {
  readonly userId: string
  readonly atMs: number
  /** The user's own orders; those at or after `atMs` are ignored. Any order of time. */
  readonly orders: readonly { readonly restaurantId: string; readonly atMs: number }[]
  /** The list on the screen, ids by position; empty or absent: none. */
  readonly shown?: readonly string[]
}

export interface ChoiceDistribution {
  /** The places that deliver to the user, ascending ids; closed ones have probability 0. */
  readonly restaurantIds: readonly string[]
  /** same length */
  readonly probability: Float64Array
  /** P(no order); with `probability` it sums to 1 */
  readonly none: number
}

/** What made the data. Exact: the simulation draws from these very probabilities. See `choice.ts` for the formulas. */
export interface Truth {
  readonly options: CityOptions
  /** What the user orders, if anything. @throws RangeError for an unknown user. */
  choice(occasion: Occasion): ChoiceDistribution
  /** P(the user, with the app open, orders from this restaurant); 0 for one that does not deliver there, is closed or unknown. */
  orderProbability(occasion: Occasion, restaurantId: string): number
  /** The mean amount of an order, EUR. */
  expectedSpend(userId: string, restaurantId: string): number
  /** P(the user looks at the place in `position`, 1 at the top). */
  examination(position: number): number
  /** How much the user likes the place for what it is, price, distance and habit apart; no unit, sd about 1.3. */
  liking(userId: string, restaurantId: string): number
  user(userId: string): HiddenPerson
  restaurant(restaurantId: string): HiddenPlace
}

/** The truth of the city that `generateCity(options)` makes, without living through its days; a fraction of a second. */
export function createTruth(options: Partial<CityOptions> = {}): Truth {
  const world = makeWorld(resolveOptions(options))
  return truthOf(world, createChoiceModel(world, createUtilities(world)))
}

export function truthOf(world: World, model: ChoiceModel): Truth {
  const placeIndex = new Map(world.places.map(({ row }, index) => [row.id, index]))
  const personIndex = new Map(world.people.map(({ row }, index) => [row.id, index]))
  const placeOf = (id: string) => placeIndex.get(id) ?? unknown('restaurant', id)
  const personOf = (id: string) => personIndex.get(id) ?? unknown('user', id)

  function distribution(occasion: Occasion): { places: Int32Array; probability: Float64Array; none: number } {
    const person = personOf(occasion.userId)
    const situation = { person, atMs: occasion.atMs, memory: memoryOf(occasion) }
    const shown = Int32Array.from(occasion.shown ?? [], placeOf)
    let places = new Int32Array(0)
    let probability = new Float64Array(0)
    let none = 0
    for (let depth = 0; depth <= shown.length; depth++) {
      const weights = model.weigh({ ...situation, examined: shown.subarray(0, depth) })
      const share = depthProbability(depth, shown.length)
      if (depth === 0) {
        places = weights.places.slice()
        probability = new Float64Array(places.length)
      }
      none += weights.total > 0 ? (share * weights.none) / weights.total : share
      if (weights.total === 0) continue
      for (let j = 0; j < places.length; j++) probability[j]! += (share * weights.weight[j]!) / weights.total
    }
    return { places, probability, none }
  }

  function memoryOf({ orders, atMs }: Occasion) {
    const memory = emptyMemory()
    const past = orders.filter((order) => order.atMs < atMs && placeIndex.has(order.restaurantId))
    for (const order of past.sort((a, b) => a.atMs - b.atMs)) {
      remember(memory, placeOf(order.restaurantId), order.atMs)
    }
    return memory
  }

  return {
    options: world.options,
    choice(occasion) {
      const { places, probability, none } = distribution(occasion)
      return { restaurantIds: Array.from(places, (place) => world.places[place]!.row.id), probability, none }
    },
    orderProbability(occasion, restaurantId) {
      const { places, probability } = distribution(occasion)
      const at = places.indexOf(placeIndex.get(restaurantId) ?? -1)
      return at < 0 ? 0 : probability[at]!
    },
    expectedSpend: (userId, restaurantId) => expectedSpend(world, personOf(userId), placeOf(restaurantId)),
    examination,
    liking: (userId, restaurantId) => model.utilities.liking(personOf(userId), placeOf(restaurantId)),
    user: (id) => world.people[personOf(id)]!.hidden,
    restaurant: (id) => world.places[placeOf(id)]!.hidden,
  }
}

function unknown(kind: string, id: string): never {
  throw new RangeError(`the city has no ${kind} ${id}`)
}
