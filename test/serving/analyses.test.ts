import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WhyNotReport } from '../../src/analysis/why-not.ts'
import type { Database } from '../../src/db/client.ts'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { createAnalysisApi } from '../../src/serving/analyses.ts'
import { createDecisionLog } from '../../src/serving/decision-log.ts'
import { plainRequest, sampleOrders } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { preparingRecommender } from '../support/preparing-recommender.ts'
import { dinnerMs, testProfile, testWorld } from '../support/world.ts'

const database = await testDatabase()
const world = testWorld({ restaurants: 60, seed: 3 })
const recommender = preparingRecommender(world, testProfile())
const profiles = createProfileStore({ database, now: () => new Date(dinnerMs) })
const log = createRecommendationLog({ database })
const api = createAnalysisApi({
  recommender,
  profiles,
  log,
  sampleOrders: (query) => sampleOrders(database, query),
})
const request = plainRequest({ userId: 'u3', atMs: dinnerMs })
const shifting = { request, profile: 'sales', k: 10, points: 3 } as const

const decisions = createDecisionLog({ database, maxQueued: 1000, whenFull: 'drop-oldest' })
afterEach(() => decisions.flush())

beforeEach(async () => {
  await truncateAll(database)
  await profiles.ensureShipped()
})

async function logDecision(id: string, key: string, changes = {}) {
  const { live } = await profiles.get(key)
  const decision = await recommender.decide(id, live!, changes)
  decisions.write(decision.userId, () => decision)
  await decisions.flush()
}

async function insertOrders(db: Database, count: number) {
  await db.pool.query(`INSERT INTO restaurants (id, name) VALUES ('r00001', 'One')`)
  await db.pool.query(`INSERT INTO users (id) SELECT 'u' || n FROM generate_series(1, $1::int) n`, [count])
  await db.pool.query(
    `INSERT INTO interactions (id, type, user_id, restaurant_id, at)
     SELECT 'o' || n, 'order', 'u' || n, 'r00001', $2::timestamptz - n * interval '1 hour' FROM generate_series(1, $1::int) n`,
    [count, new Date(dinnerMs)],
  )
}

describe('shift', () => {
  test('holds the plan of the planner for the objectives and asks it for latency', async () => {
    const report = await api.shift(shifting)
    const plans = (objective: string) =>
      report.sweeps.find((sweep) => sweep.objective === objective)!.points.map(({ plan }) => plan.name)
    expect(report.baseline.plan).toMatchObject({ name: 'full' })
    expect(plans('revenue')).toEqual(['full', 'full', 'full'])
    expect(new Set(plans('latency')).size).toBeGreaterThan(1)
    expect(report.sweeps.at(-1)!.switches.length).toBeGreaterThan(0)
  })

  test('takes a revision, a draft and settings as well as a key', async () => {
    const settings = testProfile({ weights: { wait: 1 } })
    await profiles.putDraft('sales', settings, { actor: 'test' })
    const draft = await api.shift({ ...shifting, profile: 'draft:sales' })
    expect(draft.weights.wait).toBe(1)
    expect((await api.shift({ ...shifting, profile: settings })).baseline.items).toEqual(draft.baseline.items)
    const first = await api.shift({ ...shifting, profile: 'sales@1' })
    expect(first.weights).toEqual({
      relevance: 0.25,
      revenue: 0.75,
      margin: 0,
      wait: 0,
      discovery: 0,
      latency: 0,
    })
  })

  test.each([
    ['nobody', 'profile-not-found'],
    ['sales@7', 'revision-not-found'],
    ['draft:sales', 'draft-not-found'],
    ['no key', 'profile-not-found'],
  ])('of %s is %s', async (profile, code) => {
    await expect(api.shift({ ...shifting, profile })).rejects.toMatchObject({ code })
  })

  test('by a model or plan that does not exist is refused', async () => {
    await expect(api.shift({ ...shifting, modelVersion: 'gone' })).rejects.toMatchObject({
      code: 'model-not-found',
    })
    await expect(api.shift({ ...shifting, plan: { name: 'full', candidates: 7 } })).rejects.toMatchObject({
      code: 'invalid-request',
      errors: [{ path: 'plan.candidates' }],
    })
  })
})

