import { beforeAll, describe, expect, test } from 'vitest'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { testApp } from '../support/app.ts'

const caughtUp: string[] = []
const app = await testApp({ caughtUp: async (topic) => void caughtUp.push(topic) })
const get = (path: string) => app.call('get', `/v1/admin${path}`, { as: 'analyst' })
const post = (path: string, body: object) => app.call('post', `/v1/admin${path}`, { body })
const versions: string[] = []

beforeAll(async () => {
  let minute = 0
  const now = () => new Date(Date.UTC(2026, 2, 1, 12, minute++))
  const registry = createModelRegistry({ database: app.database, now })
  for (const name of ['first', 'second', 'third']) {
    const version = await registry.register({
      artefact: Buffer.from(name),
      metrics: { brier: 0.1 },
      settings: { seed: 1 },
      dataFromMs: null,
      dataToMs: Date.UTC(2026, 1, 1),
      dataHash: '0'.repeat(64),
    })
    versions.push(version)
  }
})

describe('/v1/admin/models', () => {
  test('lists versions, newest first, in pages, with what each channel serves', async () => {
    const first = (await get('/models?limit=2')).body
    const second = (await get(`/models?limit=2&cursor=${first.nextCursor}`)).body
    const listed = [...first.items, ...second.items].map(({ version }) => version)
    expect(listed).toEqual(versions.toReversed())
    expect([second.nextCursor, first.channels]).toEqual([null, []])
    expect((await get(`/models/${versions[0]}`)).body).toMatchObject({ metrics: { brier: 0.1 } })
  })

  test('promotes with a reason, and rolls back to what was served before', async () => {
    caughtUp.length = 0
    for (const version of versions.slice(0, 2)) {
      const { body } = await post(`/models/${version}/promote`, { channel: 'stable', reason: 'Better' })
      expect(body).toMatchObject({ channel: 'stable', version, reason: 'Better' })
    }
    const { body } = await post('/models/rollback', { channel: 'stable', reason: 'Worse after all' })
    expect(body).toMatchObject({ version: versions[0], previous: versions[1] })
    expect((await get('/models')).body.channels).toMatchObject([{ channel: 'stable', version: versions[0] }])
    expect(caughtUp).toEqual(['models', 'models', 'models'])
  })

  test('does not know what does not exist', async () => {
    const reason = 'x'
    for (const response of [
      await get('/models/nobody'),
      await post('/models/nobody/promote', { channel: 'latest', reason }),
      await post('/models/rollback', { channel: 'latest', reason }),
    ]) {
      expect([response.status, response.body.code]).toEqual([404, 'model-not-found'])
    }
    expect((await post(`/models/${versions[0]}/promote`, { channel: 'best', reason })).status).toBe(400)
  })
})

describe('/v1/admin/audit', () => {
  test('tells who did what and why, newest first, by action and subject, in pages', async () => {
    await app.call('put', '/v1/profiles/default', { as: 'manager', body: { key: 'sales', reason: 'One' } })
    await app.call('put', '/v1/profiles/default', { as: 'manager', body: { key: 'product', reason: 'Two' } })
    const all = (await get('/audit?action=profile.default')).body
    expect(all.items.map(({ reason }: { reason: string }) => reason)).toEqual(['Two', 'One'])
    expect(all.items[0].actor).toMatch(/^manager:key_/)
    const one = (await get('/audit?action=profile.default&limit=1')).body
    const next = (await get(`/audit?action=profile.default&limit=1&cursor=${one.nextCursor}`)).body
    expect([one.items[0].reason, next.items[0].reason, next.nextCursor]).toEqual(['Two', 'One', null])
    expect((await get('/audit?action=profile.default&subject=sales')).body.items).toHaveLength(1)
  })

  test('orders by number, not by its digits', async () => {
    for (let turn = 0; turn < 12; turn++) {
      const body = { key: turn % 2 ? 'sales' : 'product', reason: `Turn ${turn}` }
      await app.call('put', '/v1/profiles/default', { as: 'manager', body })
    }
    const { items } = (await get('/audit?limit=50')).body
    const numbers = items.map(({ id }: { id: string }) => Number(id))
    expect(numbers.length).toBeGreaterThan(11)
    expect(numbers).toEqual(numbers.toSorted((a: number, b: number) => b - a))
  })

  test.each(['cursor=x', 'cursor=%00', 'action=%00', 'subject=%00', 'action=', 'who=me'])(
    'refuses %s',
    async (query) => {
      expect((await get(`/audit?${query}`)).status).toBe(400)
    },
  )
})

describe('/v1/admin/data-quality', () => {
  test('counts what was put aside, and lists it by source in pages', async () => {
    await app.database.pool.query(`INSERT INTO imports (id, source) VALUES ('i', 'shop')`)
    await app.database.pool.query(
      `INSERT INTO quarantine (import_id, source, file, line, raw, reason)
       SELECT 'i', CASE WHEN n < 12 THEN 'shop' ELSE 'other' END, 'f.csv', n, 'row', 'no id' FROM generate_series(1, 13) n`,
    )
    const { quarantine } = (await get('/data-quality')).body
    expect(quarantine).toEqual({
      count: 13,
      bySource: [
        { source: 'shop', reason: 'no id', count: 11 },
        { source: 'other', reason: 'no id', count: 2 },
      ],
    })
    const first = (await get('/data-quality/quarantine?source=shop&limit=6')).body
    const second = (await get(`/data-quality/quarantine?source=shop&limit=6&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items].map(({ line }) => line)).toEqual([
      11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ])
    expect((await get('/data-quality/quarantine?source=%00')).status).toBe(400)
  })
})
