import { describe, expect, test } from 'vitest'
import { type AnalysisApi, createAnalysisApi } from '../../src/serving/analyses.ts'
import { sampleOrders } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import { testApp } from '../support/app.ts'
import { preparingRecommender } from '../support/preparing-recommender.ts'
import { dinnerMs, testProfile, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 60, seed: 4 })
const app = await testApp({
  analyses: new Proxy({} as AnalysisApi, { get: (_, name) => api[name as keyof AnalysisApi] }),
})
const { profiles } = app.deps
const api: AnalysisApi = createAnalysisApi({
  recommender: preparingRecommender(world, testProfile()),
  profiles,
  log: createRecommendationLog(app),
  sampleOrders: (query) => sampleOrders(app.database, query),
})
const post = (path: string, body: object) =>
  app.call('post', `/v1/admin/objectives/${path}`, { as: 'analyst', body })
interface Lever {
  readonly share: { readonly mean: number } | null
  readonly requests: number
  readonly raised: number
  readonly change: object | null
}
const faultsOf = (body: { errors: { path: string }[] }) => body.errors.map(({ path }) => path).sort()

const nothing = await post('frontier', { objectives: ['relevance', 'wait'] })

await app.database.pool.query(
  `INSERT INTO restaurants (id, name) SELECT 'r' || lpad(n::text, 5, '0'), 'R' || n FROM generate_series(0, 59) n`,
)
await app.database.pool.query(`INSERT INTO users (id) SELECT 'u' || n FROM generate_series(1, 60) n`)
await app.database.pool.query(
  `INSERT INTO interactions (id, type, user_id, restaurant_id, at)
   SELECT 'o' || n, 'order', 'u' || n, 'r' || lpad((n % 60)::text, 5, '0'), $1::timestamptz - n * interval '1 hour'
     FROM generate_series(1, 60) n`,
  [new Date(dinnerMs)],
)

describe('frontier', () => {
  test('answers with points that are weights of a profile, where it stands, and prices', async () => {
    const { status, body } = await post('frontier', {
      profile: 'sales',
      objectives: ['relevance', 'revenue'],
      maxPoints: 12,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ source: 'orders', requests: 60, empty: 0, profile: 'sales' })
    expect(body.points.length).toBeGreaterThan(3)
    expect(body.current.totals.revenue).toBeLessThanOrEqual(body.ideal.revenue)
    expect(body.prices.map(({ objective }: { objective: string }) => objective)).toEqual([
      'revenue',
      'margin',
      'wait',
      'discovery',
    ])
    const [point] = body.points
    const draft = { ...(await profiles.get('sales')).live!.settings, weights: point.weights }
    expect((await app.call('put', '/v1/profiles/sales/draft', { as: 'manager', body: draft })).status).toBe(
      200,
    )
  })

  test('without past requests says so, and names every fault of a body', async () => {
    expect([nothing.status, nothing.body.code]).toEqual([409, 'nothing-to-analyse'])
    const twice = await post('frontier', { objectives: ['wait', 'wait'], maxPoints: 1, sample: { size: 0 } })
    expect(faultsOf(twice.body)).toEqual(['maxPoints', 'objectives', 'sample.size'])
    expect(faultsOf((await post('frontier', { objectives: ['speed'] })).body)).toContain('objectives.0')
  })
})

