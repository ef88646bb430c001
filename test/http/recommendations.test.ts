import { describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'

const app = await testApp()
const ask = (body: object) => app.call('post', '/v1/recommendations', { as: 'app', body })

describe('POST /v1/recommendations', () => {
  test('fills in the defaults', async () => {
    expect((await ask({})).status).toBe(200)
    expect(app.recommender.asked.at(-1)).toEqual({
      userId: null,
      location: null,
      atMs: null,
      radiusKm: null,
      cuisines: null,
      maxPriceLevel: null,
      openNow: true,
      excludeIds: [],
      candidateIds: null,
      limit: 10,
      profile: null,
      latencyBudgetMs: null,
      explain: false,
    })
  })

  test('hands on everything that was said', async () => {
    await ask({
      userId: 'u',
      context: { location: { lat: 1, lon: 2 }, at: '2026-03-01T20:30:00+01:00', radiusKm: 3.5 },
      filters: { cuisines: ['Thai'], maxPriceLevel: 2, openNow: false, excludeIds: ['x'] },
      limit: 200,
      profile: 'product',
      latencyBudgetMs: 40,
      explain: true,
    })
    expect(app.recommender.asked.at(-1)).toEqual({
      userId: 'u',
      location: { lat: 1, lon: 2 },
      atMs: Date.UTC(2026, 2, 1, 19, 30),
      radiusKm: 3.5,
      cuisines: ['Thai'],
      maxPriceLevel: 2,
      openNow: false,
      excludeIds: ['x'],
      candidateIds: null,
      limit: 200,
      profile: 'product',
      latencyBudgetMs: 40,
      explain: true,
    })
  })

  test('answers with the names of the contract', async () => {
    const { body } = await ask({ userId: 'u', limit: 2 })
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining(['recommendationId', 'profile', 'model', 'plan', 'tookMs', 'degraded', 'items']),
    )
    expect(body).toMatchObject({ model: null, degraded: { any: false, reasons: [] }, user: { known: true } })
    expect(Object.keys(body.items[0])).toEqual(
      expect.arrayContaining(['rank', 'restaurant', 'score', 'propensity', 'reasons']),
    )
    expect(Object.keys(body.items[0].restaurant)).toEqual([
      'id',
      'name',
      'cuisines',
      'priceLevel',
      'location',
      'distanceKm',
    ])
  })

  test('explains only when asked to, and contributions then sum to the score', async () => {
    expect((await ask({})).body.items[0].objectives).toBeUndefined()
    const { body } = await ask({ explain: true })
    for (const { score, objectives, adjustments } of body.items) {
      const parts = [...Object.values<{ contribution: number }>(objectives), ...adjustments]
      expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score)
    }
  })

  test('says why a list is empty', async () => {
    const excludeIds = Array.from({ length: 12 }, (_, i) => `r${String(i).padStart(5, '0')}`)
    const { status, body } = await ask({ filters: { excludeIds } })
    expect([status, body.items]).toEqual([200, []])
    expect(body.note).toMatch(/\w/)
  })

  test('flags a user whom nobody knows', async () => {
    expect((await ask({ userId: 'stranger' })).body.user).toEqual({ known: false })
  })

  test('never falls back from an unknown profile', async () => {
    const { status, body } = await ask({ profile: 'no-such' })
    expect([status, body.code]).toEqual([404, 'profile-not-found'])
  })
})

describe('POST /v1/rank', () => {
  test('ranks the candidates, each once, and lists the unknown ones', async () => {
    const candidateIds = ['r00003', 'nobody', 'r00001', 'r00003']
    const { status, body } = await app.call('post', '/v1/rank', { as: 'app', body: { candidateIds } })
    expect([status, body.unknownIds]).toEqual([200, ['nobody']])
    expect(app.recommender.asked.at(-1)).toMatchObject({
      candidateIds: ['r00003', 'nobody', 'r00001'],
      limit: 3,
    })
  })

  test.each([[[]], [Array.from({ length: 1001 }, (_, i) => `r${i}`)], [['']], ['r1'], [undefined]])(
    'refuses candidates of which there are none, too many or bad ones',
    async (candidateIds) => {
      const { status, body } = await app.call('post', '/v1/rank', { as: 'app', body: { candidateIds } })
      expect([status, body.errors[0].path.split('.')[0]]).toEqual([400, 'candidateIds'])
    },
  )
})

describe('POST /v1/recommendations/batch', () => {
  const batch = (requests: unknown) =>
    app.call('post', '/v1/recommendations/batch', { as: 'app', body: { requests } })

  test('an error in one spoils no other, and results stand in the order of the requests', async () => {
    const { status, body, text } = await batch([
      { limit: 1 },
      { limit: 0, nonsense: true },
      null,
      { profile: 'no-such' },
      { userId: 'breaks' },
      { limit: 2 },
    ])
    expect(status).toBe(200)
    expect(body.results.map(outcome)).toEqual([
      1,
      'invalid-request',
      'invalid-request',
      'profile-not-found',
      'internal',
      2,
    ])
    expect(body.results[1].problem.errors.map(({ path }: { path: string }) => path)).toEqual([
      'limit',
      'nonsense',
    ])
    expect(text).not.toContain('secret')
  })

  test('takes 256, and not one more', async () => {
    const { body } = await batch(Array.from({ length: 256 }, (_, i) => ({ limit: 1 + (i % 12) })))
    expect(body.results.map(outcome)).toEqual(Array.from({ length: 256 }, (_, i) => 1 + (i % 12)))
    for (const requests of [Array.from({ length: 257 }, () => ({})), [], {}, undefined]) {
      const { status, body } = await batch(requests)
      expect([status, body.errors[0].path]).toEqual([400, 'requests'])
    }
  })

  const outcome = (result: { items?: unknown[]; problem?: { code: string } }) =>
    result.problem?.code ?? result.items?.length
})
