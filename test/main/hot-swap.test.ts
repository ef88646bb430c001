import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { trainModel } from '../../src/jobs/train.ts'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { build } from '../../src/main.ts'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { testDatabase } from '../support/postgres.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'maitre-swap-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function train(seed: number): Promise<string> {
  const outcome = await trainModel({ database, now: () => new Date(), seed, force: true, reason: 'a test' })
  if (!outcome.trained) throw new Error(outcome.reason)
  return outcome.version
}

test('while models are swapped under load no request is dropped, and what follows a promotion is by the new one', {
  timeout: 90_000,
}, async () => {
  await storeOrders(database, 20, habits(200))
  const versions = [await train(1)]
  await storeOrders(database, 20, habits(40, 200))
  versions.push(await train(2))
  expect(new Set(versions).size).toBe(2)
  const environment = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    SEED: 'none',
    PORT: '0',
    DATABASE_POOL_SIZE: '3',
  }
  const service = await build(readConfig(environment), { logger: pino({ level: 'silent' }), version: 'test' })
  try {
    const key = (await readKeyFile(folder))?.admin ?? ''
    const post = async (path: string, body: object) => {
      const response = await fetch(`${service.url}${path}`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: await response.json() }
    }
    // That a busy machine sheds load is no doing of the swap; whoever is told so asks again.
    const recommend = async () => {
      for (;;) {
        const request = { userId: 'u1', context: {}, profile: 'ml-engineer', latencyBudgetMs: 5000 }
        const answer = await post('/v1/recommendations', request)
        if (answer.body.code !== 'overloaded') return answer
        await delay(20)
      }
    }
    let swapping = true
    const served = new Map<string, number>()
    const ask = async () => {
      while (swapping) {
        const { status, body } = await recommend()
        expect(status).toBe(200)
        expect(body.items.length).toBeGreaterThan(0)
        served.set(body.model?.version, (served.get(body.model?.version) ?? 0) + 1)
      }
    }
    const crowd = Promise.all(Array.from({ length: 8 }, ask))
    for (let n = 0; n < 10; n++) {
      const version = versions[n % 2]!
      const { status } = await post(`/v1/admin/models/${version}/promote`, {
        channel: 'latest',
        reason: 'swap',
      })
      expect(status).toBe(200)
      expect((await recommend()).body.model.version).toBe(version)
    }
    swapping = false
    await crowd
    expect([...served.keys()].sort()).toEqual([...versions].sort())

    // A version that cannot be read, promoted by mistake: the last good one serves on, health names it, and a roll-back mends it.
    const registry = createModelRegistry({ database, now: () => new Date() })
    const data = { dataFromMs: null, dataToMs: null, dataHash: 'a'.repeat(64), settings: {}, metrics: {} }
    const broken = await registry.register({ ...data, artefact: Uint8Array.of(1, 2, 3) })
    await post(`/v1/admin/models/${broken}/promote`, { channel: 'latest', reason: 'by mistake' })
    const health = async () => (await fetch(`${service.url}/health/ready`)).json()
    await expect.poll(health).toMatchObject({
      status: 'degraded',
      ready: true,
      checks: { models: { ok: false, detail: expect.stringContaining(broken) } },
    })
    expect((await recommend()).body.model.version).toBe(versions[1])
    await post('/v1/admin/models/rollback', { channel: 'latest', reason: 'it cannot be read' })
    await expect.poll(health).toMatchObject({ status: 'ok' })
  } finally {
    await service.close()
  }
})
