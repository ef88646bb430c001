import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plain } from 'vitest'
import { generateCity } from '../../../seed/city.ts'
import { datasetOf } from '../../../seed/city-dataset.ts'
import { createTruthPairs } from '../../../src/jobs/truth/calibration.ts'
import { evaluateTruth } from '../../../src/jobs/truth/evaluate-truth.ts'
import { expectedNdcg, ranksOf } from '../../../src/jobs/truth/measure-moment.ts'
import { createRandom } from '../../../src/numeric/random.ts'
import { datasetBefore, orderType, trainingRows } from '../../../src/relevance/dataset.ts'
import { fitOperator } from '../../../src/relevance/fit-operator.ts'
import type { RelevanceModel, UserQuery } from '../../../src/relevance/model.ts'
import { createOrderModel } from '../../../src/relevance/models/order/order-model.ts'
import { trainOrderModel } from '../../../src/relevance/train-order-model.ts'

const city = generateCity({ restaurants: 150, users: 500, days: 50 })
const dataset = datasetOf(city)
const rows = trainingRows(dataset)
const from = rows[Math.floor(rows.length * 0.8)]!
const options = { from, seed: 1, maxOrders: 250 }

/** A model that says what `chance` does of each restaurant's id. */
const modelOf = (chance: (query: UserQuery) => (id: string) => number): RelevanceModel => ({
  version: 'test',
  begin: (query) => {
    const of = chance(query)
    return {
      nearest: () => new Int32Array(0),
      explain: () => [],
      score(items, _, count, __, out) {
        for (let j = 0; j < count; j++) {
          out.probability[j] = of(dataset.catalogue.ids[items[j]!]!)
          out.spend[j] = 1
        }
      },
    }
  },
})

/** The truth as a model; a query does not say whose it is, so the user is told by the history's own buffer. */
const truthful = modelOf(({ history, atMs, origins }) => {
  const user = dataset.users.find((each) => each.origins === origins)!
  const orders = Array.from({ length: history.length }, (_, n) => n)
    .filter((n) => history.type[n] === orderType)
    .map((n) => ({ restaurantId: dataset.catalogue.ids[history.restaurant[n]!]!, atMs: history.atMs[n]! }))
  const { restaurantIds, probability, none } = city.truth.choice({ userId: user.id, atMs, orders })
  const chance = new Map(restaurantIds.map((id, n) => [id, probability[n]! / (1 - none)]))
  return (id) => chance.get(id) ?? 0
})

describe('held against the truth', () => {
  plain('the truth itself attains everything and is calibrated', () => {
    const { moments, all, firstTime, calibration, users } = evaluateTruth(dataset, city.truth, {
      ...options,
      bind: () => truthful,
    })
    expect(all.share).toBeCloseTo(1, 9)
    expect(firstTime.share).toBeCloseTo(1, 9)
    expect(calibration.worstPoints).toBeLessThan(1e-9)
    expect(calibration.misplaced).toBeLessThan(1e-9)
    // Those who have seen a list order otherwise than a truth that knows of none; chance does the rest.
    for (const { truth, observed, noise } of calibration.bins) {
      expect(Math.abs(observed - truth)).toBeLessThan(5 * noise + 0.02)
    }
    expect(users.reduce((sum, { weight }) => sum + weight, 0)).toBe(moments)
  })

  plain('a model that likes all places alike attains little, and its bins show that it is wrong', () => {
    const { all, calibration } = evaluateTruth(dataset, city.truth, {
      ...options,
      bind: () => modelOf(() => () => 0.3),
    })
    expect(all.share).toBeLessThan(0.5)
    expect(calibration.worstPoints).toBeGreaterThan(20)
  })

  plain('the order model attains most of it and knows how sure it is', async () => {
    const { parameters } = await trainOrderModel(datasetBefore(dataset, from), {
      random: createRandom(1),
      fitOperator,
      stages: 2,
    })
    const { all, firstTime, calibration, restaurants } = evaluateTruth(dataset, city.truth, {
      ...options,
      bind: (demand) => createOrderModel('test', parameters, dataset.catalogue, demand),
    })
    expect(all.share).toBeGreaterThan(0.85)
    expect(firstTime.share).toBeGreaterThan(0.35)
    expect(calibration.worstPoints).toBeLessThan(18)
    expect(calibration.misplaced).toBeLessThan(0.4)
    for (const { expectedOverTrue } of restaurants.slice(1)) {
      expect(expectedOverTrue).toBeGreaterThan(0.7)
      expect(expectedOverTrue).toBeLessThan(1.4)
    }
  })
})

describe('expected NDCG', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })

  test.prop([weights, fc.nat()])('is greatest for the order of the weights themselves', (truth, seed) => {
    const random = createRandom(seed)
    const other = truth.map(() => random.next())
    const best = expectedNdcg(truth, ranksOf(truth, truth.length))
    expect(expectedNdcg(truth, ranksOf(other, truth.length))).toBeLessThanOrEqual(best + 1e-12)
  })

  test.prop([weights])('ranks are a permutation', (values) => {
    expect([...ranksOf(values, values.length)].sort((a, b) => a - b)).toEqual(values.map((_, n) => n))
  })
})

describe('calibration against the truth', () => {
  test.prop([
    fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      { minLength: 1, maxLength: 300 },
    ),
  ])('loses no prediction, and bins ascend', (drawn) => {
    const pairs = createTruthPairs()
    for (const [predicted, truth] of drawn) pairs.add(predicted, truth, predicted > truth)
    const { bins, meanAbsoluteError } = pairs.finish(1)
    expect(bins.reduce((sum, { predictions }) => sum + predictions, 0)).toBe(drawn.length)
    const means = bins.map(({ predicted }) => predicted)
    expect(means).toEqual([...means].sort((a, b) => a - b))
    const error = drawn.reduce((sum, [p, q]) => sum + Math.abs(p - q), 0) / drawn.length
    expect(meanAbsoluteError).toBeCloseTo(error, 9)
  })
})
