import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { distanceKm } from '../../src/catalog/distance.ts'
import { marketGapKm, marketsOf } from '../../src/catalog/markets.ts'

/** Some places close together, some anywhere, some unknown. */
const places = fc.array(
  fc.oneof(
    fc.record({
      lat: fc.double({ min: 47, max: 49, noNaN: true }),
      lon: fc.double({ min: 10, max: 12, noNaN: true }),
    }),
    fc.record({
      lat: fc.double({ min: -80, max: 80, noNaN: true }),
      lon: fc.constantFrom(-180, -179.95, 179.95, 0, 90),
    }),
    fc.constant({ lat: Number.NaN, lon: Number.NaN }),
  ),
  { maxLength: 60 },
)

const columns = (some: readonly { lat: number; lon: number }[]) => ({
  latitude: Float64Array.from(some, ({ lat }) => lat),
  longitude: Float64Array.from(some, ({ lon }) => lon),
})

describe('markets', () => {
  property.prop([places])('restaurants within the gap of each other share one', (some) => {
    const { of } = marketsOf(columns(some))
    for (const [a, { lat, lon }] of some.entries()) {
      for (const [b, other] of some.entries()) {
        if (distanceKm(lat, lon, other.lat, other.lon) < marketGapKm) expect(of[a]).toBe(of[b])
      }
    }
  })

  property.prop([places])('are linked by steps of less than three gaps', (some) => {
    const { of, count } = marketsOf(columns(some))
    for (let market = 0; market < count; market++) {
      const left = new Set([...some.keys()].filter((n) => of[n] === market))
      const reached = [...left].slice(0, 1)
      left.delete(reached[0]!)
      for (const at of reached) {
        for (const next of left) {
          const [from, to] = [some[at]!, some[next]!]
          if (distanceKm(from.lat, from.lon, to.lat, to.lon) >= 3 * marketGapKm) continue
          reached.push(next)
          left.delete(next)
        }
      }
      expect(left.size).toBe(0)
    }
  })

  property.prop([places])('are numbered by their first restaurants; the unknown are in none', (some) => {
    const { of, count } = marketsOf(columns(some))
    const known = [...of].filter((market) => market >= 0)
    expect([...new Set(known)]).toEqual(Array.from({ length: count }, (_, n) => n))
    expect(some.map(({ lat }) => Number.isNaN(lat))).toEqual([...of].map((market) => market === -1))
  })

  test('two cities a degree apart are two', () => {
    const some = [
      { lat: 39.6, lon: -9 },
      { lat: 40.6, lon: -9 },
      { lat: 39.65, lon: -9.1 },
    ]
    expect(marketsOf(columns(some))).toEqual({ count: 2, of: Int32Array.of(0, 1, 0) })
  })

  test('the date line divides nobody', () => {
    const some = [
      { lat: -17, lon: 179.99 },
      { lat: -17, lon: -179.99 },
    ]
    expect(marketsOf(columns(some)).count).toBe(1)
  })
})
