import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plain } from 'vitest'
import { localMinuteOfWeek } from '../../src/catalog/opening-hours.ts'
import { emptyHistory, type History } from '../../src/interactions/history.ts'
import { createRandom } from '../../src/numeric/random.ts'
import { type Dataset, orderType } from '../../src/relevance/dataset.ts'
import { createDemand } from '../../src/relevance/demand.ts'
import { fitWhereabouts } from '../../src/relevance/fit-whereabouts.ts'
import type { Origin } from '../../src/relevance/model.ts'
import { createExtractor } from '../../src/relevance/models/order/extractor.ts'
import { column, featureCount } from '../../src/relevance/models/order/features.ts'
import { neutralParameters } from '../../src/relevance/models/order/parameters.ts'
import {
  cellCount,
  cellOf,
  originShares,
  whereaboutsAt,
} from '../../src/relevance/models/order/whereabouts.ts'
import { fitSpend } from '../../src/relevance/models/spend/fit-spend.ts'
import { testWorld } from '../support/world.ts'

const hourMs = 3_600_000
/** A Monday, 00:00 in UTC. */
const mondayMs = Date.UTC(2026, 2, 2)
const home = { lat: 48.85, lon: 2.35, label: 'Home' }
const work = { lat: 49.85, lon: 2.35, label: 'work' }

/** Half of the places stand by home, half by work, a hundred km apart. */
const { catalogue } = testWorld({
  restaurants: 40,
  restaurant: (n) => ({
    location: { lat: n % 2 === 0 ? home.lat : work.lat, lon: home.lon },
    deliveryRangeKm: 5,
    timeZone: 'UTC',
  }),
})
const byWork = Array.from({ length: 40 }, (_, i) => i).filter((i) => catalogue.latitude[i]! > 49)
const byHome = Array.from({ length: 40 }, (_, i) => i).filter((i) => catalogue.latitude[i]! < 49)

/** At noon of working days everybody orders to work, else home. */
function commuters(users: number, days: number): Dataset {
  const random = createRandom(4)
  const rows = Array.from({ length: users * days * 2 }, (_, n) => {
    const [user, half] = [n % users, Math.floor(n / users)]
    const day = Math.floor(half / 2)
    const isNoon = half % 2 === 0
    const near = isNoon && day % 7 < 5 ? byWork : byHome
    return {
      user,
      item: near[random.int(near.length)]!,
      atMs: mondayMs + day * 24 * hourMs + (isNoon ? 12 : 20) * hourMs,
    }
  })
  return {
    catalogue,
    users: Array.from({ length: users }, (_, u) => ({
      id: `u${u}`,
      origins: [home, work],
      likedCuisines: [],
      maxPriceLevel: 0,
      optedOut: false,
    })),
    length: rows.length,
    restaurant: Int32Array.from(rows, ({ item }) => item),
    user: Int32Array.from(rows, ({ user }) => user),
    type: new Uint8Array(rows.length).fill(orderType),
    atMs: Float64Array.from(rows, ({ atMs }) => atMs),
    amount: new Float64Array(rows.length).fill(10),
    rating: new Float64Array(rows.length).fill(Number.NaN),
    hash: '',
  }
}

const learnt = fitWhereabouts(commuters(10, 21), 420)
const neutral = neutralParameters(
  new Float64Array(featureCount),
  catalogue.ids,
  { items: 40, rowStart: new Int32Array(41), columns: new Int32Array(0), values: new Float32Array(0) },
  fitSpend(
    { restaurant: new Int32Array(0), user: new Int32Array(0), amount: new Float64Array(0), length: 0 },
    catalogue,
  ),
  learnt,
)
const at = (day: number, hour: number) => (day * 24 + hour) * 60
const delivers = (item: number, o: number) => byWork.includes(item) === (o === 1)

function posterior(history: History, minute: number) {
  return whereaboutsAt(learnt, {
    origins: [home, work],
    history,
    atMs: mondayMs + 40 * 24 * hourMs,
    cellNow: cellOf(minute),
    cellAt: (_, ms) => cellOf(localMinuteOfWeek(ms, 'UTC')),
    delivers,
  })
}

