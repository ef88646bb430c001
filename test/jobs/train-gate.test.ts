import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/db/project-root.ts'
import { type TrainModelOptions, trainModel } from '../../src/jobs/train.ts'
import { runTrainTask } from '../../src/jobs/train-task.ts'
import { createTrainingRuns } from '../../src/jobs/training-runs.ts'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { compiledCli } from '../support/compiled.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { habits, type OrderToStore, storeOrders } from '../support/stored-orders.ts'

const database = await testDatabase()
let clock = 0
const now = () => new Date(clock)
const registry = createModelRegistry({ database, now })
const runs = createTrainingRuns({ database, now })
const timeout = 60_000

beforeEach(async () => {
  await truncateAll(database)
  clock = Date.UTC(2026, 5, 1)
})

/** In this very thread: what a thread of its own costs would be paid by every run, and is tested in train.test.ts. */
const learn: NonNullable<TrainModelOptions['learn']> = (task, _signal, say) => runTrainTask(task, say)

async function train(options: Partial<Parameters<typeof trainModel>[0]> = {}) {
  clock += 60_000
  const outcome = await trainModel({ database, now, learn, ...options })
  if (!outcome.trained) throw new Error(outcome.reason)
  return outcome
}

/** Users who never go anywhere twice, until they take to the last place for good. */
function turncoats(): OrderToStore[] {
  const users = 12
  const visits = Array.from({ length: users * 25 }, (_, n) => {
    const [user, visit] = [n % users, Math.floor(n / users)]
    const restaurant = (user + Math.min(visit, 19) * 7) % 40
    return { user, restaurant, atMs: Date.UTC(2026, 0, 1) + n * 3_600_000 }
  })
  return visits
}

describe('the gate of a training run', { timeout }, () => {
  test('holds the model against the one in service on later orders alone, and keeps the settings that serve', async () => {
    await storeOrders(database, 20, habits(300))
    const first = await train()
    await storeOrders(database, 20, habits(700, 300))
    const second = await train()
    const { inService, gate } = second.report
    expect(inService).toMatchObject({ version: first.version, how: 'later-orders', orders: 200 })
    expect(Math.abs(inService!.gain.mean)).toBeLessThan(0.2)
    expect(second.report.groups.map(({ group }) => group)).toEqual(['new', 'regular', 'heavy'])
    expect(second.settings.order).toEqual(first.settings.order)
    expect(second.accepted).toBe(gate!.accepted)
    expect((await runs.latest())?.status).toBe(second.accepted ? 'succeeded' : 'rejected')
  })

  test('keeps back what decayed frequency beats, serves what was served, and force overrules it with a reason', async () => {
    await storeOrders(database, 40, turncoats())
    const kept = await train()
    expect(kept).toMatchObject({ accepted: false, channels: [] })
    expect(kept.report.gate!.words).toMatch(/^Kept back: .*decayed frequency/)
    expect((await registry.get(kept.version)).status).toBe('rejected')
    expect(await registry.channels()).toEqual([])
    expect(await runs.latest()).toMatchObject({
      status: 'rejected',
      modelVersion: kept.version,
      error: expect.stringMatching(/Kept back/),
    })

    const forced = await train({ force: true, actor: 'admin:k', reason: 'a demonstration', seed: 2 })
    expect(forced).toMatchObject({ accepted: true, channels: ['latest', 'stable'] })
    expect(forced.report.gate!.words).toMatch(/Forced by admin:k \(a demonstration\), although/)
  })

  test('moves no pinned channel, and says so', async () => {
    await storeOrders(database, 20, habits(300))
    const first = await train()
    const pin = {
      channel: 'latest',
      version: first.version,
      actor: 'admin:k',
      reason: 'holidays',
      pin: true,
    } as const
    await registry.promote(pin)
    const second = await train()
    expect(second).toMatchObject({ accepted: true, channels: [] })
    expect(second.report.gate!.words).toMatch(/latest stays with .* admin:k pinned it/)
    expect(await registry.channels()).toMatchObject([
      { channel: 'latest', version: first.version, pinned: true },
      { channel: 'stable' },
    ])
    await registry.promote({ ...pin, pin: false })
    expect((await train()).channels).toEqual(['latest'])
  })
})

test('a model in service that cannot be read is no measure, and is replaced', { timeout }, async () => {
  await storeOrders(database, 20, habits(200))
  const data = { dataFromMs: null, dataToMs: null, dataHash: 'a'.repeat(64), settings: {}, metrics: {} }
  const version = await registry.register({ ...data, artefact: Uint8Array.of(1, 2, 3) })
  await registry.promote({ channel: 'latest', version, actor: 'admin:k', reason: 'by mistake' })
  const { report, channels } = await train()
  expect(report.inService).toMatchObject({ how: 'unreadable', words: expect.stringMatching(/not a model/) })
  expect(channels).toContain('latest')
})

test('data of which half vanished are refused with the reason, unless by force', { timeout }, async () => {
  await storeOrders(database, 20, habits(300))
  const first = await train()
  await database.pool.query(
    `DELETE FROM interactions WHERE at >= (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY at) FROM interactions)`,
  )
  clock += 60_000
  const refused = await trainModel({ database, now, learn })
  expect(refused).toMatchObject({
    trained: false,
    reason: expect.stringMatching(/only 149 orders are left of the 300/i),
  })
  expect(await runs.get(refused.runId)).toMatchObject({ status: 'rejected', modelVersion: null })
  expect((await registry.channels()).map(({ version }) => version)).toEqual([first.version, first.version])
  expect(await train({ force: true, reason: 'retention' })).toMatchObject({ trained: true })
})

test('a search within a budget is told, and its settings are kept with the model', { timeout }, async () => {
  await storeOrders(database, 20, habits(200))
  const { report, settings } = await train({ searchSeconds: 1 })
  expect(report.search!.tried.length).toBeGreaterThan(0)
  expect(report.search!.tried.length + report.search!.untried).toBeGreaterThan(3)
  expect(report.search!.tried.map(({ settings }) => settings)).toContainEqual(report.search!.best)
  expect(settings.order).toEqual(report.search!.best)
})

test('a process that is killed while it trains leaves no model; the next look says what happened, and the next run works', {
  timeout,
}, async () => {
  await storeOrders(database, 20, habits(300))
  const child = spawn(process.execPath, [await compiledCli(), 'train'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  child.stderr.setEncoding('utf8')
  for await (const text of child.stderr) if (String(text).includes('train …')) child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  expect((await registry.list({ limit: 9, cursor: null })).items).toEqual([])
  await expect
    .poll(async () => (await runs.list({ limit: 1, cursor: null })).items[0], { timeout: 10_000 })
    .toMatchObject({ status: 'failed', error: expect.stringMatching(/ended before it was done/) })
  expect((await train()).accepted).toBe(true)
})
