import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plain } from 'vitest'
import { emptyHistory } from '../../src/interactions/history.ts'
import { createRandom } from '../../src/numeric/random.ts'
import {
  ArtefactError,
  decodeArtefact,
  encodeArtefact,
  loadRelevanceModel,
} from '../../src/relevance/artefact.ts'
import { createHistories, datasetBefore, orderType } from '../../src/relevance/dataset.ts'
import { createDemand } from '../../src/relevance/demand.ts'
import { evaluateOrders } from '../../src/relevance/evaluate-orders.ts'
import { fitOperator } from '../../src/relevance/fit-operator.ts'
import type { UserQuery } from '../../src/relevance/model.ts'
import { createOrderModel } from '../../src/relevance/models/order/order-model.ts'
import { demandBefore } from '../../src/relevance/replay.ts'
import { trainOrderModel } from '../../src/relevance/train-order-model.ts'
import { testOrders } from '../support/orders.ts'
import { dinnerMs } from '../support/world.ts'

const dataset = testOrders({ orders: 900 })
const split = 700
const options = { random: createRandom(1), fitOperator, stages: 2 }
const { parameters } = await trainOrderModel(datasetBefore(dataset, split), options)
const { catalogue } = dataset
const { size } = catalogue
const demand = demandBefore(dataset, dataset.length)
const model = createOrderModel('test', parameters, catalogue, demand)

const histories = createHistories(dataset)
const queries: UserQuery[] = dataset.users.map((_, user) => ({
  history: histories.before(user, dataset.length),
  atMs: dinnerMs,
  likedCuisines: [0],
  maxPriceLevel: 2,
}))
const stranger: UserQuery = { history: emptyHistory, atMs: dinnerMs, likedCuisines: [], maxPriceLevel: 0 }
const everything = Int32Array.from({ length: size }, (_, i) => i)

function scoresOf(
  query: UserQuery,
  items: ArrayLike<number>,
  km: ArrayLike<number>,
  depth: 'fast' | 'full' = 'full',
) {
  const count = items.length
  const out = { probability: new Float64Array(count), spend: new Float64Array(count) }
  model.begin(query).score(Int32Array.from(items), Float64Array.from(km), count, depth, out)
  return out
}

const query = fc.nat({ max: queries.length }).map((n) => queries[n] ?? stranger)
const item = fc.nat({ max: size - 1 })
const km = fc.oneof(fc.double({ min: 0, max: 20_000, noNaN: true }), fc.constant(Number.NaN))
const depth = fc.constantFrom('fast' as const, 'full' as const)

describe('a score of the order model', () => {
  test.prop([query, item, km, depth])(
    'is what its terms add up to, calibrated',
    (asked, i, distance, deep) => {
      const terms = model.begin(asked).explain(i, distance, deep)
      const logOdds = terms.reduce((sum, term) => sum + term.logOdds, 0)
      const orders = asked.history.restaurant.filter((_, n) => asked.history.type[n] === orderType)
      const { offset, slope } = parameters.calibration[orders.includes(i) ? 'own' : 'fresh']
      const { probability } = scoresOf(asked, [i], [distance], deep)
      expect(probability[0]).toBeCloseTo(1 / (1 + Math.exp(-offset - slope * logOdds)), 9)
    },
  )

  test.prop([query, fc.shuffledSubarray([...everything], { minLength: 1 })])(
    'depends neither on the company that the restaurant is asked about in nor on the order',
    (asked, some) => {
      const all = scoresOf(asked, everything, new Float64Array(size).fill(2))
      const part = scoresOf(asked, some, new Float64Array(some.length).fill(2))
      some.forEach((i, j) => {
        expect(part.probability[j]).toBe(all.probability[i])
        expect(part.spend[j]).toBe(all.spend[i])
      })
    },
  )

  test.prop([query, km, depth])('is a probability, with a finite positive spend', (asked, distance, deep) => {
    const { probability, spend } = scoresOf(asked, everything, new Float64Array(size).fill(distance), deep)
    for (const p of probability) expect(p > 0 && p < 1).toBe(true)
    for (const money of spend) expect(money > 0 && Number.isFinite(money)).toBe(true)
  })

  test.prop([query, item, fc.double({ min: 0, max: 5, noNaN: true }), depth], { numRuns: 30 })(
    'under another rating is what it is once the restaurant is rated so',
    (asked, i, rating, deep) => {
      const rerated = { ...catalogue, rating: catalogue.rating.map((own, j) => (j === i ? rating : own)) }
      const out = { probability: new Float64Array(1), spend: new Float64Array(1) }
      createOrderModel('test', parameters, rerated, demand)
        .begin(asked)
        .score(Int32Array.of(i), Float64Array.of(Number.NaN), 1, deep, out)
      const supposed = model.begin(asked).probabilityIfRated!(i, Number.NaN, deep, rating)
      expect(supposed).toBeCloseTo(out.probability[0]!, 9)
    },
  )

  plain('is finite for a restaurant that nobody ordered from and the model has never seen', () => {
    const larger = testOrders({ restaurants: 40, orders: 1 }).catalogue
    const cold = createOrderModel('test', parameters, larger, createDemand(larger))
    const out = { probability: new Float64Array(40), spend: new Float64Array(40) }
    const items = Int32Array.from({ length: 40 }, (_, i) => i)
    cold.begin(stranger).score(items, new Float64Array(40).fill(Number.NaN), 40, 'full', out)
    expect(out.probability.every((p) => p > 0 && p < 1)).toBe(true)
    expect(out.spend.every((money) => money > 0)).toBe(true)
  })

  plain('rises at once for a place that the user has just ordered from', () => {
    const { history } = queries[0]!
    const target = [...everything].find((i) => !history.restaurant.includes(i))!
    const after = {
      ...queries[0]!,
      history: {
        length: history.length + 1,
        restaurant: Int32Array.of(...history.restaurant, target),
        type: Uint8Array.of(...history.type, 2),
        atMs: Float64Array.of(...history.atMs, dinnerMs - 86_400_000),
        amount: Float64Array.of(...history.amount, 12),
        rating: Float64Array.of(...history.rating, Number.NaN),
      },
    }
    const before = scoresOf(queries[0]!, [target], [2]).probability[0]!
    expect(scoresOf(after, [target], [2]).probability[0]!).toBeGreaterThan(before)
  })

  plain('sees nothing later than the moment it is asked about', () => {
    const early = { ...queries[1]!, atMs: dinnerMs - 60 * 86_400_000 }
    const { history } = early
    const known = history.atMs.filter((at) => at <= early.atMs).length
    expect(known).toBeLessThan(history.length)
    const cut = {
      length: known,
      restaurant: history.restaurant.slice(0, known),
      type: history.type.slice(0, known),
      atMs: history.atMs.slice(0, known),
      amount: history.amount.slice(0, known),
      rating: history.rating.slice(0, known),
    }
    const km = new Float64Array(size).fill(1)
    expect(scoresOf({ ...early, history: cut }, everything, km)).toEqual(scoresOf(early, everything, km))
  })
})

