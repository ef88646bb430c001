import { beforeEach, describe, expect, test } from 'vitest'
import { createModelRegistry, type NewModel } from '../../src/relevance/registry.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
let clock = Date.UTC(2026, 10, 24, 8, 12)
const registry = createModelRegistry({ database, now: () => new Date(clock) })
const promotion = { channel: 'stable', actor: 'admin:k', reason: 'better' } as const

const model = (byte: number): NewModel => ({
  artefact: Uint8Array.of(1, 2, byte),
  metrics: { ndcg: 0.5 },
  settings: { seed: 1 },
  dataFromMs: Date.UTC(2026, 0, 1),
  dataToMs: null,
  dataHash: 'a'.repeat(64),
})

beforeEach(async () => {
  await truncateAll(database)
  clock = Date.UTC(2026, 10, 24, 8, 12)
})

describe('a registered model', () => {
  test('comes back as it was, under a version that names its minute and checksum', async () => {
    const version = await registry.register(model(3))
    expect(version).toMatch(/^2026-11-24T0812Z-[0-9a-f]{8}$/)
    const loaded = await registry.load(version)
    expect([...loaded.artefact]).toEqual([1, 2, 3])
    expect(loaded).toMatchObject({
      metrics: { ndcg: 0.5 },
      dataFrom: '2026-01-01T00:00:00.000Z',
      dataTo: null,
    })
    expect(await registry.get(version)).not.toHaveProperty('artefact')
  })

  test('is kept once however often it is registered in a minute', async () => {
    expect(await registry.register(model(3))).toBe(await registry.register(model(3)))
    expect((await registry.list({ limit: 10, cursor: null })).items).toHaveLength(1)
  })

  test('that does not exist is a problem', async () => {
    await expect(registry.get('x')).rejects.toMatchObject({ code: 'model-not-found' })
    await expect(registry.load('x')).rejects.toMatchObject({ code: 'model-not-found' })
    await expect(registry.promote({ ...promotion, version: 'x' })).rejects.toMatchObject({
      code: 'model-not-found',
    })
  })
})

test('versions are listed newest first, each once, over pages', async () => {
  const made: string[] = []
  for (let n = 0; n < 5; n++) {
    made.push(await registry.register(model(n)))
    clock += 60_000
  }
  const first = await registry.list({ limit: 3, cursor: null })
  const second = await registry.list({ limit: 3, cursor: first.nextCursor })
  expect([...first.items, ...second.items].map(({ version }) => version)).toEqual(made.reverse())
  expect(second.nextCursor).toBeNull()
  await expect(registry.list({ limit: 3, cursor: 'nonsense' })).rejects.toMatchObject({
    code: 'invalid-cursor',
  })
})

describe('a channel', () => {
  test('serves what was promoted last and goes back on rollback, all of it in the audit', async () => {
    const a = await registry.register(model(1))
    const b = await registry.register(model(2))
    await registry.promote({ ...promotion, version: a })
    await registry.promote({ ...promotion, version: b })
    expect(await registry.channels()).toMatchObject([{ channel: 'stable', version: b, previous: a }])
    const state = await registry.rollback({ ...promotion, reason: 'worse' })
    expect(state).toMatchObject({ version: a, previous: b, changedBy: 'admin:k', reason: 'worse' })
    const { rows } = await database.pool.query('SELECT action, subject FROM audit ORDER BY id')
    expect(rows).toEqual([
      { action: 'model.promote', subject: a },
      { action: 'model.promote', subject: b },
      { action: 'model.rollback', subject: a },
    ])
  })

  test('that served nothing before cannot be rolled back', async () => {
    await expect(registry.rollback(promotion)).rejects.toMatchObject({ code: 'model-not-found' })
    await registry.promote({ ...promotion, version: await registry.register(model(1)) })
    await expect(registry.rollback(promotion)).rejects.toMatchObject({ code: 'model-not-found' })
  })
})
