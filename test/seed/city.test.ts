import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type City, generateCity } from '../../seed/city.ts'
import { cuisines } from '../../seed/cuisines.ts'
import { dirtCounts } from '../../seed/dirt.ts'
import { cityCentre, defaultCityOptions } from '../../seed/options.ts'
import { buildCatalogue } from '../../src/catalog/build-catalogue.ts'
import { distanceKm } from '../../src/catalog/distance.ts'
import { isOpenAt, localMinuteOfWeek } from '../../src/catalog/opening-hours.ts'
import { restaurantInputSchema, restaurantSchema } from '../../src/catalog/schema.ts'
import { type Interaction, interactionSchema } from '../../src/interactions/schema.ts'
import { idSchema } from '../../src/schema/primitives.ts'
import { userInputSchema } from '../../src/users/schema.ts'

const city = generateCity()
const small = { restaurants: 150, users: 120, days: 40 }

const hash = ({ restaurants, users, interactions, dirt }: City) =>
  createHash('sha256').update(JSON.stringify({ restaurants, users, interactions, dirt })).digest('hex')

/** Each interaction once, in order of time: what a store keeps. */
function kept({ interactions }: City): Interaction[] {
  const byId = new Map(interactions.map((row) => [row.id, row]))
  return [...byId.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1))
}

const rows = kept(city)
const orders = rows.filter(({ type }) => type === 'order')

describe('a city is made from its options alone', () => {
  test('the same options give the same city, bit for bit', () => {
    expect(hash(generateCity(small))).toBe(hash(generateCity(small)))
  })

  test('another seed gives another city', () => {
    expect(hash(generateCity({ ...small, seed: 2 }))).not.toBe(hash(generateCity(small)))
  })

  test('another end gives other days to the same places and people', () => {
    const earlier = generateCity({ ...small, endAtMs: defaultCityOptions.endAtMs - 7 * 86_400_000 })
    const later = generateCity(small)
    expect(earlier.users).toEqual(later.users)
    expect(earlier.restaurants.map(({ name }) => name)).toEqual(later.restaurants.map(({ name }) => name))
    expect(earlier.interactions).not.toEqual(later.interactions)
  })

  test('impossible options are refused with every fault named', () => {
    expect(() => generateCity({ restaurants: 0, users: -1, days: 1.5, endAtMs: Number.NaN })).toThrow(
      /restaurants.*users.*days.*endAtMs/,
    )
  })

  test('a city of one restaurant and no users stands', () => {
    const tiny = generateCity({ restaurants: 1, users: 0, days: 1 })
    expect(tiny.restaurants).toHaveLength(1)
    expect(tiny.interactions).toEqual([])
  })
})

describe('by default it is as large as a first start wants', () => {
  test('restaurants and users are as many as asked for, ids ascending and unique', () => {
    expect(city.restaurants).toHaveLength(2500)
    expect(city.users).toHaveLength(6000)
    for (const list of [city.restaurants, city.users]) {
      const ids = list.map(({ id }) => id)
      expect([...new Set(ids)].sort()).toEqual(ids)
    }
  })

  test('orders number about 40,000, interactions 150,000 to 220,000, within the period', () => {
    expect(orders.length).toBeGreaterThan(34_000)
    expect(orders.length).toBeLessThan(48_000)
    expect(rows.length).toBeGreaterThan(130_000)
    expect(rows.length).toBeLessThan(220_000)
    const times = rows.map(({ at }) => Date.parse(at))
    expect(Math.min(...times.slice(0, 5))).toBeGreaterThanOrEqual(city.options.endAtMs - 120 * 86_400_000)
    expect(Math.max(...times.slice(-5))).toBeLessThan(city.options.endAtMs)
  })
})

describe('every row that is meant to be clean fits the schemas that clients meet', () => {
  test('restaurants, spellings trimmed', () => {
    const schema = restaurantInputSchema.extend({ id: idSchema })
    for (const row of city.restaurants) {
      const trimmed = row.cuisines.map((name) => name.trim())
      expect(schema.parse(row)).toEqual({ ...row, cuisines: trimmed })
    }
  })

  test('users', () => {
    const schema = userInputSchema.extend({ id: idSchema })
    for (const row of city.users) expect(schema.parse(row)).toEqual(row)
  })

  test('interactions', () => {
    const broken = city.interactions.filter((row) => !interactionSchema.safeParse(row).success)
    expect(broken).toEqual([])
  })
})

