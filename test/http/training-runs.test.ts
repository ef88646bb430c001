import { describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

const app = await testApp()
const path = '/v1/admin/training-runs'
const get = (suffix: string) => app.call('get', `${path}${suffix}`, { as: 'analyst' })
const post = (suffix: string, body: object = {}) => app.call('post', `${path}${suffix}`, { body })
const ended = async (id: string) => {
  await expect.poll(async () => (await get(`/${id}`)).body.finishedAt, { timeout: 30_000 }).not.toBeNull()
  return (await get(`/${id}`)).body
}

describe('/v1/admin/training-runs', { timeout: 60_000 }, () => {
  test('starts one, says where it is, and refuses a second meanwhile; what was found can be read', async () => {
    await storeOrders(app.database, 20, habits(120))
    const started = await post('', { reason: 'a first one' })
    expect(started.status).toBe(202)
    expect(started.get('location')).toBe(`${path}/${started.body.id}`)
    expect(started.body).toMatchObject({ trigger: 'manual', reason: 'a first one', finishedAt: null })
    expect(started.body.actor).toMatch(/^admin:key_/)
    const second = await post('')
    expect([second.status, second.body.code]).toEqual([409, 'training-under-way'])

    const run = await ended(started.body.id)
    expect(run).toMatchObject({ status: 'succeeded', progress: 1, error: null })
    expect(run.report).toMatchObject({ data: { orders: 120 }, gate: { accepted: true }, search: null })
    const { body } = await app.call('get', `/v1/admin/models/${run.modelVersion}`)
    expect(body).toMatchObject({ status: 'accepted', settings: { orders: 120 } })
    const page = (await get('?limit=1')).body
    expect(page.items[0]).toMatchObject({ id: run.id, modelVersion: run.modelVersion })
    expect(page.items[0]).not.toHaveProperty('report')
  })

  test('stops one on demand, and nothing of it is kept', async () => {
    const { body } = await post('', { searchSeconds: 60 })
    const versions = (await app.call('get', '/v1/admin/models')).body.items.length
    const cancelled = await post(`/${body.id}/cancel`)
    expect([cancelled.status, cancelled.body.cancelledBy]).toEqual([202, body.actor])
    expect(await ended(body.id)).toMatchObject({
      status: 'cancelled',
      error: `cancelled by ${body.actor}`,
      modelVersion: null,
    })
    expect((await app.call('get', '/v1/admin/models')).body.items).toHaveLength(versions)
    const again = await post(`/${body.id}/cancel`)
    expect([again.status, again.body.code]).toEqual([409, 'conflict'])
  })

  test.each([
    [{ force: true }, 'reason'],
    [{ force: 'yes' }, 'force'],
    [{ seed: -1 }, 'seed'],
    [{ searchSeconds: 1e6 }, 'searchSeconds'],
    [{ reason: '' }, 'reason'],
  ])('refuses %j', async (body, field) => {
    const response = await post('', body)
    expect(response.status).toBe(400)
    expect(response.body.errors.map(({ path }: { path: string }) => path)).toContain(field)
  })

  test('does not know what does not exist', async () => {
    expect([(await get('/99')).status, (await post('/99/cancel')).status, (await get('/x')).status]).toEqual([
      404, 404, 400,
    ])
    expect((await get('?cursor=x')).body.code).toBe('invalid-cursor')
  })
})
