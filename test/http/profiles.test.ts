import { describe, expect, test } from 'vitest'
import { settingsExample } from '../../src/http/routes/profiles/example.ts'
import { testApp } from '../support/app.ts'

const caughtUp: string[] = []
const app = await testApp({ caughtUp: async (topic) => void caughtUp.push(topic) })
const get = async (path: string) => (await app.call('get', `/v1/profiles${path}`, { as: 'analyst' })).body
const manage = (method: 'put' | 'post' | 'delete', path: string, body?: object) =>
  app.call(method, `/v1/profiles${path}`, { as: 'manager', ...(body ? { body } : {}) })

describe('/v1/profiles', () => {
  test('lists the five that ship, one of them the default', async () => {
    const { items, nextCursor } = await get('')
    expect(items.map(({ key }: { key: string }) => key)).toEqual([
      'manager',
      'ml-engineer',
      'ml-platform',
      'product',
      'sales',
    ])
    expect(items.filter(({ isDefault }: { isDefault: boolean }) => isDefault)).toHaveLength(1)
    expect(nextCursor).toBeNull()
  })

  test('a draft becomes a revision, the diff says what changed, and a revert brings the old one back', async () => {
    const before = await get('/sales')
    const put = await manage('put', '/sales/draft', { ...settingsExample, diversity: 0.25 })
    expect(put.body.draft).toMatchObject({ baseRevision: 1, stale: false, settings: { diversity: 0.25 } })
    expect(put.body.live).toEqual(before.live)

    const { differences } = await get('/sales/diff')
    expect(differences).toContainEqual({ path: 'diversity', from: before.live.settings.diversity, to: 0.25 })

    caughtUp.length = 0
    const published = await manage('post', '/sales/publish', { reason: 'Week 14' })
    expect(published.body).toMatchObject({ revision: 2, reason: 'Week 14', revertsTo: null })
    expect(published.body.publishedBy).toMatch(/^manager:key_/)
    expect(await get('/sales')).toMatchObject({ live: { revision: 2 }, draft: null })

    const reverted = await manage('post', '/sales/revert', { to: 1, reason: 'Orders fell' })
    expect(reverted.body).toMatchObject({ revision: 3, revertsTo: 1, settings: before.live.settings })
    expect(caughtUp).toEqual(['profiles', 'profiles'])
    expect((await get('/sales/diff?from=1&to=3')).differences).toEqual([])
    expect((await get('/sales/revisions/2')).settings.diversity).toBe(0.25)
  })

  test('revisions come in pages, newest first', async () => {
    const first = await get('/sales/revisions?limit=2')
    const second = await get(`/sales/revisions?limit=2&cursor=${first.nextCursor}`)
    const numbers = [...first.items, ...second.items].map(({ revision }) => revision)
    expect(numbers).toEqual([3, 2, 1])
    expect(second.nextCursor).toBeNull()
  })

  test('the default changes with a reason, and the audit keeps it', async () => {
    await manage('put', '/default', { key: 'manager', reason: 'Margin first' })
    expect((await get('/manager')).isDefault).toBe(true)
    const { body } = await app.call('get', '/v1/admin/audit?action=profile.default&subject=manager')
    expect(body.items[0]).toMatchObject({ reason: 'Margin first', actor: expect.stringMatching(/^manager:/) })
  })

  test('a new key is a draft until it is published, and can be thrown away', async () => {
    await manage('put', '/campaign/draft', settingsExample)
    expect(await get('/campaign')).toMatchObject({ live: null, draft: { baseRevision: 0 } })
    expect((await manage('put', '/default', { key: 'campaign', reason: 'x' })).status).toBe(409)
    expect((await manage('delete', '/campaign/draft')).status).toBe(204)
    expect((await app.call('get', '/v1/profiles/campaign')).status).toBe(404)
  })

  test('who read an older state is refused', async () => {
    const stale = await manage('put', '/sales/draft?expectedRevision=1', settingsExample)
    expect([stale.status, stale.body.code]).toEqual([409, 'draft-changed'])
    await manage('put', '/product/draft', settingsExample)
    const other = await manage('put', '/product/draft?expected=0123456789abcdef', settingsExample)
    expect([other.status, other.body.code]).toEqual([409, 'draft-changed'])
    const published = await manage('post', '/product/publish', { reason: 'x', expected: '0123456789abcdef' })
    expect([published.status, published.body.code]).toEqual([409, 'draft-changed'])
  })

  test.each<[string, 'get' | 'post' | 'delete', string, object | undefined, number, string]>([
    ['an unknown profile', 'get', '/nobody', undefined, 404, 'profile-not-found'],
    ['publishing what has no draft', 'post', '/manager/publish', { reason: 'x' }, 404, 'draft-not-found'],
    ['an unknown revision', 'get', '/manager/revisions/99', undefined, 404, 'revision-not-found'],
    ['reverting to one', 'post', '/manager/revert', { to: 99, reason: 'x' }, 404, 'revision-not-found'],
    [
      'reverting to what is live',
      'post',
      '/manager/revert',
      { to: 1, reason: 'x' },
      409,
      'nothing-to-publish',
    ],
    ['no reason', 'post', '/manager/publish', {}, 400, 'invalid-request'],
    ['an empty reason', 'post', '/manager/publish', { reason: '  ' }, 400, 'invalid-request'],
    ['a side that is none', 'get', '/manager/diff?from=0', undefined, 400, 'invalid-request'],
    ['no draft to throw away', 'delete', '/manager/draft', undefined, 404, 'draft-not-found'],
    [
      'a cursor of another list',
      'get',
      '/manager/revisions?cursor=YWZ0ZXI6YQ',
      undefined,
      400,
      'invalid-cursor',
    ],
  ])('%s is refused', async (_, method, path, body, status, code) => {
    const response = await app.call(method, `/v1/profiles${path}`, body ? { body } : {})
    expect([response.status, response.body.code]).toEqual([status, code])
  })

  test('settings are checked, all at once', async () => {
    const { body } = await manage('put', '/sales/draft', {
      ...settingsExample,
      weights: { relevance: -1, revenue: 'much', speed: 1 },
      latencyBudgetMs: 0,
      minimumPlan: 'best',
      guardrails: [{ objective: 'latency', minShare: 2 }],
      rules: [{ id: 'r', action: 'pin', target: {}, owner: 'o', reason: 'r', rank: 0 }],
    })
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining([
        'weights.relevance',
        'weights.revenue',
        'weights.speed',
        'latencyBudgetMs',
        'minimumPlan',
        'guardrails.0.objective',
        'guardrails.0.minShare',
        'rules.0.rank',
      ]),
    )
  })

  test('weights that are all 0 are refused', async () => {
    const { status, body } = await manage('put', '/sales/draft', {
      ...settingsExample,
      weights: { latency: 1 },
    })
    expect([status, body.errors[0].path]).toEqual([400, 'weights'])
  })
})