describe('solve', () => {
  const asked = {
    profile: 'sales',
    maximise: 'revenue',
    subjectTo: [
      { measure: 'relevance', minShareOfBest: 0.9 },
      { measure: 'wait', max: 45 },
      { measure: 'p95', max: 6 },
    ],
  }

  test('on the requests of a single user fits on them, whoever the draw would hold out', async () => {
    const sample = { size: 1, source: 'orders' }
    for (let seed = 1; seed <= 8; seed++) {
      const { status, body } = await post('solve', { maximise: 'revenue', sample: { ...sample, seed } })
      expect([status, body.fitted, body.heldOut]).toEqual([200, 1, 0])
    }
  })

  test('gives settings that can be put as a draft, and what they are predicted to do', async () => {
    const { status, body } = await post('solve', asked)
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'optimal', ndcgFrom: 'orders' })
    expect(body.fitted + body.heldOut).toBe(60)
    expect(body.gap).toBeLessThan(0.05)
    expect(body.latency.predictedMs).toBeLessThanOrEqual(6)
    expect(body.settings).toMatchObject({ latencyBudgetMs: 6, guardrails: [], maximumPlan: 'full' })
    expect(body.predicted.measures.revenue.change).toHaveProperty('mean')
    expect(body.predicted.measures.predictedMs.proposed.mean).toBeLessThanOrEqual(6)
    expect(body.changes.map(({ path }: { path: string }) => path)).toContain('weights.revenue')
    const put = await app.call('put', '/v1/profiles/sales/draft', { as: 'manager', body: body.settings })
    expect(put.status).toBe(200)
    expect((await post('solve', asked)).body).toEqual(body)
  })

  test('lifts new places by a floor, or by a rule that costs less, where they are asked for', async () => {
    const { body } = await post('solve', {
      ...asked,
      subjectTo: [{ measure: 'newPlaces', minShareOfBest: 0.7 }],
    })
    expect(body.status).toBe('optimal')
    const { rules, exposureFloors } = body.settings
    if (body.newPlacesFloor) {
      const { minShare } = body.newPlacesFloor
      expect([rules, exposureFloors]).toEqual([[], [{ group: { by: 'new' }, minShare }]])
      expect(body.checks).toHaveLength(1)
    } else expect(rules).toMatchObject([{ id: 'solver-new-places', action: 'boost' }])
    const { live, proposed } = body.predicted.measures.newPlaces
    expect(proposed.mean).toBeGreaterThan(live.mean)
  })

  test('says what is infeasible, of lists and of time', async () => {
    const lists = await post('solve', { ...asked, subjectTo: [{ measure: 'wait', max: 1 }] })
    expect(lists.body).toMatchObject({
      status: 'infeasible',
      weights: null,
      settings: null,
      infeasibility: { violated: 'wait', conflict: ['wait'] },
    })
  })

  test('names time as what binds where no plan is that fast, with what the fastest takes, and gives no weights', async () => {
    const wait = { measure: 'wait', minShareOfBest: 0.5 }
    const { body } = await post('solve', { ...asked, subjectTo: [wait, { measure: 'p95', max: 0.5 }] })
    expect(body).toMatchObject({
      status: 'infeasible',
      value: null,
      weights: null,
      mixture: [],
      settings: null,
      checks: [],
      predicted: null,
      bounds: [{ measure: 'wait', reached: null, isBinding: false }],
      infeasibility: { conflict: ['p95'], violated: 'p95', asked: 0.5 },
      latency: { plan: null },
    })
    expect(body.infeasibility.attainable).toBe(body.latency.predictedMs)
    expect(body.infeasibility.attainable).toBeGreaterThan(0.5)
    const attainable = { measure: 'p95', max: body.infeasibility.attainable }
    const { body: kept } = await post('solve', { ...asked, subjectTo: [wait, attainable] })
    expect(kept.status).toBe('optimal')
  })

  test('names faults of guardrails', async () => {
    const { status, body } = await post('solve', {
      maximise: 'speed',
      subjectTo: [{ measure: 'wait', min: 3 }, { measure: 'ndcg' }, { measure: 'p95', minShareOfBest: 0.5 }],
    })
    expect(status).toBe(400)
    expect(faultsOf(body)).toEqual([
      'maximise',
      'subjectTo.0.min',
      'subjectTo.1.measure',
      'subjectTo.2.minShareOfBest',
    ])
  })
})

