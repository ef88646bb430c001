import { beforeEach, describe, expect, test } from 'vitest'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { trainModel } from '../../src/jobs/train.ts'
import { runTrainTask } from '../../src/jobs/train-task.ts'
import { createTrainWorker, type TrainWorkerDeps } from '../../src/jobs/train-worker.ts'
import { createTrainingJobs, mostAttempts } from '../../src/jobs/training-jobs.ts'
import { createTrainingRuns } from '../../src/jobs/training-runs.ts'
import { servingMarket } from '../../src/main/market.ts'
import { decodeArtefact } from '../../src/relevance/artefact.ts'
import { createMarketModels } from '../../src/relevance/market-models.ts'
import { createModelRegistry } from '../../src/relevance/registry.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { habits } from '../support/stored-orders.ts'

const database = await testDatabase()
const now = () => new Date()
const jobs = createTrainingJobs(database)
const registry = createModelRegistry({ database, now })
const runs = createTrainingRuns({ database, now })
const options = { seed: 1, force: false, searchSeconds: 0 }
const job = (market: string | null) => ({ market, options, actor: 'cli', reason: null })
const never = new AbortController().signal
/** In this thread, so that a test does not wait for another one to start. */
const learn: NonNullable<TrainWorkerDeps['learn']> = (task, _signal, say) => runTrainTask(task, say)
const worker = (name: string, more: Partial<TrainWorkerDeps> = {}) =>
  createTrainWorker({ database, now, name, learn, ...more })

/** Two cities of twenty places and twenty people each, one at the equator's first degrees and one far east of it. */
async function storeCities(): Promise<void> {
  const cities = [
    { prefix: 'a', lon: 1 },
    { prefix: 'b', lon: 60 },
  ]
  for (const { prefix, lon } of cities) {
    await createRestaurantStore({ database }).upsertMany(
      Array.from({ length: 20 }, (_, r) => ({
        id: `${prefix}${r}`,
        ...restaurantInputSchema.parse({
          name: `${prefix}${r}`,
          cuisines: ['Thai'],
          location: { lat: 1, lon: lon + r / 1000 },
        }),
      })),
    )
    await createInteractionStore({ database }).ingest(
      habits(300).map(({ user, restaurant, atMs }, n) => ({
        id: `${prefix}-${n}`,
        type: 'order' as const,
        userId: `${prefix}-u${user}`,
        restaurantId: `${prefix}${restaurant}`,
        at: new Date(atMs).toISOString(),
        amount: 12,
      })),
    )
  }
}

beforeEach(() => truncateAll(database))

describe('a queue of training', () => {
  test('gives each job to one worker, the oldest first, however many ask at once', async () => {
    const ids = []
    for (const market of ['a', 'b', 'c', 'd', 'e']) ids.push(await jobs.add(job(market)))
    const claimed = await Promise.all(Array.from({ length: 8 }, (_, n) => jobs.claim(`w${n}`, 60_000)))
    const got = claimed.flatMap((each) => (each ? [each.id] : []))
    expect(got.toSorted()).toEqual(ids.toSorted())
    expect(await jobs.claim('late', 60_000)).toBeNull()
  })

  test('holds one job of a market that waits, not two', async () => {
    const both = await Promise.all([jobs.add(job('a')), jobs.add(job('a'))])
    expect(both.filter((id) => id === null)).toHaveLength(1)
    expect(await jobs.add(job(null))).not.toBeNull()
    await jobs.claim('w', 60_000)
    // The one that runs does not know what came since.
    expect(await jobs.add(job('a'))).not.toBeNull()
  })

  test('gives a job whose worker is heard of no more to another, a bounded number of times', async () => {
    const id = await jobs.add(job('a'))
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const claimed = await jobs.claim(`w${attempt}`, -1)
      expect(claimed).toMatchObject({ id, attempts: attempt })
      if (attempt > 1) expect(await jobs.renew({ id: id!, worker: `w${attempt - 1}` }, 60_000)).toBe(false)
    }
    expect(await jobs.claim('one more', 60_000)).toBeNull()
    expect((await jobs.list(1))[0]).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('Given up'),
    })
  })

  test('keeps a job with a worker that renews its lease', async () => {
    const id = (await jobs.add(job('a')))!
    await jobs.claim('w', 60_000)
    expect(await jobs.renew({ id, worker: 'w' }, 60_000)).toBe(true)
    expect(await jobs.claim('other', 60_000)).toBeNull()
    expect(await jobs.renew({ id, worker: 'other' }, 60_000)).toBe(false)
    // What somebody else says of it changes nothing.
    await jobs.finish({ id, worker: 'other' }, null)
    expect((await jobs.list(1))[0]?.status).toBe('running')
  })
})

