import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { buildGeoIndex } from '../../src/catalog/build-geo-index.ts'
import { distanceKm } from '../../src/catalog/distance.ts'
import type { GeoIndex } from '../../src/catalog/geo-index.ts'

const place = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
})

function collect(index: GeoIndex, { lat, lon }: { lat: number; lon: number }, radiusKm: number): number[] {
  const runs = new Int32Array(2 * index.mostRuns)
  const count = index.runs(lat, lon, radiusKm, runs)
  return Array.from({ length: count }, (_, r) => [...index.items.slice(runs[2 * r], runs[2 * r + 1])]).flat()
}

const finder = (places: readonly { lat: number; lon: number }[]) => {
  const index = buildGeoIndex(
    Float64Array.from(places, (p) => p.lat),
    Float64Array.from(places, (p) => p.lon),
  )
  return (centre: { lat: number; lon: number }, radiusKm: number): number[] => {
    return collect(index, centre, radiusKm)
  }
}

property.prop([
  fc.array(
    fc.oneof(place, { arbitrary: place.map((p) => ({ ...p, lon: Math.sign(p.lon) * 180 })), weight: 1 }),
    {
      maxLength: 60,
    },
  ),
  place,
  fc.double({ min: 0, max: 20_100, noNaN: true }),
])(
  'misses nothing within the radius, poles and date line included, and gives nothing twice',
  (places, centre, radiusKm) => {
    const found = finder(places)(centre, radiusKm)
    expect(new Set(found).size).toBe(found.length)
    const within = places.flatMap((p, i) =>
      distanceKm(centre.lat, centre.lon, p.lat, p.lon) <= radiusKm ? [i] : [],
    )
    expect(within.filter((i) => !found.includes(i))).toEqual([])
  },
)

test('looks at little more than what is near', () => {
  const places = Array.from({ length: 10_000 }, (_, i) => ({
    lat: 40 + (i % 100) / 50,
    lon: 2 + Math.floor(i / 100) / 50,
  }))
  const within = places.filter((p) => distanceKm(41, 3, p.lat, p.lon) <= 20).length
  expect(finder(places)({ lat: 41, lon: 3 }, 20).length).toBeLessThan(within * 2)
})

test('places without a known location are not in the index', () => {
  const index = buildGeoIndex(Float64Array.of(1, Number.NaN), Float64Array.of(1, Number.NaN))
  expect(collect(index, { lat: 1, lon: 1 }, 20_000)).toEqual([0])
})

test('distances are those of the sphere: a degree of latitude, and the antipode', () => {
  expect(distanceKm(0, 0, 1, 0)).toBeCloseTo(111.195, 3)
  expect(distanceKm(0, 0, 0, 180)).toBeCloseTo(Math.PI * 6371.0088, 3)
  expect(distanceKm(Number.NaN, 0, 1, 0)).toBeNaN()
})
