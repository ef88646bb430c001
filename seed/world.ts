import { createRandom, type Random } from '../src/numeric/random.ts'
import { type Calendar, createCalendar } from './calendar.ts'
import { type CityOptions, cityTimeZone } from './options.ts'
import { makePlaces, type Place } from './restaurants.ts'
import { makePeople, type Person } from './users.ts'

/** All that holds before anything happens: the places, the people and the clock. */
export interface World {
  readonly options: CityOptions
  readonly calendar: Calendar
  /** ids ascending */
  readonly places: readonly Place[]
  /** ids ascending */
  readonly people: readonly Person[]
  /** The stream that everything later draws from, by forks. */
  readonly random: Random
}

export function makeWorld(options: CityOptions): World {
  const random = createRandom(options.seed)
  const calendar = createCalendar(cityTimeZone, options.endAtMs, options.days)
  return {
    options,
    calendar,
    places: makePlaces(options, calendar, random.fork('restaurants')),
    people: makePeople(options, calendar, random.fork('users')),
    random,
  }
}
