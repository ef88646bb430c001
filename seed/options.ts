/** What makes a city; the same options make the same city, bit for bit. */
export interface CityOptions {
  readonly seed: number
  readonly restaurants: number
  readonly users: number
  /** How many days of interactions there are, up to `endAtMs`. */
  readonly days: number
  /** The simulated "today": nothing happens at or after it. */
  readonly endAtMs: number
}

export const defaultCityOptions: CityOptions = Object.freeze({
  seed: 1,
  restaurants: 2500,
  users: 6000,
  days: 120,
  endAtMs: Date.UTC(2026, 5, 1),
})

export const cityTimeZone = 'Europe/Lisbon'
export const cityCurrency = 'EUR'
/** On the sea front of Porto Claro, a town on no map; its districts lie north, east and south of it. */
export const cityCentre = Object.freeze({ lat: 39.6012, lon: -9.0655 })

/** @throws RangeError that names every option out of its range. */
export function resolveOptions(options: Partial<CityOptions> = {}): CityOptions {
  const resolved = { ...defaultCityOptions, ...options }
  const faults = [
    ...countFault('restaurants', resolved.restaurants, 1, 100_000),
    ...countFault('users', resolved.users, 0, 1_000_000),
    ...countFault('days', resolved.days, 1, 3650),
    ...countFault('seed', resolved.seed, 0, 4_294_967_295),
    ...countFault('endAtMs', resolved.endAtMs, Date.UTC(2001, 0, 1), Date.UTC(2199, 0, 1)),
  ]
  if (faults.length > 0) throw new RangeError(`No city can be made: ${faults.join('; ')}`)
  return resolved
}

function countFault(name: keyof CityOptions, value: number, min: number, max: number): string[] {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return []
  return [`${name} is ${value}, but has to be a whole number from ${min} to ${max}`]
}
