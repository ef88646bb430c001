import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plain } from 'vitest'
import type { Catalogue } from '../../src/catalog/catalogue.ts'
import { distanceKm } from '../../src/catalog/distance.ts'
import { isOpenAt, localMinuteOfWeek } from '../../src/catalog/opening-hours.ts'
import { createReach } from '../../src/relevance/models/order/reach.ts'
import { centre, dinnerMs, testWorld } from '../support/world.ts'

const { catalogue } = testWorld({ restaurants: 150, restaurant: (n) => ({ deliveryRangeKm: 1 + (n % 5) }) })
const reachOf = createReach(catalogue)
const minuteIn = (of: Catalogue) => (item: number) =>
  localMinuteOfWeek(dinnerMs, of.timeZones[of.timeZone[item]!]!)
const minute = minuteIn(catalogue)
const isNobodys = () => false

const origin = fc.record({
  lat: fc.double({ min: centre.lat - 0.05, max: centre.lat + 0.05, noNaN: true }),
  lon: fc.double({ min: centre.lon - 0.05, max: centre.lon + 0.05, noNaN: true }),
})

/** By a scan of everything: how many places in range are open, and closed. */
function inRange(catalogue: Catalogue, origins: readonly { lat: number; lon: number }[]) {
  const counts = { open: 0, closed: 0 }
  for (let i = 0; i < catalogue.size; i++) {
    if (catalogue.status[i] !== 0) continue
    const km = Math.min(
      ...origins.map(({ lat, lon }) => distanceKm(lat, lon, catalogue.latitude[i]!, catalogue.longitude[i]!)),
    )
    if (origins.length > 0 && km > catalogue.deliveryRangeKm[i]!) continue
    counts[isOpenAt(catalogue, i, minuteIn(catalogue)(i)) ? 'open' : 'closed']++
  }
  return counts
}

describe('what delivers to a user', () => {
  test.prop([fc.array(origin, { maxLength: 3 })])(
    'is stood for in full, open and closed apart, by distinct places in range',
    (origins) => {
      const { count, items, km, weight } = reachOf(origins, minute, isNobodys)
      const found = items.slice(0, count)
      expect(new Set(found).size).toBe(count)
      const sums = { open: 0, closed: 0 }
      found.forEach((item, n) => {
        expect(km[n]! > catalogue.deliveryRangeKm[item]!).toBe(false)
        sums[isOpenAt(catalogue, item, minute(item)) ? 'open' : 'closed'] += weight[n]!
      })
      const all = inRange(catalogue, origins)
      expect(sums.open).toBeCloseTo(all.open, 6)
      expect(sums.closed).toBeCloseTo(all.closed, 6)
    },
  )

  const many = testWorld({
    restaurants: 6000,
    restaurant: (n) => ({ deliveryRangeKm: 2 + (n % 5) }),
  }).catalogue
  const reachOfMany = createReach(many)
  test.prop([fc.array(origin, { minLength: 1, maxLength: 3 })], { numRuns: 30 })(
    'is stood for by a sample, where it is much, to a few per cent',
    (origins) => {
      const { count, weight } = reachOfMany(origins, minuteIn(many), isNobodys)
      const sum = weight.subarray(0, count).reduce((total, of) => total + of, 0)
      const { open, closed } = inRange(many, origins)
      expect(Math.abs(sum / (open + closed) - 1)).toBeLessThan(0.12)
    },
  )

  plain('leaves out the user’s own places', () => {
    const { count, items } = reachOf([centre], minute, isNobodys)
    const own = new Set(items.slice(0, 5))
    const rest = reachOf([centre], minute, (item) => own.has(item))
    expect(rest.items.slice(0, rest.count).some((item) => own.has(item))).toBe(false)
    expect(count).toBeGreaterThan(0)
  })
})