describe('compare', () => {
  test('names sides that the caller did not, each differently', async () => {
    const report = await api.compare({
      request,
      k: 5,
      sides: [
        { profile: null },
        { profile: 'sales@1' },
        { profile: 'sales@1' },
        { profile: testProfile(), modelVersion: null, plan: { name: 'popular' } },
        { profile: 'manager', name: 'the boss' },
      ],
    })
    expect(
      report.sides.map(({ name, profile, plan }) => [name, profile?.revision ?? null, plan.name]),
    ).toEqual([
      ['product', 1, expect.any(String)],
      ['sales@1', 1, 'full'],
      ['sales@1 (2)', 1, 'full'],
      ['given settings, no model, popular@200', null, 'popular'],
      ['the boss', 1, 'full'],
    ])
    expect(report.pairs).toHaveLength(10)
  })

  test('over past recommendations takes each with its own request, and the same sample for the same seed', async () => {
    for (let n = 0; n < 12; n++)
      await logDecision(`d${n}`, 'product', { userId: n < 8 ? `u${n}` : null, limit: 5 })
    const query = {
      sides: [{ profile: 'ml-engineer' }, { profile: 'manager' }],
      k: 5,
      limit: 8,
      seed: 1,
      since: null,
      source: 'any',
    } as const
    const report = await api.compareSample(query)
    expect(report).toMatchObject({ source: 'log', requests: 8, empty: 0 })
    expect(await api.compareSample(query)).toEqual(report)
    expect(report.sides[1]!.totals.margin!.mean).toBeGreaterThan(report.sides[0]!.totals.margin!.mean)
    expect(report.sides[1]!.totals.orders!.mean).toBeLessThan(report.sides[0]!.totals.orders!.mean)
    const later = { ...query, since: new Date(dinnerMs + 1) }
    expect(await api.compareSample({ ...later, source: 'log' })).toMatchObject({ requests: 0 })
  })

  test('without a log takes the moments just before past orders', async () => {
    await insertOrders(database, 20)
    const report = await api.compareSample({
      sides: [{ profile: 'ml-engineer' }, { profile: 'sales' }],
      k: 10,
      limit: 6,
      seed: 3,
      since: null,
      source: 'any',
    })
    expect(report).toMatchObject({ source: 'orders', requests: 6, users: 6 })
    const [first] = await sampleOrders(database, { limit: 1, seed: 3, since: null })
    expect((dinnerMs - 1 - first!.request.atMs!) % 3_600_000).toBe(0)
  })

  test('of a log of a few lists takes past orders, unless there are no more of those or the log is asked for', async () => {
    for (let n = 0; n < 3; n++) await logDecision(`d${n}`, 'product')
    const query = { sides: [{ profile: 'sales' }], k: 10, limit: 10, seed: 1, since: null } as const
    const sourceOf = async (source: 'any' | 'log') => {
      const report = await api.compareSample({ ...query, source })
      return [report.source, report.requests]
    }
    expect(await sourceOf('any')).toEqual(['log', 3])
    await insertOrders(database, 20)
    expect(await sourceOf('any')).toEqual(['orders', 10])
    expect(await sourceOf('log')).toEqual(['log', 3])
  })
})