/** One a day at this hour, counted back from the day before the question. */
function orders(item: number, count: number, hour: number): History {
  const column = (of: (n: number) => number) => Array.from({ length: count }, (_, n) => of(n))
  return {
    length: count,
    restaurant: Int32Array.from(column(() => item)),
    type: Uint8Array.from(column(() => orderType)),
    atMs: Float64Array.from(column((n) => mondayMs + (40 - count + n) * 24 * hourMs + hour * hourMs)),
    amount: new Float64Array(count).fill(10),
    rating: new Float64Array(count).fill(Number.NaN),
  }
}

describe('whereabouts', () => {
  plain('are learnt by label and hour from what delivers where', () => {
    expect(learnt.labels).toEqual(['home', 'work'])
    const [, noon] = originShares(learnt, [home, work], cellOf(at(0, 12)))
    const [, evening] = originShares(learnt, [home, work], cellOf(at(0, 20)))
    const [, saturday] = originShares(learnt, [home, work], cellOf(at(5, 12)))
    expect(noon).toBeGreaterThan(0.8)
    expect(evening).toBeLessThan(0.2)
    expect(saturday).toBeLessThan(0.35)
  })

  plain('of a user without a past are those of everybody, whatever the order of their places', () => {
    const found = posterior(emptyHistory, at(0, 12))
    expect(found[1]).toBeCloseTo(originShares(learnt, [home, work], cellOf(at(0, 12)))[1]!, 12)
    const turned = originShares(learnt, [work, home], cellOf(at(0, 12)))
    expect(turned[0]).toBeCloseTo(found[1]!, 12)
  })

  plain(
    'follow the user: one who orders home at noon is at home at noon, and no surer of the evening',
    () => {
      const before = posterior(emptyHistory, at(0, 12))
      const after = posterior(orders(byHome[0]!, 20, 12), at(0, 12))
      expect(after[0]).toBeGreaterThan(0.6)
      expect(before[0]).toBeLessThan(0.2)
      const evening = posterior(orders(byHome[0]!, 20, 12), at(0, 20))
      expect(evening[0]).toBeCloseTo(posterior(emptyHistory, at(0, 20))[0]!, 2)
    },
  )

  test.prop([fc.nat({ max: 39 }), fc.nat({ max: 30 }), fc.nat({ max: 23 }), fc.nat({ max: 167 })])(
    'are a distribution, whatever was ordered when',
    (item, count, hour, now) => {
      const found = posterior(orders(item, count, hour), now * 60)
      expect(found[0]! + found[1]!).toBeCloseTo(1, 9)
      for (const share of found) expect(share > 0 && share < 1).toBe(true)
    },
  )

  plain('of nobody with several places are no labels, and then all places are alike', () => {
    const { labels, shares } = fitWhereabouts(
      { ...commuters(1, 1), users: [], length: 0, type: new Uint8Array(0) },
      0,
    )
    expect([labels.length, shares.length]).toEqual([0, 0])
    expect([...originShares({ labels, shares }, [home, work], 3)]).toEqual([0.5, 0.5])
    expect(cellCount).toBe(48)
  })
})

describe('a place that delivers to where the user is not', () => {
  const demand = createDemand(catalogue)
  const extractor = createExtractor({ ...neutral, whereabouts: learnt }, catalogue, demand)
  const row = new Float64Array(featureCount)
  const reachOf = (item: number, day: number, hour: number, origins: readonly Origin[]) => {
    const atMs = mondayMs + (day * 24 + hour) * hourMs
    const query = { history: emptyHistory, atMs, likedCuisines: [], maxPriceLevel: 0, origins }
    extractor.begin(query).extract(item, 0, 'full', row, 0)
    return row[column.whereabouts]!
  }

  plain('counts less, by how unlikely the user is there at that hour', () => {
    const noon = [byHome, byWork].map((near) => reachOf(near[0]!, 0, 12, [home, work]))
    const evening = [byHome, byWork].map((near) => reachOf(near[0]!, 0, 20, [home, work]))
    expect(noon[0]).toBeLessThan(Math.log(0.25))
    expect(noon[1]).toBeGreaterThan(Math.log(0.75))
    expect(evening[1]).toBeLessThan(Math.log(0.25))
    expect(evening[0]).toBeGreaterThan(Math.log(0.75))
  })

  plain('counts in full when the user said where they are', () => {
    expect(reachOf(byHome[0]!, 0, 12, [home])).toBe(0)
    expect(reachOf(byHome[0]!, 0, 12, [])).toBe(0)
  })
})
