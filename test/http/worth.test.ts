import { expect, test } from 'vitest'
import { shippedProfiles } from '../../src/profiles/shipped.ts'
import { type AnalysisApi, createAnalysisApi } from '../../src/serving/analyses.ts'
import { plainRequest } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import { worthKeys } from '../../src/serving/worth.ts'
import { testApp } from '../support/app.ts'
import { preparingRecommender } from '../support/preparing-recommender.ts'
import { testProfile, testWorld } from '../support/world.ts'

const recommender = preparingRecommender(testWorld({ restaurants: 40, seed: 2 }), testProfile())
// The application needs its analyses before there is a database for them.
const later = new Proxy({} as AnalysisApi, { get: (_, name) => api[name as keyof AnalysisApi] })
const { call, database, deps } = await testApp({ analyses: later })
let ticks = 0
const api = createAnalysisApi({
  recommender,
  profiles: deps.profiles,
  log: createRecommendationLog({ database }),
  // Orders of six users, as past requests.
  sampleOrders: async ({ limit }) =>
    Array.from({ length: Math.min(limit, 12) }, (_, n) => ({
      user: `u${n % 6}`,
      orderedId: null,
      request: plainRequest({
        userId: `u${n % 6}`,
        atMs: Date.parse('2026-03-06T19:00:00Z'),
        openNow: false,
      }),
    })),
  clockMs: () => ticks++,
})

interface Side {
  name: string
  figures: Record<string, { mean: number } | null>
  change: Record<string, { mean: number; low: number; high: number } | null> | null
}
const sideOf = (body: { sides: Side[] }, name: string) => body.sides.find((side) => side.name === name)!

test('no model comes first, then plans, then every published profile, each against no model', async () => {
  const { status, body } = await call('get', '/v1/admin/worth?size=12&cpuHourPrice=3.6', { as: 'analyst' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ source: 'orders', requests: 12, users: 6, cpuHourPrice: 3.6 })
  expect(body.sides.map(({ name }: Side) => name)).toEqual([
    'no model',
    'plan fast',
    'plan full',
    ...Object.keys(shippedProfiles).sort(),
  ])
  expect(sideOf(body, 'no model').change).toBeNull()
  const full = sideOf(body, 'plan full')
  for (const key of ['orders', 'revenue', 'margin']) {
    const difference = full.figures[key]!.mean - sideOf(body, 'no model').figures[key]!.mean
    expect(full.change![key]!.mean).toBeCloseTo(difference, 8)
  }
})

test('cost is the time of ranking at the price of an hour', async () => {
  const { body } = await call('get', '/v1/admin/worth?size=3&cpuHourPrice=3.6')
  // A tick a ranking: 1,000 ms for 1,000, at 0.001 money a second.
  expect(sideOf(body, 'manager').figures['rankMs']!.mean).toBe(1000)
  expect(sideOf(body, 'manager').figures['cost']!.mean).toBeCloseTo(0.001, 12)
})

test('by the belief of one model, no profile expects more orders than the ML engineers’ full plan', async () => {
  const { body } = await call('get', '/v1/admin/worth?size=12')
  const best = sideOf(body, 'ml-engineer').figures['orders']!.mean
  for (const { figures } of body.sides) expect(figures.orders.mean).toBeLessThanOrEqual(best + 1e-9)
})

test('faults are named', async () => {
  const { status, body } = await call('get', '/v1/admin/worth?size=0&cpuHourPrice=-1&source=x')
  expect(status).toBe(400)
  const paths = body.errors.map(({ path }: { path: string }) => path).sort()
  expect(paths).toEqual(['cpuHourPrice', 'size', 'source'])
})

test('rows are the figures of each side', async () => {
  const { body } = await call('get', '/v1/admin/worth?size=12', { as: 'analyst' })
  const { text } = await call('get', '/v1/admin/worth?size=12&format=ndjson', { as: 'analyst' })
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line: string) => JSON.parse(line))
  expect(rows).toHaveLength(body.sides.length * worthKeys.length)
  const full = sideOf(body, 'plan full')
  expect(rows).toContainEqual({
    side: 'plan full',
    measure: 'orders',
    ...full.figures['orders'],
    'change.mean': full.change!['orders']!.mean,
    'change.low': full.change!['orders']!.low,
    'change.high': full.change!['orders']!.high,
  })
  const csv = await call('get', '/v1/admin/worth?size=12&format=csv', { as: 'analyst' })
  expect(csv.text.split('\r\n')[0]).toBe('side,measure,mean,low,high,change.mean,change.low,change.high')
})