describe('why', () => {
  test('takes a logged list apart and finds that it would be the same again', async () => {
    await logDecision('d1', 'sales')
    const report = await api.why('d1')
    expect(report).toMatchObject({
      id: 'd1',
      userId: 'u3',
      profile: { key: 'sales', revision: 1 },
      weights: { relevance: 0.25, revenue: 0.75 },
      modelVersion: 'fake-3',
      listPropensity: 1,
      again: { same: true, agreement: { overlap: 1, displacement: 0 }, moves: [] },
    })
    expect(report.items).toHaveLength(10)
    report.items.forEach(({ rank, rankAgain, unexplained, restaurant, terms, probability }, index) => {
      expect([rank, rankAgain, unexplained]).toEqual([index + 1, index + 1, 0])
      expect(restaurant.name).toMatch(/^Restaurant /)
      const logOdds = terms.reduce((sum, term) => sum + term.logOdds, 0)
      expect(1 / (1 + Math.exp(-logOdds))).toBeCloseTo(probability, 12)
    })
  })

  test('ranks again by the revision that decided, not by the one that is live', async () => {
    await logDecision('d1', 'sales')
    await profiles.putDraft('sales', testProfile({ weights: { wait: 1 } }), { actor: 'test' })
    await profiles.publish('sales', { actor: 'test', reason: 'test' })
    const { again, settings } = await api.why('d1')
    expect(again?.same).toBe(true)
    expect(settings.weights.revenue).toBe(3)
  })

  test('draws explored lists again from the seed that was logged', async () => {
    const settings = testProfile({ exploration: { temperature: 1 } })
    await profiles.putDraft('curious', settings, { actor: 'test' })
    await profiles.publish('curious', { actor: 'test', reason: 'test' })
    await logDecision('d1', 'curious')
    const report = await api.why('d1')
    expect(report.listPropensity).toBeLessThan(1)
    expect(report.again?.same).toBe(true)
  })

  test('says what is gone: the model, a restaurant', async () => {
    await logDecision('d1', 'sales')
    await database.pool.query(
      `UPDATE recommendations SET model_version = 'gone', items = jsonb_set(items, '{0,restaurantId}', '"closed-down"')`,
    )
    const report = await api.why('d1')
    expect(report.again).toBeNull()
    expect(report.items[0]?.restaurant).toEqual({ id: 'closed-down', name: null })
    expect(report.items[1]?.restaurant.name).toMatch(/^Restaurant /)
  })

  test.each(['nobody', '\u0000', 'x'.repeat(5000)])(
    'of an id that the log has not is not found',
    async (id) => {
      await expect(api.why(id)).rejects.toMatchObject({ code: 'recommendation-not-found' })
    },
  )
})

describe('why not', () => {
  test('over a sample is what each of its requests says by itself, counted', async () => {
    await insertOrders(database, 12)
    const drawn = { limit: 6, seed: 2, since: null }
    const side = { profile: 'ml-engineer' }
    const restaurantId = 'r00004'
    const report = await api.whyNotSample({ ...drawn, source: 'orders', restaurantId, side })
    const past = await sampleOrders(database, drawn)
    const alone: WhyNotReport[] = []
    for (const each of past) alone.push(await api.whyNot({ request: each.request, restaurantId, ...side }))
    const count = (is: (own: WhyNotReport) => boolean) => alone.filter(is).length
    expect(report.restaurant).toEqual(alone[0]!.restaurant)
    expect(report.requests).toBe(6)
    expect(report.listed.requests).toBe(count(({ status }) => status === 'listed'))
    expect(report.missed).toBe(count(({ weights }) => weights !== null))
    expect(report.missed).toBeGreaterThan(0)
    for (const lever of ['revenue', 'wait'] as const) {
      expect(report.weights[lever].requests).toBe(count(({ weights }) => weights?.[lever].to != null))
    }
    const needed = alone.flatMap(({ own }) =>
      own?.probability.to == null ? [] : own.probability.to - own.probability.from,
    )
    expect(report.own.probability.requests).toBe(needed.length)
    const { lowerQuartile, upperQuartile } = report.own.probability.change!
    expect(lowerQuartile).toBeGreaterThanOrEqual(Math.min(...needed))
    expect(upperQuartile).toBeLessThanOrEqual(Math.max(...needed))
  })
})

test('of too many analyses at once some are refused, the rest done one by one', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => api.shift({ ...shifting, points: 2 })),
  )
  const refused = results.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(9)
  for (const { reason } of refused as PromiseRejectedResult[])
    expect(reason).toMatchObject({ code: 'unavailable' })
})
