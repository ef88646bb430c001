import { resolveOptions } from '../../../../seed/options.ts'
import { makeWorld } from '../../../../seed/world.ts'
import { type Restaurant, restaurantSchema } from '../../../catalog/schema.ts'
import { createRandom } from '../../../numeric/random.ts'
import type { Location } from '../../../schema/primitives.ts'

export const endAtMs = Date.UTC(2026, 5, 1)
/** Of a city that the others are copies of. */
const largestOriginal = 10_000
const citiesInAColumn = 40
/** Of who does not say; the median of those who do. */
const usualRangeKm = 2.5
/** about 300 m */
const jitterDegrees = 0.003

/**
 * So many restaurants, in cities of `perCity` side by side, a degree apart; each with text of its own, as if read from a database. All
 * cities are the simulated one, in which one place in fifty does not say how far it delivers; beyond 10,000 in a city, places stand a few hundred metres from one of those.
 */
export function restaurantsOf(size: number, perCity: number, hasUnknownRanges = true): Restaurant[] {
  const original = originals(Math.min(perCity, size, largestOriginal))
  const random = createRandom(1)
  return Array.from({ length: size }, (_, n) => {
    const row = original[(n % perCity) % original.length]!
    const city = Math.floor(n / perCity)
    const isCopy = n % perCity >= original.length
    const jitter = () => (isCopy ? jitterDegrees * random.normal() : 0)
    return {
      // Copies would share their text, and cost less memory than they do.
      ...structuredClone(row),
      // Ids ascend, so that the number is the index in the catalogue.
      ...(hasUnknownRanges ? {} : { deliveryRangeKm: row.deliveryRangeKm ?? usualRangeKm }),
      id: `r-${String(n).padStart(7, '0')}`,
      location:
        row.location && inCity({ lat: row.location.lat + jitter(), lon: row.location.lon + jitter() }, city),
    }
  })
}

/** Where a place of the first city is in another: on a grid of whole degrees. */
export const inCity = ({ lat, lon }: Location, city: number): Location => ({
  lat: lat - (city % citiesInAColumn),
  lon: lon + Math.floor(city / citiesInAColumn),
})

function originals(restaurants: number): Restaurant[] {
  const world = makeWorld(resolveOptions({ restaurants, users: 1, endAtMs }))
  return world.places.map(({ row }) =>
    restaurantSchema.parse({ ...row, status: 'open', updatedAt: row.listedAt }),
  )
}
