import { describe, expect, test } from 'vitest'
import type { Admission, LoadClass } from '../../src/serving/admission.ts'
import { createLivePlanner } from '../../src/serving/live-planner.ts'
import type { RecommendationService } from '../../src/serving/service.ts'
import { testApp } from '../support/app.ts'
import { fakeRecommender } from '../support/fake-recommender.ts'
import { testWorld } from '../support/world.ts'

const planner = createLivePlanner({ eventLoop: { delayMs: () => 0 }, clockMs: () => performance.now() })
/** What is refused at the moment. */
const refused = new Set<LoadClass>()
const admission: Admission = {
  ...planner.admission,
  enter: (kind) =>
    refused.has(kind) ? { admitted: false, retryAfterSeconds: 2 } : planner.admission.enter(kind),
}
const world = testWorld({ restaurants: 12 })
const fake = fakeRecommender(world)
let isGone: (() => boolean) | undefined
let release: (() => void) | undefined
const recommender: RecommendationService = {
  ...fake,
  async recommend(request, visit) {
    if (request.userId === 'waits') {
      isGone = visit?.isGone
      await new Promise<void>((resolve) => {
        release = resolve
      })
    }
    return fake.recommend(request, visit)
  },
}
const app = await testApp({ planner: { ...planner, admission }, recommender })

describe('beyond what can be answered in time', () => {
  test('a request is refused with 503, Retry-After and a problem, before its key and body are looked at', async () => {
    refused.add('recommendation')
    app.logged.length = 0
    const before = fake.asked.length
    for (const call of [
      { body: { userId: 'ann' } },
      { as: null, raw: { type: 'application/json', text: '{"not even JSON' } },
    ]) {
      const answer = await app.call('post', '/v1/recommendations', {
        ...call,
        headers: { 'X-Request-Id': 'mine-1' },
      })
      expect(answer.status).toBe(503)
      expect(answer.get('retry-after')).toBe('2')
      expect(answer.get('x-request-id')).toBe('mine-1')
      expect(answer.get('content-type')).toMatch(/^application\/problem\+json/)
      expect(answer.body).toMatchObject({ code: 'overloaded', status: 503, instance: 'mine-1' })
      expect(answer.get('cache-control')).toBe('no-store')
    }
    expect(fake.asked).toHaveLength(before)
    const { text } = await app.call('get', '/metrics', { as: 'analyst' })
    expect(text).toContain(
      'maitre_http_request_duration_seconds_count{method="POST",route="POST /v1/recommendations",status="503"} 2',
    )
    refused.clear()
    expect((await app.call('post', '/v1/recommendations', { body: {} })).status).toBe(200)
  })

  test('health, metrics, administration and what changes restaurants are answered', async () => {
    for (const kind of ['batch', 'recommendation', 'ingestion'] as const) refused.add(kind)
    expect((await app.call('post', '/v1/interactions', { body: { interactions: [] } })).status).toBe(503)
    expect((await app.call('post', '/v1/recommendations/batch', { body: { requests: [] } })).status).toBe(503)
    expect((await app.call('post', '/v1/rank', { body: { candidateIds: [] } })).status).toBe(503)
    expect((await app.call('get', '/health/live', { as: null })).status).toBe(200)
    expect((await app.call('get', '/health/ready', { as: null })).status).toBe(200)
    expect((await app.call('get', '/metrics')).status).toBe(200)
    expect((await app.call('get', '/v1/admin/planner', { as: 'analyst' })).status).toBe(200)
    expect((await app.call('get', '/v1/restaurants')).status).toBe(200)
    refused.clear()
  })
})

test('whoever left is known to have left, and takes up no place', async () => {
  const leaving = new AbortController()
  const asked = fetch(`${app.url}/v1/recommendations`, {
    method: 'POST',
    headers: { 'X-API-Key': app.keys.app, 'Content-Type': 'application/json' },
    body: JSON.stringify({ userId: 'waits' }),
    signal: leaving.signal,
  })
  await expect.poll(() => release !== undefined).toBe(true)
  expect(isGone?.()).toBe(false)
  expect(planner.admission.report().inFlight.recommendation).toBe(1)
  leaving.abort()
  await expect(asked).rejects.toThrow()
  await expect.poll(() => isGone?.()).toBe(true)
  release?.()
  await expect.poll(() => planner.admission.report().inFlight.recommendation).toBe(0)
})

test('the planner tells predicted against actual, by plan, and what was let in', async () => {
  planner.observe({
    name: 'full',
    candidates: 400,
    predictedMs: 12,
    tookMs: 8,
    budgetMs: 100,
    waitedMs: 0,
    lookUpMs: 1,
    answerMs: 1,
  })
  const { body } = await app.call('get', '/v1/admin/planner', { as: 'analyst' })

  expect(body).toMatchObject({ withinBudget: 1, coverage: 1, answers: 1 })
  expect(body.plans).toHaveLength(9)

  const used = body.plans.filter(({ answers }: { answers: number }) => answers > 0)
  expect(used).toHaveLength(1)
  expect(used[0]).toMatchObject({ name: 'full', candidates: 400, predictedP95Ms: 12, share: 1, coverage: 1 })
  expect(used[0].p95Ms).toBeGreaterThan(7.5)
  expect(used[0].p95Ms).toBeLessThan(8.5)
  expect(body.admission.admitted.recommendation).toBeGreaterThan(0)
  expect((await app.call('get', '/v1/admin/planner', { as: 'app' })).status).toBe(403)
})
