import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { distanceKm } from '../../src/catalog/distance.ts'
import { distancesFrom } from '../../src/ranking/candidates/distances.ts'
import { chooseByPriority } from '../../src/ranking/candidates/gather.ts'
import { createPool } from '../../src/ranking/candidates/pool.ts'
import { popularityOf } from '../../src/ranking/candidates/popularity.ts'
import { rank } from '../../src/ranking/pipeline.ts'
import { centre, dinnerMs, testRequest, testWorld } from '../support/world.ts'

describe('the union of proposals', () => {
  const proposal = fc.record({
    item: fc.nat({ max: 19 }),
    priority: fc.integer({ min: 1, max: 6 }),
    source: fc.nat({ max: 6 }),
  })
  test.prop([fc.array(proposal, { maxLength: 60 }), fc.nat({ max: 25 }), fc.infiniteStream(fc.nat())])(
    'is the same in whatever order they come, smallest priority first, then index',
    (proposals, depth, stream) => {
      const chosen = (list: typeof proposals) => {
        const pool = createPool(20)
        for (const { item, priority, source } of list) pool.add(item, priority, source)
        const items = [...chooseByPriority(pool.items, pool, depth, 1000)]
        return { items, sources: items.map((item) => pool.sources(item)) }
      }
      const keys = new Map(proposals.map((each) => [each, stream.next().value]))
      const shuffled = proposals.toSorted((a, b) => keys.get(a)! - keys.get(b)!)
      expect(chosen(shuffled)).toEqual(chosen(proposals))

      const best = new Map<number, number>()
      for (const { item, priority } of proposals) {
        best.set(item, Math.min(priority, best.get(item) ?? priority))
      }
      const expected = [...best].toSorted((a, b) => a[1] - b[1] || a[0] - b[0]).slice(0, depth)
      expect(chosen(proposals).items).toEqual(expected.map(([item]) => item).toSorted((a, b) => a - b))
    },
  )

  test('forgets everything when cleared', () => {
    const pool = createPool(3)
    pool.add(1, 1, 0)
    pool.clear()
    expect(pool.items).toEqual([])
    pool.add(1, 5, 2)
    expect([pool.priority(1), pool.sources(1)]).toEqual([5, 4])
  })
})

describe('distances', () => {
  const world = testWorld({ restaurants: 30, restaurant: (i) => (i === 0 ? { location: null } : {}) })
  const place = fc.record({
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
  })

  test.prop([fc.array(place, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 29 })])(
    'are the great circle to the nearest origin',
    (origins, item) => {
      const { latitude, longitude } = world.catalogue
      const nearest = Math.min(
        ...origins.map(({ lat, lon }) => distanceKm(lat, lon, latitude[item]!, longitude[item]!)),
      )
      expect(distancesFrom(world.catalogue, origins)(item)).toBeCloseTo(nearest, 3)
    },
  )

  test('are unknown without an origin, or a location', () => {
    expect(distancesFrom(world.catalogue, [])(1)).toBeNaN()
    expect(distancesFrom(world.catalogue, [centre])(0)).toBeNaN()
  })
})

describe('popularity', () => {
  test('sorts by decayed demand and sorts again when enough orders came in', () => {
    const world = testWorld({ restaurants: 20, orders: 0, restaurant: (i) => ({ ratingCount: 20 - i }) })
    const { catalogue, demand } = world
    const first = () => popularityOf(catalogue, demand, dinnerMs).order[0]
    expect(first()).toBe(0)
    demand.observe(7, dinnerMs, 10)
    expect(first()).toBe(7)
    demand.observe(3, dinnerMs, 10)
    demand.observe(3, dinnerMs, 10)
    expect(first()).toBe(3)
  })
})

describe('popularity as of another time', () => {
  const year = 365 * 86_400_000
  test('does not depend on what was asked before', () => {
    const order = (...atMs: number[]) => {
      const world = testWorld({ restaurants: 600 })
      return atMs.map((at) => [...popularityOf(world.catalogue, world.demand, at).order]).at(-1)
    }
    const plain = order(dinnerMs)
    expect(order(dinnerMs + 150 * year, dinnerMs)).toEqual(plain)
    expect(order(dinnerMs - 20 * year, dinnerMs)).toEqual(plain)
    expect(order(...Array.from({ length: 12 }, (_, n) => dinnerMs - n * year), dinnerMs)).toEqual(plain)
  })
})

describe('in a large catalogue', () => {
  const world = testWorld({
    restaurants: 1500,
    orders: 300,
    restaurant: (i) => (i < 20 ? { location: null } : {}),
  })
  const request = testRequest({ plan: { name: 'popular', candidates: 20 } })

  test('candidates come from around the origin, or have an unknown location', () => {
    const { items, scored } = rank(world, { ...request, limit: 20 })
    expect(scored).toBe(20)
    const all = distancesFrom(world.catalogue, [centre])
    const sorted = Float64Array.from({ length: 1500 }, (_, i) => all(i)).sort()
    for (const { distanceKm: km } of items) expect(Number.isNaN(km) || km <= sorted[80]!).toBe(true)
  })

  test('those of unknown location are among them', () => {
    const located = { ...request, radiusKm: 0.001, limit: 30 }
    expect(rank(world, located).items.filter(({ distanceKm: km }) => Number.isNaN(km))).toHaveLength(20)
  })

  test('the list is filled from ever wider around', () => {
    expect(rank(world, { ...request, limit: 200 }).items).toHaveLength(200)
    expect(rank(world, { ...request, limit: 1500 }).items).toHaveLength(1500)
    expect(rank(world, { ...request, limit: 1500, origins: [] }).items).toHaveLength(1500)
  })

  test('nothing within reach of either of two origins is missed', () => {
    const towns = [centre, { lat: 43.3, lon: 5.4 }]
    const split = testWorld({
      restaurants: 1000,
      orders: 0,
      restaurant: (i) => ({
        location: towns[i % 2]!,
        deliveryRangeKm: 5,
        status: i < 120 ? 'open' : 'closed',
      }),
    })
    const both = { ...request, origins: towns, limit: 120 }
    expect(rank(split, both).items).toHaveLength(120)
    const few = testWorld({
      restaurants: 1000,
      orders: 0,
      restaurant: (i) => ({
        location: i < 120 ? towns[i % 2]! : { lat: 60, lon: 20 },
        deliveryRangeKm: 5,
        status: i < 100 ? 'closed' : 'open',
      }),
    })
    expect(rank(few, { ...both, limit: 20 }).items).toHaveLength(20)
  })

  test('a pinned restaurant is found wherever it may deliver from', () => {
    const far = testWorld({
      restaurants: 1500,
      orders: 0,
      restaurant: (i) => (i === 1400 ? { location: { lat: 45, lon: 3 } } : {}),
    })
    const rule = { id: 'p', action: 'pin' as const, rank: 3, owner: 'o', reason: 'r' }
    const rules = [{ ...rule, target: { restaurantIds: [far.catalogue.ids[1400]!] } }]
    expect(rank(far, { ...request, profile: { ...request.profile, rules } }).items[2]!.item).toBe(1400)
  })
})