describe('a worker', { timeout: 60_000 }, () => {
  test('trains each market on its own restaurants, beside other workers, and leaves the channels as they are', async () => {
    await storeCities()
    const whole = await trainModel({ database, now, learn })
    const before = await registry.channels()
    await jobs.add(job('a3'))
    await jobs.add(job('b0'))
    const workers = [worker('one'), worker('two')]
    expect(await Promise.all(workers.map((each) => each.workOne(never)))).toEqual([true, true])
    const models = createMarketModels(database)
    for (const market of ['a3', 'b0']) {
      const version = await models.serving(market)
      const { artefact, settings } = await registry.load(version!)
      const ids = decodeArtefact(artefact).operatorIds
      expect(ids.length).toBeGreaterThan(10)
      expect(ids.filter((id) => !id.startsWith(market[0]!))).toEqual([])
      expect(settings).toMatchObject({ market, restaurants: 20, orders: 300 })
      // A service of that market serves it, one of all does not.
      const served = (name?: string) =>
        servingMarket(registry, models, name)
          .channels()
          .then((all) => all.find(({ channel }) => channel === 'latest')?.version)
      expect(await served(market)).toBe(version)
      expect(await served()).toBe(whole.trained && whole.version)
    }
    expect(await registry.channels()).toEqual(before)
    expect((await jobs.list(2)).map(({ status, error }) => [status, error])).toEqual([
      ['done', null],
      ['done', null],
    ])
    expect(await workers[0]!.workOne(never)).toBe(false)
    expect((await registry.newest())?.version).toBe(whole.trained && whole.version)
  })

  test('that is cut off while it learns registers nothing once another one has taken over', async () => {
    await storeCities()
    const id = (await jobs.add(job('a0')))!
    let learnt = () => {}
    let began = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      began = resolve
    })
    const mayEnd = new Promise<void>((resolve) => {
      learnt = resolve
    })
    const cutOff = worker('cut off', {
      async learn(task, signal, say) {
        began()
        await mayEnd
        return learn(task, signal, say)
      },
    })
    const working = cutOff.workOne(never)
    await hasBegun
    // Its lease runs out, and it does not know; it may just have been about to renew it.
    const takeOver = async () => {
      await database.pool.query(
        `UPDATE training_jobs SET lease_until = now() - interval '1 second' WHERE id = $1`,
        [id],
      )
      return await worker('heir').workOne(never)
    }
    await expect.poll(takeOver, { timeout: 60_000 }).toBe(true)
    const version = await createMarketModels(database).serving('a0')
    expect(version).not.toBeNull()
    learnt()
    await working
    expect((await registry.list({ limit: 10, cursor: null })).items.map((model) => model.version)).toEqual([
      version,
    ])
    const { items } = await runs.list({ limit: 10, cursor: null })
    expect(items.map(({ status }) => status)).toEqual(['succeeded', 'failed'])
    expect((await jobs.list(1))[0]).toMatchObject({
      status: 'done',
      worker: 'heir',
      attempts: 2,
      error: null,
    })
  })

  test('that is told to stop gives its job back untouched', async () => {
    await storeCities()
    await jobs.add(job('a0'))
    const stop = new AbortController()
    const stopped = worker('stopped', {
      async learn(_task, signal) {
        stop.abort(new Error('stopped'))
        signal.throwIfAborted()
        throw new Error('it went on')
      },
    })
    expect(await stopped.workOne(stop.signal)).toBe(false)
    expect((await jobs.list(1))[0]).toMatchObject({ status: 'queued', attempts: 0 })
    expect(await worker('other').workOne(never)).toBe(true)
    expect((await jobs.list(1))[0]).toMatchObject({ status: 'done', error: null })
  })

  test('tries again what failed, and says why when it gives up', async () => {
    await jobs.add(job('a0'))
    const unlucky = worker('unlucky', { learn: async () => Promise.reject(new Error('a fault')) })
    for (let n = 0; n < mostAttempts; n++) expect(await unlucky.workOne(never)).toBe(true)
    expect(await unlucky.workOne(never)).toBe(false)
    expect((await jobs.list(1))[0]).toMatchObject({
      status: 'failed',
      attempts: mostAttempts,
      error: 'a fault',
    })
  })

  test('of a market that has too little to learn from says so, and that is the end of it', async () => {
    await createRestaurantStore({ database }).upsertMany([
      { id: 'lonely', ...restaurantInputSchema.parse({ name: 'Lonely', location: { lat: 1, lon: 1 } }) },
    ])
    await jobs.add(job('lonely'))
    expect(await worker('w').workOne(never)).toBe(true)
    expect((await jobs.list(1))[0]).toMatchObject({ status: 'done', error: expect.stringMatching(/orders/) })
  })
})
