import { describe, expect, test, vi } from 'vitest'
import { type AnalysisApi, createAnalysisApi } from '../../src/serving/analyses.ts'
import { createDecisionLog } from '../../src/serving/decision-log.ts'
import { sampleOrders } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import { testApp } from '../support/app.ts'
import { preparingRecommender } from '../support/preparing-recommender.ts'
import { testProfile, testWorld } from '../support/world.ts'

const recommender = preparingRecommender(testWorld({ restaurants: 40, seed: 2 }), testProfile())
const app = await testApp({
  analyses: new Proxy({} as AnalysisApi, { get: (_, name) => api[name as keyof AnalysisApi] }),
})
const { profiles } = app.deps
/** Until then no past orders are found. */
let held = Promise.resolve()
const api: AnalysisApi = createAnalysisApi({
  recommender,
  profiles,
  log: createRecommendationLog(app),
  sampleOrders: async (query) => {
    await held
    return sampleOrders(app.database, query)
  },
})

const post = (path: string, body: object) =>
  app.call('post', `/v1/admin/objectives/${path}`, { as: 'analyst', body })
const faultsOf = (body: { errors: { path: string }[] }) => body.errors.map(({ path }) => path).sort()
const request = { userId: 'u3', context: { at: '2026-03-06T19:00:00Z' }, limit: 5 }

describe('shift', () => {
  test('answers with what each objective did, in the form that the document promises', async () => {
    const { status, body } = await post('shift', { request, profile: 'sales', points: 3 })
    expect(status).toBe(200)
    expect(body.baseline.items).toHaveLength(5)
    expect(body.baseline.items[0].objectives.relevance).toHaveProperty('contribution')
    expect(body.sweeps.map((sweep: { points: object[] }) => sweep.points.length)).toEqual([3, 3, 3, 3, 3, 3])
  })

  test('takes the profile from the request too, and the one beside it first', async () => {
    const named = await post('shift', { request: { ...request, profile: 'manager' }, points: 2 })
    expect(named.body.weights.margin).toBe(1)
    const both = await post('shift', {
      request: { ...request, profile: 'manager' },
      profile: 'ml-engineer',
      points: 2,
    })
    expect(both.body.weights.relevance).toBe(1)
  })

  test('names every fault of a bad body', async () => {
    const { status, body } = await post('shift', {
      request: { limit: 0 },
      profile: 'Not A Key',
      k: 0,
      points: 1,
      weights: {},
    })
    expect(status).toBe(400)
    expect(faultsOf(body)).toEqual(['k', 'points', 'profile', 'request.limit', 'weights'])
  })

  test('does not take a profile and settings at once, nor a draft or depth that is not', async () => {
    const { body } = await post('shift', { request, profile: 'sales', settings: testProfile() })
    expect(faultsOf(body)).toEqual(['settings'])
    expect((await post('shift', { request, profile: 'draft:sales' })).status).toBe(404)
    const depth = await post('shift', { request, plan: { name: 'fast', candidates: 3 } })
    expect([depth.status, faultsOf(depth.body)]).toEqual([400, ['plan.candidates']])
  })
})

describe('shift over a sample', () => {
  test('wants a request or a sample, and no more of either than can be answered', async () => {
    expect(faultsOf((await post('shift', { profile: 'sales' })).body)).toEqual(['request'])
    expect(faultsOf((await post('shift', { request, sample: {} })).body)).toEqual(['request'])
    const { body } = await post('shift', {
      sample: { size: 501, seed: -1, source: 'dreams', since: 'today' },
    })
    expect(faultsOf(body)).toEqual(['sample.seed', 'sample.since', 'sample.size', 'sample.source'])
    expect(faultsOf((await post('shift', { sample: {}, points: 12 })).body)).toEqual(['points'])
    expect((await post('shift', { sample: {}, profile: 'draft:sales' })).status).toBe(404)
  })

  test('of nothing has no figures and no prices', async () => {
    const { status, body } = await post('shift', { sample: {}, profile: 'sales' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ requests: 0, users: 0, baseline: { totals: { orders: null } }, prices: [] })
  })
})