describe('each kind of dirt is there, in the stated number', () => {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const known = new Set(city.restaurants.map(({ id }) => id))
  const restaurant = new Map(city.restaurants.map((row) => [row.id, row]))

  test.each(Object.entries(dirtCounts))('%s: %i, none named twice', (kind, count) => {
    const ids = city.dirt[kind as keyof typeof dirtCounts]
    expect(new Set(ids).size).toBe(count)
  })

  test('duplicates are the rows that come twice, unchanged, and no others', () => {
    const seen = new Map<string, Interaction>()
    const twice: string[] = []
    for (const row of city.interactions) {
      const before = seen.get(row.id)
      if (before) {
        twice.push(row.id)
        expect(row).toEqual(before)
      }
      seen.set(row.id, row)
    }
    expect(twice.sort()).toEqual([...city.dirt.duplicates].sort())
  })

  test('unknown restaurants are named by those rows, and no others', () => {
    const lost = rows.filter(({ restaurantId }) => !known.has(restaurantId)).map(({ id }) => id)
    expect(lost.sort()).toEqual([...city.dirt.unknownRestaurants].sort())
  })

  test('rows out of order of time are those that are late and those that come twice', () => {
    const late = new Set<string>()
    let latest = ''
    for (const { id, at } of city.interactions) {
      if (at < latest) late.add(id)
      else latest = at
    }
    const named = new Set([...city.dirt.late, ...city.dirt.duplicates])
    for (const id of late) expect(named.has(id)).toBe(true)
    const seenLate = city.dirt.late.filter((id) => late.has(id))
    expect(seenLate.length).toBeGreaterThan(0.95 * dirtCounts.late)
  })

  test('amounts of 0, ratings of 0, coordinates and spellings are as listed, and nowhere else', () => {
    const zero = orders.filter(({ amount }) => amount === 0).map(({ id }) => id)
    expect(zero.sort()).toEqual([...city.dirt.zeroAmounts].sort())
    const odd = rows.filter(({ rating }) => rating === 0).map(({ id }) => id)
    expect(odd.sort()).toEqual([...city.dirt.oddRatings].sort())
    for (const id of city.dirt.oddRatings) expect(byId.get(id)?.type).toBe('rating')
    for (const id of city.dirt.nullIsland) expect(restaurant.get(id)?.location).toEqual({ lat: 0, lon: 0 })
    const far = city.restaurants.filter(
      ({ location }) => distanceKm(location!.lat, location!.lon, cityCentre.lat, cityCentre.lon) > 25,
    )
    expect(far.map(({ id }) => id).sort()).toEqual([...city.dirt.nullIsland, ...city.dirt.swapped].sort())
    const proper = new Set(cuisines.map(({ name }) => name))
    for (const id of city.dirt.spellings) expect(proper.has(restaurant.get(id)!.cuisines[0]!)).toBe(false)
  })

  test('what fits no schema fits none', () => {
    const { restaurants, users, interactions } = city.dirt.rejected
    for (const row of restaurants) {
      expect(restaurantInputSchema.extend({ id: idSchema }).safeParse(row).success).toBe(false)
    }
    for (const row of users) {
      expect(userInputSchema.extend({ id: idSchema }).safeParse(row).success).toBe(false)
    }
    for (const row of interactions) expect(interactionSchema.safeParse(row).success).toBe(false)
    expect([restaurants.length, users.length, interactions.length]).toEqual([5, 2, 6])
  })
})