describe('shift over a sample', () => {
  const sample = { size: 20, source: 'orders' }

  test('answers with means and intervals, and prices as the frontier has them', async () => {
    const { status, body } = await post('shift', { sample, profile: 'sales' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      source: 'orders',
      profile: 'sales',
      requests: 20,
      empty: 0,
      users: 20,
      k: 10,
    })
    expect(body.sweeps.map(({ points }: { points: object[] }) => points.length)).toEqual([5, 5, 5, 5, 5, 5])
    const without = body.leftOut.find(({ objective }: { objective: string }) => objective === 'revenue')
    const { mean, low, high } = without.result.change.revenue
    expect(mean).toBeLessThan(0)
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
    const [change] = body.sweeps.at(-1).switches
    expect(change.requests).toBe(20)
    expect(change.share.mean).toBeGreaterThan(0)
    const frontier = await post('frontier', {
      sample,
      profile: 'sales',
      objectives: ['relevance', 'revenue'],
    })
    expect(body.prices).toEqual(frontier.body.prices)
  })

  test('of one request has the figures of shift for that request', async () => {
    const [past] = await sampleOrders(app.database, { limit: 1, seed: 7, since: null })
    const one = await post('shift', {
      request: { userId: past!.user, context: { at: new Date(past!.request.atMs!).toISOString() } },
      profile: 'sales',
      points: 3,
    })
    const { body } = await post('shift', {
      sample: { size: 1, seed: 7, source: 'orders' },
      profile: 'sales',
      points: 3,
    })
    const meansOf = (record: Record<string, { mean: number } | null>) =>
      Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value?.mean ?? null]))
    body.leftOut.forEach(({ result }: { result: Record<string, never> }, index: number) => {
      const { change, totals, agreement } = one.body.leftOut[index].result
      expect(meansOf(result['change']!)).toEqual(change)
      expect(totals).toMatchObject(meansOf(result['totals']!))
      expect(agreement).toMatchObject(meansOf(result['agreement']!))
    })
  })

  test('as rows has each figure of the report, each change of plan and each price', async () => {
    const asked = { sample, profile: 'sales', points: 3 }
    const { body } = await post('shift', asked)
    const { text } = await post('shift', { ...asked, format: 'ndjson' })
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line))
    // The baseline's totals; totals, changes and agreements of all lists; a price has four figures besides its total.
    const [{ points, switches }] = body.sweeps.slice(-1)
    expect(points).toHaveLength(3)
    const figures = 6 + (6 + 6 * 3) * (6 + 6 + 4)
    expect(rows).toHaveLength(figures + switches.length + body.prices.length * 5)
    const without = body.leftOut.find(({ objective }: { objective: string }) => objective === 'revenue')
    const of = { list: 'left-out', objective: 'revenue', share: 0, kind: 'change', measure: 'orders' }
    expect(rows).toContainEqual({ ...of, ...without.result.change.orders })
    const { from, share } = switches[0]
    expect(rows).toContainEqual(
      expect.objectContaining({ kind: 'switch', from: `${from.name}@${from.candidates}`, ...share }),
    )
  })

  test('says the same for the same seed', async () => {
    const asked = { sample: { size: 6, seed: 3 }, profile: 'manager', points: 2 }
    expect((await post('shift', asked)).body).toEqual((await post('shift', asked)).body)
  })
})

describe('as rows', () => {
  const request = { userId: 'u3', context: { at: '2026-03-06T19:00:00Z' }, limit: 5 }
  const sides = [{ profile: 'ml-engineer' }, { profile: 'sales' }]
  test.each([
    ['compare', { request, sides }, 36],
    ['compare', { sample: { size: 4 }, sides }, 32],
    ['shift', { request, points: 3, profile: 'sales' }, 24],
    ['shift', { sample: { size: 4 }, points: 2, profile: 'sales' }, 330],
    ['frontier', { objectives: ['wait', 'margin'], maxPoints: 5 }, 6],
    ['why-not', { request, restaurantId: 'r00007', profile: 'sales' }, 10],
    ['why-not', { sample: { size: 4 }, restaurantId: 'r00007' }, 24],
    ['solve', { maximise: 'margin', subjectTo: [{ measure: 'wait', minShareOfBest: 0.5 }] }, 10],
  ])('%s comes as CSV and NDJSON', async (path, body, most) => {
    const csv = await app.call('post', `/v1/admin/objectives/${path}`, {
      as: 'analyst',
      body: { ...body, format: 'csv' },
    })
    const lines = await app.call('post', `/v1/admin/objectives/${path}`, {
      as: 'analyst',
      body: { ...body, format: 'ndjson' },
    })
    expect([csv.status, lines.status]).toEqual([200, 200])
    const rows = lines.text
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line))
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.length).toBeLessThanOrEqual(most)
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(rows.length + 1)
  })
})