describe('nearest', () => {
  plain('finds places of the user’s own camp, best first, and nothing for a stranger', () => {
    expect(model.begin(stranger).nearest(5)).toHaveLength(0)
    const found = model.begin(queries[0]!).nearest(5)
    expect(found).toHaveLength(5)
    expect([...found].every((i) => i < size / 2)).toBe(true)
    expect([...model.begin(queries[0]!).nearest(3)]).toEqual([...found.subarray(0, 3)])
  })
})

describe('training', () => {
  plain('beats popularity and own frequency on later orders, and knows how sure it is', () => {
    const result = evaluateOrders(dataset, {
      from: split,
      seed: 1,
      bind: (lately) => createOrderModel('test', parameters, catalogue, lately),
    })
    expect(result.orders).toBe(200)
    const { all, gain, reliability } = result
    expect(all.model['ndcg@10'].mean).toBeGreaterThan(all.popularity['ndcg@10'].mean + 0.15)
    expect(gain.all.low).toBeGreaterThan(0)
    expect(reliability.brier).toBeLessThan(reliability.baselineBrier)
    expect(reliability.expectedOverObserved).toBeGreaterThan(0.8)
    expect(reliability.expectedOverObserved).toBeLessThan(1.25)
  })

  plain('has the same bytes for the same data and seed, whatever comes after them', async () => {
    const again = await trainOrderModel(datasetBefore(dataset, split), {
      ...options,
      random: createRandom(1),
    })
    const held = await trainOrderModel(dataset, { ...options, random: createRandom(1), holdOutFrom: split })
    const bytes = encodeArtefact(parameters)
    expect(encodeArtefact(again.parameters)).toEqual(bytes)
    expect(held.early!.operator).toEqual(parameters.operator)
    expect(held.early!.spend).toEqual(parameters.spend)
    expect(encodeArtefact(held.parameters)).not.toEqual(bytes)
  })

  plain('learns nothing from users who opted out but demand', async () => {
    const users = dataset.users.map((user, u) => ({ ...user, optedOut: u === 3 }))
    const without = await trainOrderModel({ ...dataset, users }, { ...options, random: createRandom(1) })
    const gone = { ...dataset, users, restaurant: dataset.restaurant.slice() }
    // Wherever that user ordered instead, the company that others keep stays as it is.
    gone.user.forEach((u, row) => {
      if (u === 3) gone.restaurant[row] = 0
    })
    const other = await trainOrderModel(gone, { ...options, random: createRandom(1) })
    expect(other.parameters.operator).toEqual(without.parameters.operator)
  })
})

describe('an artefact', () => {
  const bytes = encodeArtefact(parameters)

  plain('comes back as it was, bit for bit, and scores the same', () => {
    const decoded = decodeArtefact(bytes)
    expect(encodeArtefact(decoded)).toEqual(bytes)
    const loaded = loadRelevanceModel('v', bytes, catalogue, demand)
    const out = { probability: new Float64Array(size), spend: new Float64Array(size) }
    const km = new Float64Array(size).fill(1)
    loaded.begin(queries[2]!).score(everything, km, size, 'full', out)
    expect(out).toEqual(scoresOf(queries[2]!, everything, km))
  })

  test.prop([fc.nat({ max: bytes.length - 1 })])('that was cut short is refused', (length) => {
    expect(() => decodeArtefact(bytes.slice(0, length))).toThrow(ArtefactError)
  })

  plain('that is something else, of another format, or has damaged rows is refused with the reason', () => {
    const changed = (at: number, value: number) => {
      const copy = bytes.slice()
      copy[at] = value
      return () => decodeArtefact(copy)
    }
    expect(() => decodeArtefact(new TextEncoder().encode('a text that is no model'))).toThrow(/not a model/)
    expect(changed(0, 0)).toThrow(/not a model/)
    expect(changed(8, 99)).toThrow(/format 99/)
    expect(changed(20, 0)).toThrow(/header is damaged/)
    expect(changed(bytes.length - parameters.operator.values.length * 4 - 1, 0x7f)).toThrow(
      /rows are damaged/,
    )
  })
})
