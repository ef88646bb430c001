import { beforeEach, describe, expect, test } from 'vitest'
import { settingsExample } from '../../src/http/routes/admin/experiments-schema.ts'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { testApp } from '../support/app.ts'

const app = await testApp()
const path = '/v1/admin/experiments'
const get = (suffix = '') => app.call('get', `${path}${suffix}`, { as: 'analyst' })
const post = (suffix: string, body: object) => app.call('post', `${path}${suffix}`, { as: 'manager', body })
const why = { reason: 'to see' }

beforeEach(async () => {
  await app.database.pool.query('TRUNCATE experiments')
  await createProfileStore({ database: app.database, now: () => new Date() }).ensureShipped()
})

describe('/v1/admin/experiments', () => {
  test('plans, changes, starts, reads and stops one', async () => {
    const made = await post('', { key: 'dearer', settings: settingsExample })
    expect([made.status, made.get('location')]).toEqual([201, `${path}/dearer`])
    expect(made.body).toMatchObject({ state: 'draft', control: 'accurate', settings: { scope: null } })
    const changed = await app.call('put', `${path}/dearer`, { body: { ...settingsExample, traffic: 1 } })
    expect(changed.body.settings.traffic).toBe(1)
    const started = await post('/dearer/start', why)
    expect([started.status, started.body.state]).toEqual([200, 'running'])
    expect(started.body.started).toMatchObject({ by: expect.stringMatching(/^manager:/), reason: 'to see' })
    expect((await get('?state=running')).body.items).toHaveLength(1)
    expect((await get('?state=draft')).body.items).toEqual([])
    const { body } = await get('/dearer/results')
    expect(body.enrolled).toEqual([
      { variant: 'accurate', users: 0, share: 0, plannedShare: 0.5 },
      { variant: 'dearer', users: 0, share: 0, plannedShare: 0.5 },
    ])
    expect(body.metrics.map(({ key }: { key: string }) => key)).toEqual([
      'orders',
      'revenue',
      'margin',
      'wait',
      'ndcg',
    ])
    expect(body.guardrails).toMatchObject([{ variant: 'dearer', provenHarm: null, isBreached: false }])
    const stopped = await post('/dearer/stop', why)
    expect(stopped.body).toMatchObject({ state: 'stopped', stopped: { because: 'person' } })
    expect((await get('/dearer')).body).toEqual(stopped.body)
    const audit = await app.call('get', '/v1/admin/audit?subject=dearer')
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toEqual(
      ['stop', 'start', 'edit', 'create'].map((step) => `experiment.${step}`),
    )
  })

  test('names what stands in the way', async () => {
    const code = async (answer: Promise<{ status: number; body: { code?: string } }>) => {
      const { status, body } = await answer
      return [status, body.code]
    }
    const planned = (key: string) => post('', { key, settings: settingsExample })
    await planned('a')
    await planned('b')
    expect(await code(planned('a'))).toEqual([409, 'experiment-exists'])
    expect(await code(post('/a/stop', why))).toEqual([409, 'conflict'])
    await post('/a/start', why)
    expect(await code(post('/b/start', why))).toEqual([409, 'experiment-scope-taken'])
    expect(await code(post('/a/start', why))).toEqual([409, 'conflict'])
    expect(await code(app.call('put', `${path}/a`, { body: settingsExample }))).toEqual([409, 'conflict'])
    for (const suffix of ['/x', '/x/results']) {
      expect(await code(get(suffix))).toEqual([404, 'experiment-not-found'])
    }
    expect(await code(get('?cursor=x'))).toEqual([400, 'invalid-cursor'])
  })

  test.each([
    [{ key: 'A key' }, 'key'],
    [
      { settings: { ...settingsExample, variants: settingsExample.variants.slice(0, 1) } },
      'settings.variants',
    ],
    [{ settings: { ...settingsExample, traffic: 2 } }, 'settings.traffic'],
    [{ settings: { ...settingsExample, owner: '' } }, 'settings.owner'],
    [{ settings: { ...settingsExample, plannedStop: 'soon' } }, 'settings.plannedStop'],
    [{ settings: { ...settingsExample, peeking: true } }, 'settings.peeking'],
  ])('refuses %j', async (changes, field) => {
    const response = await post('', { key: 'e', settings: settingsExample, ...changes })
    expect(response.status).toBe(400)
    expect(response.body.errors.map(({ path }: { path: string }) => path)).toContain(field)
  })

  test('names every part that does not exist when it is planned or changed', async () => {
    const variants = settingsExample.variants.map((variant) => ({ ...variant, profile: 'nobody' }))
    const settings = { ...settingsExample, variants }
    const refused = await post('', { key: 'e', settings })
    await post('', { key: 'e', settings: settingsExample })
    const changed = await app.call('put', `${path}/e`, { as: 'manager', body: settings })
    for (const response of [refused, changed]) {
      expect([response.status, response.body.code]).toEqual([400, 'invalid-request'])
      expect(response.body.errors.map(({ path }: { path: string }) => path)).toEqual([
        'variants.0.profile',
        'variants.1.profile',
      ])
    }
  })
})

test('a recommendation says which variant it was, and nothing where there is none', async () => {
  const ask = () => app.call('post', '/v1/recommendations', { body: { userId: 'ann' } })
  expect((await ask()).body).not.toHaveProperty('experiment')
  const { recommend } = app.recommender
  app.recommender.recommend = async (request) => ({
    ...(await recommend(request)),
    experiment: { key: 'dearer', variant: 'accurate' },
  })
  expect((await ask()).body.experiment).toEqual({ key: 'dearer', variant: 'accurate' })
})