describe('people behave as people do', () => {
  test('60 to 75 % of orders are from a place that the user ordered from before', () => {
    const before = new Set<string>()
    let repeats = 0
    for (const { userId, restaurantId } of orders) {
      const pair = `${userId} ${restaurantId}`
      if (before.has(pair)) repeats += 1
      before.add(pair)
    }
    expect(repeats / orders.length).toBeGreaterThan(0.6)
    expect(repeats / orders.length).toBeLessThan(0.75)
  })

  test('clicks per impression fall with the position', () => {
    const rate = (positions: number[]) => {
      const count = (wanted: string) =>
        rows.filter(({ type, position }) => type === wanted && positions.includes(position ?? 0)).length
      return count('click') / count('impression')
    }
    const rates = [[1], [2], [3, 4], [5, 6, 7], [8, 9, 10]].map(rate)
    expect([...rates].sort((a, b) => b - a)).toEqual(rates)
    expect(rates[0]).toBeGreaterThan(2.5 * rates[4]!)
  })

  test('Fridays are busier than Tuesdays, dinner time than the afternoon', () => {
    const minutes = orders.map(({ at }) => localMinuteOfWeek(Date.parse(at), 'Europe/Lisbon'))
    const day = (number: number) => minutes.filter((minute) => Math.floor(minute / 1440) === number).length
    const between = (from: number, to: number) =>
      minutes.filter((minute) => minute % 1440 >= from * 60 && minute % 1440 < to * 60).length
    expect(day(4)).toBeGreaterThan(1.2 * day(1))
    expect(between(19, 21)).toBeGreaterThan(2 * between(15, 17))
  })

  test('nobody orders from a place that is not open, or not yet listed', () => {
    const updatedAt = new Date(city.options.endAtMs).toISOString()
    const catalogue = buildCatalogue(
      city.restaurants.map((row) => restaurantSchema.parse({ ...row, updatedAt })),
    )
    const impossible = orders.filter(({ restaurantId, at }) => {
      const item = catalogue.indexOf.get(restaurantId)!
      const atMs = Date.parse(at)
      const open = isOpenAt(catalogue, item, localMinuteOfWeek(atMs, 'Europe/Lisbon'))
      return !open || catalogue.listedAtMs[item]! > atMs
    })
    expect(impossible).toEqual([])
  })

  test('a list shows each place once, at positions 1, 2, 3 …', () => {
    const lists = new Map<string, { positions: number[]; places: Set<string> }>()
    for (const { type, recommendationId, position, restaurantId, id } of rows) {
      if (type !== 'impression' || city.dirt.unknownRestaurants.includes(id)) continue
      const list = lists.get(recommendationId!) ?? { positions: [], places: new Set() }
      list.positions.push(position!)
      list.places.add(restaurantId)
      lists.set(recommendationId!, list)
    }
    expect(lists.size).toBeGreaterThan(5000)
    for (const { positions, places } of lists.values()) {
      expect(places.size).toBe(positions.length)
      expect(new Set(positions).size).toBe(positions.length)
      expect(Math.max(...positions)).toBeLessThanOrEqual(10)
    }
  })
})

describe('restaurants look like a real city', () => {
  test('names are unique and free of odd spacing', () => {
    const names = city.restaurants.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^\S+( \S+)+$/)
  })

  test('hours have splits and spans past midnight; some places are paused, closed or new; fees are mostly the default', () => {
    const share = (holds: (row: City['restaurants'][number]) => boolean) =>
      city.restaurants.filter(holds).length / city.restaurants.length
    const pastMidnight = ({ hours }: City['restaurants'][number]) =>
      hours?.some(({ opens, closes }) => closes <= opens && closes !== '00:00') ?? false
    const split = ({ hours }: City['restaurants'][number]) =>
      hours?.some(({ day }, at) => hours[at + 1]?.day === day) ?? false
    expect(share(pastMidnight)).toBeGreaterThan(0.05)
    expect(share(split)).toBeGreaterThan(0.2)
    expect(share(({ status }) => status === 'closed')).toBeGreaterThan(0.01)
    expect(share(({ status }) => status === 'paused')).toBeGreaterThan(0.005)
    expect(share(({ feeRate }) => feeRate === null)).toBeGreaterThan(0.8)
    const startMs = city.options.endAtMs - 120 * 86_400_000
    expect(share(({ listedAt }) => Date.parse(listedAt!) > startMs)).toBeGreaterThan(0.04)
  })

  test('spend rises with the price level', () => {
    const mean = (level: number) => {
      const spends = city.restaurants
        .filter(({ priceLevel, averageSpend }) => priceLevel === level && averageSpend !== null)
        .map(({ averageSpend }) => averageSpend!)
      return spends.reduce((sum, spend) => sum + spend, 0) / spends.length
    }
    const means = [1, 2, 3, 4].map(mean)
    expect([...means].sort((a, b) => a - b)).toEqual(means)
  })
})
