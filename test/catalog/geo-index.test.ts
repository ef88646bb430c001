import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { buildGeoIndex } from '../../src/catalog/build-geo-index.ts'
import { distanceKm } from '../../src/catalog/distance.ts'

const place = fc.record({
  lat: fc.double({ min: -89, max: 89, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
})

property.prop([
  fc.array(place, { maxLength: 60 }),
  place,
  fc.double({ min: 0, max: 12_000, noNaN: true }),
  fc.nat(40),
])(
  'finds exactly the nearest within the radius, nearest first, as a scan of all does',
  (places, centre, radiusKm, limit) => {
    const latitude = Float64Array.from(places, (p) => p.lat)
    const longitude = Float64Array.from(places, (p) => p.lon)
    const found = buildGeoIndex(latitude, longitude).within(centre.lat, centre.lon, radiusKm, limit)
    const distances = places.map((p) => distanceKm(centre.lat, centre.lon, p.lat, p.lon))
    const expected = distances
      .filter((km) => km <= radiusKm)
      .sort((a, b) => a - b)
      .slice(0, limit)
    expect(found.length).toBe(expected.length)
    Array.from(found, (i) => distances[i]!).forEach((km, i) => {
      expect(Math.abs(km - expected[i]!)).toBeLessThan(1e-3)
    })
  },
)

test('places without a known location are not in the index', () => {
  const index = buildGeoIndex(Float64Array.of(1, Number.NaN), Float64Array.of(1, Number.NaN))
  expect([...index.within(1, 1, 20_000, 10)]).toEqual([0])
})

test('distances are those of the sphere: a degree of latitude, and the antipode', () => {
  expect(distanceKm(0, 0, 1, 0)).toBeCloseTo(111.195, 3)
  expect(distanceKm(0, 0, 0, 180)).toBeCloseTo(Math.PI * 6371.0088, 3)
  expect(distanceKm(Number.NaN, 0, 1, 0)).toBeNaN()
})
