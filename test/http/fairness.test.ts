import { expect, test } from 'vitest'
import { type AnalysisApi, createAnalysisApi } from '../../src/serving/analyses.ts'
import { createDecisionLog } from '../../src/serving/decision-log.ts'
import { sampleOrders } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import { testApp } from '../support/app.ts'
import { preparingRecommender } from '../support/preparing-recommender.ts'
import { testProfile, testWorld } from '../support/world.ts'

const recommender = preparingRecommender(testWorld({ restaurants: 40, seed: 2 }), testProfile())
// The application needs its analyses before there is a database for them.
const later = new Proxy({} as AnalysisApi, { get: (_, name) => api[name as keyof AnalysisApi] })
const { call, database, deps } = await testApp({ analyses: later })
const api = createAnalysisApi({
  recommender,
  profiles: deps.profiles,
  log: createRecommendationLog({ database }),
  sampleOrders: (query) => sampleOrders(database, query),
})

test('with nothing logged, the report is one of no lists', async () => {
  const { status, body } = await call('get', '/v1/admin/fairness', { as: 'analyst' })
  expect([status, body.lists, body.exposure.coverage]).toEqual([200, 0, 0])
})

test('served lists, and those that a profile would show instead, are told by group', async () => {
  const decisions = createDecisionLog({ database, maxQueued: 99, whenFull: 'drop-oldest' })
  const live = (await deps.profiles.get('sales')).live!
  for (const n of [1, 2, 3, 4]) {
    const decision = await recommender.decide(`f${n}`, live, { userId: `u${n}` })
    decisions.write(decision.userId, () => decision)
  }
  await decisions.close()
  const served = await call('get', '/v1/admin/fairness?size=3', { as: 'analyst' })
  expect(served.body).toMatchObject({ lists: 3, users: 3 })
  const prices = served.body.groups.filter(
    (group: { dimension: string }) => group.dimension === 'price level',
  )
  expect(prices.length).toBeGreaterThan(1)

  const instead = await call('post', '/v1/admin/fairness', { as: 'analyst', body: { profile: 'sales' } })
  expect(instead.body).toMatchObject({ profile: 'sales', source: 'log', lists: 4 })
  const all = await call('get', '/v1/admin/fairness', { as: 'analyst' })
  // The profile that served shows the same again.
  expect(instead.body.exposure).toEqual(all.body.exposure)

  const { text: lines } = await call('get', '/v1/admin/fairness?format=ndjson', { as: 'analyst' })
  const rows = lines
    .trimEnd()
    .split('\n')
    .map((line: string) => JSON.parse(line))
  const { exposure, groups, userGroups } = all.body
  expect(rows).toHaveLength(Object.keys(exposure).length + groups.length + userGroups.length)
  expect(rows).toContainEqual({ kind: 'exposure', measure: 'gini', value: exposure.gini })
  expect(rows).toContainEqual(
    expect.objectContaining({
      kind: 'group',
      dimension: groups[0].dimension,
      group: groups[0].group,
      'exposure.mean': groups[0].exposure.mean,
      merit: groups[0].merit,
    }),
  )
  const csv = await call('post', '/v1/admin/fairness', {
    as: 'analyst',
    body: { profile: 'sales', format: 'csv' },
  })
  expect(csv.text.trimEnd().split('\r\n').length).toBe(rows.length + 1)
})

test('faults are named', async () => {
  const bad = await call('post', '/v1/admin/fairness', {
    body: { size: 0, profile: 'Not A Key', source: 'x' },
  })
  expect(bad.status).toBe(400)
  expect(bad.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'profile',
    'size',
    'source',
  ])
  expect((await call('post', '/v1/admin/fairness', { body: { profile: 'nobody' } })).status).toBe(404)
  expect((await call('get', '/v1/admin/fairness?size=x')).status).toBe(400)
})
