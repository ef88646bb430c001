import { describe, expect, test } from 'vitest'
import type { Restaurant } from '../../src/catalog/schema.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import type { RankingFilters, RankingRequest } from '../../src/ranking/types.ts'
import { centre, dinnerMs, testHistory, testRequest, testWorld } from '../support/world.ts'

/** Two restaurants, of which the first has these changes; what became of it. */
function fateOf(changes: Partial<Restaurant>, request: Partial<RankingRequest> = {}): string {
  const world = testWorld({ restaurants: 2, restaurant: (i) => (i === 0 ? changes : {}) })
  const ranking = rank(world, testRequest(request))
  if (ranking.items.some(({ item }) => item === 0)) return 'shown'
  return Object.keys(ranking.leftOut).join()
}

const filters = (changes: Partial<RankingFilters>) => ({
  filters: { cuisines: null, maxPriceLevel: 0, openNow: true, exclude: new Set<number>(), ...changes },
})
/** 10 km north of the centre */
const north = { lat: centre.lat + 10 / 111.195, lon: centre.lon }

describe('a restaurant is left out when', () => {
  test('it is paused or closed for good', () => {
    expect(fateOf({ status: 'paused' })).toBe('closed')
    expect(fateOf({ status: 'closed' })).toBe('closed')
    expect(fateOf({ status: 'open' })).toBe('shown')
  })

  test('it is not open then by its own clock, unless that does not matter', () => {
    const hours = [{ day: 'fri' as const, opens: '18:00', closes: '02:00' }]
    const at = (hoursLater: number) => ({ atMs: dinnerMs + hoursLater * 3_600_000 })
    expect(fateOf({ hours })).toBe('shown')
    expect(fateOf({ hours }, at(6.9))).toBe('shown')
    expect(fateOf({ hours }, at(7))).toBe('not-open-now')
    expect(fateOf({ hours, timeZone: 'America/New_York' })).toBe('not-open-now')
    expect(fateOf({ hours, timeZone: 'America/New_York' }, at(5))).toBe('shown')
    expect(fateOf({ hours: [] }, filters({ openNow: false }))).toBe('shown')
    expect(fateOf({ hours: null })).toBe('shown')
  })

  test('no origin is within its delivery range or the radius asked for', () => {
    const far = { location: north }
    expect(fateOf({ ...far, deliveryRangeKm: 9.9 })).toBe('out-of-range')
    expect(fateOf({ ...far, deliveryRangeKm: 10.1 })).toBe('shown')
    expect(fateOf({ ...far, deliveryRangeKm: 1 }, { origins: [centre, north] })).toBe('shown')
    expect(fateOf(far, { radiusKm: 9.9 })).toBe('out-of-range')
    expect(fateOf(far, { radiusKm: 10.1 })).toBe('shown')
  })

  test('it is farther than anything is delivered, where it does not say how far it delivers', () => {
    const at = (km: number) => ({ location: { lat: centre.lat + km / 111.195, lon: centre.lon } })
    expect(fateOf({ ...at(499), deliveryRangeKm: null })).toBe('shown')
    expect(fateOf({ ...at(501), deliveryRangeKm: null })).toBe('out-of-range')
    expect(fateOf({ ...at(501), deliveryRangeKm: 600 })).toBe('shown')
  })

  test('it is at exactly (0, 0), which is nobody’s address and leaves its place unknown', () => {
    const nowhere = { location: { lat: 0, lon: 0 }, deliveryRangeKm: null }
    expect(fateOf(nowhere)).toBe('shown')
    const world = testWorld({ restaurants: 2, restaurant: (i) => (i === 0 ? nowhere : {}) })
    expect(world.catalogue.latitude[0]).toBeNaN()
    const own = rank(world, testRequest()).items.find(({ item }) => item === 0)!
    expect(own.distanceKm).toBeNaN()
    expect(fateOf({ location: { lat: 0, lon: 0.001 }, deliveryRangeKm: null })).toBe('out-of-range')
  })

  test('its distance is known, since an unknown one leaves nothing out', () => {
    expect(fateOf({ location: null, deliveryRangeKm: 0 }, { radiusKm: 0.1 })).toBe('shown')
    expect(fateOf({ location: north, deliveryRangeKm: 1 }, { origins: [], radiusKm: 1 })).toBe('shown')
  })

  test('it is not known to pass the filters', () => {
    expect(fateOf({ cuisines: ['Thai', 'Vegan'] }, filters({ cuisines: [] }))).toBe('filtered')
    const world = testWorld({ restaurants: 200 })
    const thai = world.catalogue.cuisineIndex.get('thai')!
    const ranking = rank(
      world,
      testRequest({ limit: 200, ...filters({ cuisines: [thai], maxPriceLevel: 2 }) }),
    )
    expect(ranking.items.length).toBeGreaterThan(5)
    for (const { item } of ranking.items) {
      const { cuisines, cuisineStart, priceLevel } = world.catalogue
      expect(cuisines.subarray(cuisineStart[item]!, cuisineStart[item + 1]!)).toContain(thai)
      expect(priceLevel[item]).toBeLessThanOrEqual(2)
    }
    expect(fateOf({ priceLevel: null }, filters({ maxPriceLevel: 4 }))).toBe('filtered')
  })

  test('the request excludes it', () => {
    expect(fateOf({}, filters({ exclude: new Set([0]) }))).toBe('excluded')
  })

  test('the user dismissed it within half a year and has not ordered there since', () => {
    const world = testWorld({ restaurants: 2 })
    const fate = (...rows: Parameters<typeof testHistory>[1]) =>
      rank(world, testRequest({ history: testHistory(world, rows) })).leftOut['dismissed'] ?? 0
    expect(fate(['dismiss', 0, 10])).toBe(1)
    expect(fate(['dismiss', 0, 181])).toBe(0)
    expect(fate(['dismiss', 0, 10], ['order', 0, 5])).toBe(0)
    expect(fate(['dismiss', 0, 5], ['order', 0, 10])).toBe(1)
    expect(fate(['dismiss', 0, -1])).toBe(0)
  })

  test('and every one left out is counted once, with its reason', () => {
    const world = testWorld({
      restaurants: 9,
      restaurant: (i) => ({ status: i < 4 ? 'closed' : 'open', priceLevel: i < 6 ? 4 : 1 }),
    })
    const ranking = rank(world, testRequest(filters({ maxPriceLevel: 2, exclude: new Set([0]) })))
    expect(ranking.leftOut).toEqual({ excluded: 1, closed: 3, filtered: 2 })
    expect(ranking.scored).toBe(3)
  })
})
