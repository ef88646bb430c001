import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type AreaQuery, areaAround } from '../../src/ranking/candidates/area.ts'
import { chordsFrom, distancesFrom } from '../../src/ranking/candidates/distances.ts'
import { popularityOf } from '../../src/ranking/candidates/popularity.ts'
import { dinnerMs, testWorld } from '../support/world.ts'

/** Towns of one long country that lies across the date line, and a few places without a location. */
const worlds = [300, 4500].map((restaurants) =>
  testWorld({
    restaurants,
    orders: 0,
    restaurant: (i) => ({
      location:
        i % 50 === 0 ? null : { lat: -60 + ((i * 7) % 100), lon: (i % 9) * 0.01 + (i % 2 ? 179.9 : -180) },
      deliveryRangeKm: i % 3 === 0 ? null : 3000,
    }),
  }),
)
const origin = fc.record({
  lat: fc.double({ min: -65, max: 45, noNaN: true }),
  lon: fc.constantFrom(-179.99, 179.99, 170),
})

describe.each(worlds)('around the origins, in a catalogue of $catalogue.size', ({ catalogue, demand }) => {
  test.prop(
    [
      fc.array(origin, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 400 }),
      fc.option(fc.integer({ min: 1, max: 20_000 })),
      fc.integer({ min: 1, max: 9 }),
    ],
    { numRuns: 40 },
  )(
    'the nearest that may be shown are found, as a scan of all finds them',
    (origins, reach, radiusKm, every) => {
      const km = distancesFrom(catalogue, origins)
      const admits = (item: number) =>
        item % every === 0 && !(km(item) > Math.min(radiusKm ?? 1e9, catalogue.deliveryRangeKm[item]!))
      const query: AreaQuery = {
        catalogue,
        popularity: popularityOf(catalogue, demand, dinnerMs),
        chords: chordsFrom(catalogue, origins),
        admits,
        origins,
        radiusKm,
      }
      const { nearestFirst, members } = areaAround(query, reach)
      const scanned = [...catalogue.ids.keys()].filter((item) => !Number.isNaN(km(item)) && admits(item))
      const expected = scanned
        .map(km)
        .toSorted((a, b) => a - b)
        .slice(0, reach)
      expect(nearestFirst.length).toBe(expected.length)
      nearestFirst.forEach((item, n) => {
        expect(admits(item)).toBe(true)
        expect(Math.abs(km(item) - expected[n]!)).toBeLessThan(0.01)
      })
      expect(new Set(members).size).toBe(members!.length)
    },
  )
})
