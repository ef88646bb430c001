import { beforeEach, describe, expect, test } from 'vitest'
import { trySessionLock } from '../../src/db/session-lock.ts'
import { startTraining } from '../../src/jobs/train.ts'
import { createTrainingRuns, trainingLockKey } from '../../src/jobs/training-runs.ts'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
let clock = Date.UTC(2026, 10, 24, 8)
const now = () => new Date(clock)
const runs = createTrainingRuns({ database, now })
const newRun = { trigger: 'manual', actor: 'admin:k', reason: 'a test', options: { seed: 1 } } as const
const takeLock = () => trySessionLock({ url: database.url, key: trainingLockKey, onLost: () => {} })

beforeEach(async () => {
  await truncateAll(database)
  clock = Date.UTC(2026, 10, 24, 8)
})

describe('a run', () => {
  test('is queued, runs, and ends once', async () => {
    const lock = await takeLock()
    const id = await runs.open(newRun)
    expect(await runs.get(id)).toMatchObject({ status: 'queued', progress: 0, finishedAt: null, ...newRun })
    expect(await runs.beat(id, { stage: 'train', progress: 0.4, etaSeconds: 9 })).toBeNull()
    expect(await runs.get(id)).toMatchObject({
      status: 'running',
      stage: 'train',
      progress: 0.4,
      etaSeconds: 9,
    })
    clock += 5000
    await runs.finish(id, { status: 'rejected', error: 'too little', report: { data: 1 } })
    expect(await runs.get(id)).toMatchObject({
      status: 'rejected',
      error: 'too little',
      report: { data: 1 },
      etaSeconds: null,
      finishedAt: now().toISOString(),
    })
    await expect(runs.finish(id, { status: 'succeeded' })).rejects.toThrow(/over already/)
    await lock?.release()
  })

  test('that somebody asked to stop hears who, at its next beat; one that is over cannot be stopped', async () => {
    const lock = await takeLock()
    const id = await runs.open(newRun)
    expect((await runs.requestCancel(id, 'admin:a')).cancelledBy).toBe('admin:a')
    await runs.requestCancel(id, 'admin:b')
    expect(await runs.beat(id, { stage: 'train', progress: 0.1, etaSeconds: null })).toBe('admin:a')
    await runs.finish(id, { status: 'cancelled' })
    await expect(runs.requestCancel(id, 'admin:a')).rejects.toMatchObject({ code: 'conflict' })
    const { rows } = await database.pool.query('SELECT actor, action, subject, reason FROM audit ORDER BY id')
    expect(rows).toEqual([
      { actor: 'admin:k', action: 'training.start', subject: id, reason: 'a test' },
      { actor: 'admin:a', action: 'training.cancel', subject: id, reason: null },
      { actor: 'admin:b', action: 'training.cancel', subject: id, reason: null },
    ])
    await lock?.release()
  })

  test('whose process died is marked failed by whoever looks, and cannot come back', async () => {
    const lock = await takeLock()
    const id = await runs.open(newRun)
    expect((await runs.get(id)).status).toBe('queued')
    await lock?.release()
    const found = { status: 'failed', error: expect.stringMatching(/ended before it was done/) }
    await expect.poll(() => runs.get(id)).toMatchObject(found)
    expect((await runs.list({ limit: 5, cursor: null })).items).toMatchObject([found])
    expect(await runs.beat(id, { stage: 'train', progress: 0.5, etaSeconds: null })).toMatch(
      /took it for dead/,
    )
    await expect(runs.finish(id, { status: 'succeeded' })).rejects.toThrow(/over already/)
  })

  test('that nobody started is a problem', async () => {
    for (const id of ['1', '99', 'x', '']) {
      await expect(runs.get(id)).rejects.toMatchObject({ code: 'training-run-not-found' })
    }
  })
})

test('runs are listed newest first, each once, over pages, without reports', async () => {
  const ids: string[] = []
  for (let n = 0; n < 5; n++) {
    const id = await runs.open(newRun)
    await runs.finish(id, { status: 'succeeded', report: { n } })
    ids.push(id)
  }
  const first = await runs.list({ limit: 3, cursor: null })
  const second = await runs.list({ limit: 3, cursor: first.nextCursor })
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toReversed())
  expect([second.nextCursor, first.items[0]?.report]).toEqual([null, null])
  expect((await runs.latest())?.id).toBe(ids.at(-1))
  await expect(runs.list({ limit: 3, cursor: 'x' })).rejects.toMatchObject({ code: 'invalid-cursor' })
})

describe('training', () => {
  test('waits for no other: while one runs, a second is refused, and nothing is written', async () => {
    const lock = await takeLock()
    const id = await runs.open(newRun)
    await expect(startTraining({ database, now })).rejects.toMatchObject({
      code: 'training-under-way',
      detail: expect.stringContaining(`Run ${id}`),
    })
    expect((await runs.list({ limit: 9, cursor: null })).items).toHaveLength(1)
    await lock?.release()
  })

  test('that is not wanted any more once it has the lock leaves no trace and no lock', async () => {
    expect(await startTraining({ database, now, stillWanted: async () => false })).toBeNull()
    expect(await runs.latest()).toBeNull()
    const lock = await takeLock()
    expect(lock).not.toBeNull()
    await lock?.release()
  })
})

test('a registration whose last step fails leaves neither model nor promotion nor audit', async () => {
  const registry = createModelRegistry({ database, now })
  const model = {
    artefact: Uint8Array.of(1),
    metrics: {},
    settings: {},
    dataFromMs: null,
    dataToMs: null,
    dataHash: 'a'.repeat(64),
  }
  const promote = [{ channel: 'latest', actor: 'system', reason: 'trained' }] as const
  const within = async () => {
    throw new Error('the run is over already')
  }
  await expect(registry.register(model, { promote, within })).rejects.toThrow(/over already/)
  expect((await registry.list({ limit: 1, cursor: null })).items).toEqual([])
  expect(await registry.channels()).toEqual([])
  const { rows } = await database.pool.query('SELECT count(*)::int AS n FROM audit')
  expect(rows[0].n).toBe(0)
})