describe('rows of one comparison', () => {
  test('hold its places, totals with their changes, and the agreement of its pairs', async () => {
    const body = {
      request: { userId: 'u3', context: { at: '2026-03-06T19:00:00Z' }, limit: 5 },
      sides: [{ profile: 'ml-engineer' }, { profile: 'sales' }],
    }
    const { body: report } = await post('compare', body)
    const { text } = await app.call('post', '/v1/admin/objectives/compare', {
      as: 'analyst',
      body: { ...body, format: 'ndjson' },
    })
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line))
    const [, sales] = report.sides
    const ofKind = (kind: string) => rows.filter((row: { kind: string }) => row.kind === kind)
    expect(ofKind('item')).toHaveLength(10)
    expect(ofKind('total')).toContainEqual({
      kind: 'total',
      side: 'sales',
      measure: 'revenue',
      value: sales.totals.revenue,
      change: sales.change.revenue,
    })
    expect(ofKind('total')).toContainEqual({
      kind: 'total',
      side: 'sales',
      measure: 'undiscounted.orders',
      value: sales.totals.undiscounted.orders,
    })
    const [{ agreement }] = report.pairs
    expect(ofKind('agreement')).toEqual(
      ['overlap', 'kendallTau', 'rbo', 'displacement'].map((measure) => ({
        kind: 'agreement',
        side: 'ml-engineer',
        with: 'sales',
        measure,
        value: agreement[measure],
      })),
    )
  })
})

describe('why not', () => {
  const request = { userId: 'u3', context: { at: '2026-03-06T19:00:00Z' }, limit: 5 }

  test('says where a restaurant stands and what would bring it in', async () => {
    const { body: compared } = await post('compare', {
      request: { ...request, limit: 6 },
      sides: [{ profile: 'ml-engineer' }],
    })
    const [next] = compared.sides[0].items.slice(-1)
    const { status, body } = await post('why-not', {
      request,
      restaurantId: next.restaurant.id,
      profile: 'ml-engineer',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'outranked', rank: 6, limit: 5, leftOut: null })
    const { probability, spend } = body.own
    expect(probability.to).toBeGreaterThan(probability.from)
    // By relevance alone no price is too low or too high.
    expect(spend.to).toBeNull()
    expect(body.weights.revenue).toHaveProperty('to')
  })

  test('names the rule that leaves it out', async () => {
    const left = await post('why-not', {
      request: { ...request, filters: { excludeIds: ['r00007'] } },
      restaurantId: 'r00007',
    })
    expect(left.body).toMatchObject({ status: 'ineligible', leftOut: 'excluded', weights: null })
  })

  test('of a restaurant that there is not is 404, and faults are named', async () => {
    const gone = await post('why-not', { request, restaurantId: 'gone' })
    expect([gone.status, gone.body.code]).toEqual([404, 'restaurant-not-found'])
    expect(faultsOf((await post('why-not', { request: { limit: 0 } })).body)).toEqual([
      'request.limit',
      'restaurantId',
    ])
  })

  test('over past requests says how often it is missed and why, and what would bring it in', async () => {
    const asked = { profile: 'sales', restaurantId: 'r00007', sample: { size: 12, source: 'orders' } }
    const { status, body } = await post('why-not', asked)
    expect(status).toBe(200)
    expect(body).toMatchObject({ profile: 'sales', source: 'orders', requests: 12, users: 12 })
    const reasons = Object.values<number>(body.leftOut).reduce((sum, requests) => sum + requests, 0)
    expect(body.eligible.requests + reasons).toBe(12)
    expect(body.listed.requests + body.missed).toBe(body.eligible.requests)
    expect(body.missed).toBeGreaterThan(0)
    for (const lever of [...Object.values<Lever>(body.weights), ...Object.values<Lever>(body.own)]) {
      expect(lever.share!.mean).toBeCloseTo(lever.requests / body.missed, 12)
      expect(lever.raised).toBeLessThanOrEqual(lever.requests)
      expect(lever.change === null).toBe(lever.requests === 0)
    }
    expect((await post('why-not', asked)).body).toEqual(body)
  })

  test('of a sample names faults, and what there is not', async () => {
    const restaurantId = 'r00007'
    const faults = async (body: object) => faultsOf((await post('why-not', { restaurantId, ...body })).body)
    expect(await faults({})).toEqual(['request'])
    expect(await faults({ request, sample: {} })).toEqual(['request'])
    expect(await faults({ sample: { size: 301 } })).toEqual(['sample.size'])
    const gone = await post('why-not', { restaurantId: 'gone', sample: { size: 3 } })
    expect([gone.status, gone.body.code]).toEqual([404, 'restaurant-not-found'])
    const none = await post('why-not', { restaurantId, sample: { since: '2100-01-01T00:00:00Z' } })
    expect([none.status, none.body.code]).toEqual([409, 'nothing-to-analyse'])
  })
})
