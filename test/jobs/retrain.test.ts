import { beforeEach, describe, expect, test } from 'vitest'
import { measureDrift, type OrderMix, orderMixOf } from '../../src/jobs/order-mix.ts'
import { type RetrainFacts, retrainReason } from '../../src/jobs/retrain-reason.ts'
import { createRetrainWatch } from '../../src/jobs/retrain-watch.ts'
import { createTrainer } from '../../src/jobs/trainer.ts'
import { readDataset } from '../../src/relevance/read-dataset.ts'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

const hourMs = 3_600_000
const database = await testDatabase()
let clock = Date.now()
const now = () => new Date(clock)
const registry = createModelRegistry({ database, now })
const rules = { everyHours: 24, newOrdersShare: 0.2, driftIndex: 0.25 }
const never = { everyHours: 0, newOrdersShare: 0, driftIndex: 0 }

beforeEach(async () => {
  await truncateAll(database)
  clock = Date.now()
})

describe('a model is trained anew', () => {
  const facts: RetrainFacts = {
    nowMs: 100 * hourMs,
    lastRunMs: 90 * hourMs,
    isRunning: false,
    fruitless: 0,
    sameAsRefused: false,
    newest: { createdMs: 90 * hourMs, orders: 1000 },
    newOrders: 100,
    drift: { orders: 400, index: 0.05, what: 'amount' },
    raised: [],
  }
  const reasonFor = (changes: Partial<RetrainFacts>, by = rules) =>
    retrainReason({ ...facts, ...changes }, by)

  test('not without a reason', () => {
    expect(reasonFor({})).toBeNull()
  })

  test.each<[string, Partial<RetrainFacts>, string, RegExp]>([
    ['when a fifth of its orders is new', { newOrders: 200 }, 'new-data', /200 new orders, 20 %/],
    [
      'when the new orders are of another kind',
      { drift: { orders: 300, index: 0.4, what: 'amount' } },
      'drift',
      /amount of 300 .*0.40/,
    ],
    ['when drift was raised', { raised: ['lists.probability'] }, 'drift', /raised: lists.probability/],
    [
      'when it is a day old and anything is new',
      { newest: { createdMs: 70 * hourMs, orders: 1000 } },
      'schedule',
      /30 h old/,
    ],
    ['when there is none', { newest: null }, 'new-data', /100 new orders/],
  ])('%s', (_, changes, trigger, reason) => {
    expect(reasonFor(changes)).toMatchObject({ trigger, reason: expect.stringMatching(reason) })
    expect(reasonFor(changes, never)).toBeNull()
    expect(reasonFor({ ...changes, isRunning: true })).toBeNull()
    expect(reasonFor({ ...changes, lastRunMs: 99.5 * hourMs })).toBeNull()
    expect(reasonFor({ ...changes, newOrders: 0 })).toBeNull()
    expect(reasonFor({ ...changes, sameAsRefused: true })).toBeNull()
  })

  test('ever later after runs that came to nothing, but once a day at least', () => {
    const reasonAfter = (fruitless: number, hours: number) =>
      reasonFor({ newOrders: 500, fruitless, lastRunMs: (100 - hours) * hourMs })
    expect(reasonAfter(0, 1)).not.toBeNull()
    for (let fruitless = 1; fruitless < 9; fruitless++) {
      const gapHours = Math.min(24, 2 ** fruitless)
      expect(reasonAfter(fruitless, gapHours - 0.01)).toBeNull()
      expect(reasonAfter(fruitless, gapHours)).not.toBeNull()
    }
  })

  test('not for drift that few orders show, nor for few new orders', () => {
    expect(reasonFor({ drift: { orders: 199, index: 9, what: 'amount' } })).toBeNull()
    expect(reasonFor({ newOrders: 49, newest: { createdMs: 90 * hourMs, orders: 100 } })).toBeNull()
  })
})

describe('drift', () => {
  test('is nothing against the same orders, and much when amounts and hours move', async () => {
    await storeOrders(database, 20, habits(300))
    const mix: OrderMix = orderMixOf(await readDataset(database))
    const same = await measureDrift(database, mix, 0)
    expect(same).toMatchObject({ orders: 300 })
    expect(same.index).toBeLessThan(0.01)
    const sinceMs = Date.UTC(2026, 3, 1)
    const moved = habits(300).map((order, n) => ({
      ...order,
      atMs: sinceMs + 3 * hourMs + n * 24 * hourMs,
      amount: 99,
    }))
    await storeOrders(database, 20, moved)
    const drift = await measureDrift(database, mix, sinceMs)
    expect(drift).toMatchObject({ orders: 300, what: 'hour of the day' })
    expect(drift.index).toBeGreaterThan(1)
  })
})