describe('compare', () => {
  const sides = [
    { profile: 'ml-engineer' },
    { profile: 'sales@1', name: 'the dear ones' },
    { settings: testProfile() },
  ]

  test('sets lists side by side', async () => {
    const { status, body } = await post('compare', { request, sides })
    expect(status).toBe(200)
    expect(body.sides.map(({ name }: { name: string }) => name)).toEqual([
      'ml-engineer',
      'the dear ones',
      'given settings',
    ])
    expect(body.pairs).toHaveLength(3)
  })

  test('takes a sample of past requests', async () => {
    const decisions = createDecisionLog({ database: app.database, maxQueued: 9, whenFull: 'drop-oldest' })
    for (const id of ['s1', 's2', 's3']) {
      const decision = await recommender.decide(id, (await profiles.get('sales')).live!)
      decisions.write(decision.userId, () => decision)
    }
    await decisions.close()
    const { status, body } = await post('compare', { sample: { size: 2 }, sides })
    expect(status).toBe(200)
    expect(body).toMatchObject({ source: 'log', requests: 2 })
    expect(body.sides[1].change.orders).toHaveProperty('mean')
  })

  test('wants a request or a sample, and sides that can be told apart from nonsense', async () => {
    expect(faultsOf((await post('compare', { sides })).body)).toEqual(['request'])
    expect(faultsOf((await post('compare', { sides, request, sample: {} })).body)).toEqual(['request'])
    expect(faultsOf((await post('compare', { sides: [], request })).body)).toEqual(['sides'])
    const { body } = await post('compare', {
      request,
      sides: [{ profile: '' }, { settings: { weights: { relevance: -1 } }, plan: { name: 'fastest' } }],
    })
    expect(faultsOf(body)).toEqual(
      expect.arrayContaining(['sides.0.profile', 'sides.1.plan.name', 'sides.1.settings.weights.relevance']),
    )
    const model = await post('compare', { request, sides: [{ modelVersion: 'gone' }] })
    expect([model.status, model.body.code]).toEqual([404, 'model-not-found'])
  })
})

describe('a logged recommendation', () => {
  test('is taken apart', async () => {
    const decisions = createDecisionLog({ database: app.database, maxQueued: 9, whenFull: 'drop-oldest' })
    const decision = await recommender.decide('rec/with odd id', (await profiles.get('sales')).live!)
    decisions.write(decision.userId, () => decision)
    await decisions.close()
    const { status, body } = await app.call(
      'get',
      `/v1/admin/recommendations/${encodeURIComponent('rec/with odd id')}`,
      { as: 'analyst' },
    )
    expect(status).toBe(200)
    expect(body.again.same).toBe(true)
    expect(body.items.every(({ unexplained }: { unexplained: number }) => unexplained === 0)).toBe(true)
  })

  test('that there is none of is not found', async () => {
    const { status, body } = await app.call('get', '/v1/admin/recommendations/none', { as: 'analyst' })
    expect([status, body.code]).toEqual([404, 'recommendation-not-found'])
  })
})

test('who waits for an analysis is told how far it is, by the id of the request', async () => {
  const underWay = async () => (await app.call('get', '/v1/admin/analyses', { as: 'analyst' })).body.items
  let goOn = () => {}
  held = new Promise((resolve) => {
    goOn = resolve
  })
  const answer = fetch(`${app.url}/v1/admin/objectives/compare`, {
    method: 'POST',
    headers: { 'X-API-Key': app.keys.analyst, 'Content-Type': 'application/json', 'X-Request-Id': 'mine' },
    body: JSON.stringify({ sample: { source: 'orders' }, sides: [{ profile: 'sales' }] }),
  })
  await vi.waitFor(async () => expect(await underWay()).toHaveLength(1))
  expect(await underWay()).toEqual([{ kind: 'compare', id: 'mine', state: 'running', progress: null }])
  goOn()
  expect((await answer).status).toBe(200)
  expect(await underWay()).toEqual([])
})
