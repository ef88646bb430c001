import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testDatabase } from '../support/postgres.ts'
import { type ServiceProcess, startService } from '../support/service-process.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

/* Data that no model can be learnt from, under a running service that has a good one. */
const database = await testDatabase()
const orders = habits(150)
let folder = ''
let service: ServiceProcess

/** What a list was made with; a list there must be. */
async function served(): Promise<{ version: string; items: number }> {
  const asked = { userId: 'u1', context: {}, filters: { openNow: false }, profile: 'ml-engineer' }
  const { status, body } = await service.call('POST', '/v1/recommendations', asked)
  expect(status).toBe(200)
  return { version: body.model?.version, items: body.items.length }
}

async function train() {
  const { body } = await service.call('POST', '/v1/admin/training-runs', {})
  const run = async () => (await service.call('GET', `/v1/admin/training-runs/${body.id}`)).body
  await expect.poll(async () => (await run()).finishedAt, { timeout: 30_000 }).not.toBeNull()
  return await run()
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-training-data-'))
  await storeOrders(database, 20, orders)
  service = await startService({ databaseUrl: database.url, dataDir: folder })
  await vi.waitFor(async () => expect((await served()).version).toBeDefined(), { timeout: 30_000 })
}, 60_000)

afterAll(async () => {
  await service?.end('SIGTERM')
  await rm(folder, { recursive: true, force: true })
})

describe('a training run of a service', { timeout: 60_000 }, () => {
  test.each<[string, string, RegExp]>([
    ['half of the orders', 'DELETE FROM interactions WHERE at > $1', /orders are left of the 150/],
    [
      'one user',
      `UPDATE interactions SET user_id = 'u0' WHERE at IS DISTINCT FROM $1`,
      /1 of at least 2 users/,
    ],
    [
      'one restaurant',
      `UPDATE interactions SET restaurant_id = 'r00' WHERE at IS DISTINCT FROM $1`,
      /1 of at least 2 restaurants/,
    ],
    ['no interactions', 'DELETE FROM interactions WHERE at IS DISTINCT FROM $1', /0 of at least 30 orders/],
  ])('on %s is refused in words, and the last good model answers', async (_, ruin, reason) => {
    await database.pool.query('DELETE FROM interactions')
    await storeOrders(database, 20, orders)
    const { version } = await served()
    await database.pool.query(ruin, [new Date(orders[60]!.atMs + 1)])
    expect(await train()).toMatchObject({
      status: 'rejected',
      modelVersion: null,
      error: expect.stringMatching(reason),
    })
    const after = await served()
    expect(after.version).toBe(version)
    expect(after.items).toBeGreaterThan(0)
  })
})
