import type { RestaurantInput } from '../src/catalog/schema.ts'
import type { Interaction } from '../src/interactions/schema.ts'
import type { UserInput } from '../src/users/schema.ts'
import { createChoiceModel } from './choice.ts'
import { type Dirt, rejectedRows, soilInteractions, soilRestaurants } from './dirt.ts'
import { type CityOptions, resolveOptions } from './options.ts'
import { type Happening, liveThrough } from './sessions.ts'
import { type Truth, truthOf } from './truth.ts'
import { createUtilities } from './utility.ts'
import { makeWorld, type World } from './world.ts'

export interface City {
  readonly options: CityOptions
  readonly restaurants: readonly (RestaurantInput & { id: string })[]
  readonly users: readonly (UserInput & { id: string })[]
  /** As they arrive: in order of time but for the late ones and the duplicates in `dirt`. */
  readonly interactions: readonly Interaction[]
  /** What is wrong on purpose. */
  readonly dirt: Dirt
  readonly truth: Truth
}

/**
 * Makes Porto Claro: restaurants in districts, users with hidden tastes, and the days they live through. Pure: the same options
 * give the same city, bit for bit.
 */
export function generateCity(options: Partial<CityOptions> = {}): City {
  const world = makeWorld(resolveOptions(options))
  const model = createChoiceModel(world, createUtilities(world))
  const happenings = liveThrough(world, model)
  const restaurants = soilRestaurants(world.places, world.random.fork('restaurant dirt'))
  const interactions = soilInteractions(toInteractions(world, happenings), world.random.fork('dirt'))
  const endAt = new Date(world.options.endAtMs - 1).toISOString()
  return {
    options: world.options,
    restaurants: restaurants.rows,
    users: world.people.map(({ row }) => row),
    interactions: interactions.rows,
    dirt: {
      ...restaurants.dirt,
      ...interactions.dirt,
      rejected: rejectedRows(world.places[0]!.row.id, world.people[0]?.row.id ?? 'u-00001', endAt),
    },
    truth: truthOf(world, model),
  }
}

function toInteractions(world: World, happenings: readonly Happening[]): Interaction[] {
  return happenings.map(({ type, person, place, atMs, amount, rating, list, position }, index) => ({
    id: `i-${String(index + 1).padStart(7, '0')}`,
    type,
    userId: world.people[person]!.row.id,
    restaurantId: world.places[place]!.row.id,
    at: new Date(atMs).toISOString(),
    ...(amount === undefined ? {} : { amount }),
    ...(rating === undefined ? {} : { rating }),
    ...(list === undefined ? {} : { recommendationId: `rec-${String(list).padStart(6, '0')}` }),
    ...(position === undefined ? {} : { position }),
  }))
}