/** A process of its own: its own trainer and watch on the same database. */
function process(by = rules, stableAfterDays = 0) {
  const told: string[] = []
  const trainer = createTrainer({ database, now, onFailed: (_, error) => told.push(error.message) })
  const onError = (error: Error) => void told.push(error.message)
  const onStarted = (trigger: string) => void told.push(trigger)
  return {
    ...createRetrainWatch({ database, trainer, now, rules: by, stableAfterDays, onStarted, onError }),
    trainer,
    told,
  }
}

test('of two processes that see the same new orders one trains', { timeout: 60_000 }, async () => {
  await storeOrders(database, 20, habits(100))
  const [a, b] = [process(), process()]
  await Promise.all([a.check(), b.check()])
  expect([...a.told, ...b.told]).toEqual(['new-data'])
  const { runs } = a.trainer
  await expect.poll(async () => (await runs.latest())?.finishedAt, { timeout: 30_000 }).not.toBeNull()
  await Promise.all([a.check(), b.check()])
  expect((await runs.list({ limit: 9, cursor: null })).items).toMatchObject([
    { trigger: 'new-data', actor: 'system', status: 'succeeded' },
  ])
  await Promise.all([a.trainer.close(), b.trainer.close()])
})

test('data that were refused are not tried again until an order arrives, and then less and less often', {
  timeout: 60_000,
}, async () => {
  await storeOrders(database, 20, habits(60, 0, 1))
  clock = Date.now() + 1000
  const { check, trainer, told } = process({ ...rules, newOrdersShare: 0 })
  const runs = async () => (await trainer.runs.list({ limit: 9, cursor: null })).items
  const over = () =>
    expect.poll(async () => (await runs())[0]?.finishedAt, { timeout: 30_000 }).not.toBeNull()
  await check()
  await over()
  expect(await runs()).toMatchObject([
    { status: 'rejected', modelVersion: null, error: expect.stringMatching(/user/) },
  ])
  clock += 100 * hourMs
  await check()
  expect(await runs()).toHaveLength(1)
  await storeOrders(database, 20, habits(1, 60, 1))
  await database.pool.query(
    'UPDATE interactions SET received_at = $1 WHERE at = (SELECT max(at) FROM interactions)',
    [now()],
  )
  await check()
  await over()
  expect(await runs()).toHaveLength(2)
  await database.pool.query('UPDATE interactions SET received_at = $1', [new Date(clock + 1000)])
  clock += 3 * hourMs
  await check()
  expect(await runs()).toHaveLength(2)
  clock += 2 * hourMs
  await check()
  await over()
  expect(await runs()).toHaveLength(3)
  expect(told).toEqual(['schedule', 'schedule', 'schedule'])
  await trainer.close()
})

test('a service that stops ends what it trains, as cancelled', { timeout: 60_000 }, async () => {
  await storeOrders(database, 20, habits(100))
  const { trainer, told } = process()
  const run = await trainer.start({ actor: 'admin:k' })
  await trainer.close()
  expect(await trainer.runs.get(run!.id)).toMatchObject({
    status: 'cancelled',
    error: expect.stringMatching(/service that ran it stopped/),
  })
  expect(told).toEqual([])
  expect((await registry.list({ limit: 1, cursor: null })).items).toEqual([])
})

test('stable follows latest when that stood long enough, never a pinned one', async () => {
  const data = { dataFromMs: null, dataToMs: null, dataHash: 'a'.repeat(64), settings: {}, metrics: {} }
  const [old, young] = [
    await registry.register({ ...data, artefact: Uint8Array.of(1) }),
    await registry.register({ ...data, artefact: Uint8Array.of(2) }),
  ]
  const by = { actor: 'admin:k', reason: 'a test' }
  await registry.promote({ ...by, channel: 'stable', version: old, pin: true })
  await registry.promote({ ...by, channel: 'latest', version: young })
  const stable = async () => (await registry.channels()).find(({ channel }) => channel === 'stable')?.version
  const { check, told } = process(never, 7)
  clock += 6 * 24 * hourMs
  await check()
  expect(await stable()).toBe(old)
  clock += 2 * 24 * hourMs
  await check()
  expect(await stable()).toBe(old)
  await registry.promote({ ...by, channel: 'stable', version: old })
  await check()
  expect(await stable()).toBe(young)
  expect(told).toEqual([])
})
