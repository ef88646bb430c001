import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { plainRequest } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import type { Recommendation, RecommendationRequest } from '../../src/serving/service.ts'
import { userInputSchema } from '../../src/users/schema.ts'
import { openDatabaseProxy } from '../support/database-proxy.ts'
import { testServing, testStores } from '../support/live-serving.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const proxy = await openDatabaseProxy(database.url)
const stores = testStores(database)
let serving: Awaited<ReturnType<typeof testServing>>

beforeAll(async () => {
  await stores.profiles.ensureShipped()
  await stores.restaurants.upsertMany(
    Array.from({ length: 40 }, (_, i) => ({
      id: `r${String(i).padStart(2, '0')}`,
      ...restaurantInputSchema.parse({
        name: `Place ${i}`,
        cuisines: [i % 2 ? 'Thai' : 'Italian'],
        location: { lat: 1 + i / 1000, lon: 2 },
        averageSpend: 20,
      }),
    })),
  )
  await stores.users.put(
    'ann',
    userInputSchema.parse({ locations: [{ lat: 1, lon: 2 }], cuisines: ['thai'] }),
  )
  await stores.users.put('opt', userInputSchema.parse({ personalisationOptOut: true }))
  await addModel('v1')
  await addModel('v2')
  await promote('v1')
  serving = await testServing(proxy.url)
})
afterAll(async () => {
  await serving.close()
  await proxy.close()
})

async function addModel(version: string) {
  const artefact = Buffer.from(version)
  await database.pool.query(
    `INSERT INTO models (version, artefact, sha256, data_hash, settings, metrics) VALUES ($1, $2, $3, repeat('0', 64), '{}', '{}')`,
    [version, artefact, createHash('sha256').update(artefact).digest('hex')],
  )
}

async function promote(version: string) {
  await database.pool.query(
    `INSERT INTO model_channels (channel, version, changed_by, reason) SELECT channel, $1, 'test', 'test'
       FROM unnest(ARRAY['stable', 'latest']) AS channel
     ON CONFLICT (channel) DO UPDATE SET version = excluded.version`,
    [version],
  )
}

const recommend = (changes: Partial<RecommendationRequest> = {}) =>
  serving.recommender.recommend(plainRequest({ profile: 'ml-engineer', ...changes }))
const idsOf = ({ items, world }: Recommendation) => items.map(({ item }) => world.catalogue.ids[item])
const order = (id: string, userId: string, restaurantId: string, at = new Date()) => ({
  id,
  type: 'order' as const,
  userId,
  restaurantId,
  at: at.toISOString(),
  amount: 20,
})
const sources = ({ items, world }: Recommendation, id: string) =>
  items.find(({ item }) => world.catalogue.ids[item] === id)?.sources ?? []
/** Every promise about changes is: within a second. */
const soon = { timeout: 1000, interval: 10 }

describe('a request', () => {
  test('gets as many places as it asks for, by the profile, plan and model that it says', async () => {
    const answer = await recommend({ userId: 'ann', limit: 7 })
    expect(answer.items).toHaveLength(7)
    expect(answer).toMatchObject({
      profile: { key: 'ml-engineer', revision: 1 },
      modelVersion: 'v1',
      plan: { name: 'full', budgetMs: 1000 },
      userKnown: true,
      degraded: [],
      note: null,
    })
    expect(answer.reasons).toHaveLength(7)
    expect(answer.tookMs).toBeGreaterThan(0)
  })

  test('of an unknown profile is refused, never answered by another one', async () => {
    await expect(recommend({ profile: 'nobody' })).rejects.toMatchObject({ code: 'profile-not-found' })
    await expect(serving.recommender.prepare(plainRequest({ profile: 'nobody' }))).rejects.toMatchObject({
      code: 'profile-not-found',
    })
  })

  test('without a profile goes to the default one', async () => {
    expect((await recommend({ profile: null })).profile.key).toBe('product')
  })

  test('of an unknown user is answered, and says so', async () => {
    const answer = await recommend({ userId: 'stranger' })
    expect(answer.userKnown).toBe(false)
    expect(answer.items).toHaveLength(10)
    expect(answer.note).toMatch(/do not know this user/)
    expect(answer.degraded).toEqual([])
  })

  test('of who opted out uses nothing that they did, and says so', async () => {
    await stores.interactions.ingest([order('opt-1', 'opt', 'r39')])
    serving.lookups.forget(['opt'])
    const { request } = await serving.recommender.prepare(plainRequest({ userId: 'opt' }))
    expect(request.history.length).toBe(0)
    expect((await recommend({ userId: 'opt' })).note).toMatch(/opted out/)
  })

  test('holds a list still as far as its profile says, and logs what it was held to', async () => {
    const steadily = () => recommend({ profile: 'ml-platform', userId: 'steady' })
    const first = await steadily()
    await stores.users.put('steady', userInputSchema.parse({ locations: [{ lat: 1, lon: 2 }] }))
    const far = Array.from({ length: 10 }, (_, n) => order(`steady-${n}`, 'steady', `r${21 + n}`))
    await stores.interactions.ingest([...far, ...far.map((each) => ({ ...each, id: `${each.id}-again` }))])
    serving.onIngested([])
    serving.lookups.forget(['steady'])
    const free = idsOf(await recommend({ profile: 'ml-engineer', userId: 'steady' }))
    const second = await steadily()
    const differing = (ids: (string | undefined)[]) => ids.filter((id, n) => id !== idsOf(first)[n]).length
    expect(differing(free)).toBeGreaterThan(5)
    expect(differing(idsOf(second))).toBe(3)
    await serving.decisions.flush()
    const { rows } = await database.pool.query(
      `SELECT request -> 'lastShownIds' AS held FROM recommendations WHERE id = ANY ($1) ORDER BY at`,
      [[first.recommendationId, second.recommendationId]],
    )
    expect(rows.map(({ held }) => held)).toEqual([null, idsOf(first)])
  })

  test('for a moment in the past knows nothing that came later', async () => {
    const noon = Date.UTC(2026, 0, 1, 12)
    await stores.interactions.ingest([
      order('p1', 'past', 'r01', new Date(noon)),
      order('p2', 'past', 'r02', new Date(noon + 60_000)),
    ])
    const lengthAt = async (atMs: number) =>
      (await serving.recommender.prepare(plainRequest({ userId: 'past', atMs }))).request.history.length
    expect([await lengthAt(noon - 1), await lengthAt(noon), await lengthAt(noon + 60_000)]).toEqual([0, 1, 2])
  })

  test('ranks from where it says, else from where the user lives', async () => {
    const here = { lat: 50, lon: 5 }
    const of = async (changes: Partial<RecommendationRequest>) =>
      (await serving.recommender.prepare(plainRequest(changes))).request.origins
    expect(await of({ userId: 'ann', location: here })).toEqual([here])
    expect(await of({ userId: 'ann' })).toMatchObject([{ lat: 1, lon: 2 }])
    // Nobody is at (0, 0): it is what a device without a fix says.
    expect(await of({ userId: 'ann', location: { lat: 0, lon: 0 } })).toMatchObject([{ lat: 1, lon: 2 }])
    expect(await of({})).toEqual([])
  })

  test('to rank given places ranks these, and names those that there are none of', async () => {
    const answer = await recommend({ candidateIds: ['r05', 'zzz', 'r03', 'r05'], limit: 10 })
    expect([...idsOf(answer)].sort()).toEqual(['r03', 'r05'])
    expect(answer.unknownIds).toEqual(['zzz'])
  })

  test('that nothing fits is answered with an empty list and the reason', async () => {
    const answer = await recommend({ cuisines: ['Martian'] })
    expect(answer.items).toEqual([])
    expect(answer.note).toMatch(/No restaurant fits: 40 left out by the filters/)
    expect((await recommend({ candidateIds: ['r05'] })).note).toMatch(/Only 1 restaurant fits the request/)
    expect((await recommend({ candidateIds: ['r05', 'r03'] })).note).toMatch(/Only 2 restaurants fit/)
  })

  test('with next to no time is answered by the cheapest plan, and says so', async () => {
    const answer = await recommend({ userId: 'ann', latencyBudgetMs: 0.001 })
    expect(answer.degraded).toContain('latency-budget')
    expect(answer.items).toHaveLength(10)
    expect(answer.plan.budgetMs).toBe(0.001)
  })

  test('is logged with all that takes it apart again', async () => {
    const answer = await recommend({ userId: 'ann', limit: 3 })
    await serving.decisions.flush()
    const logged = await createRecommendationLog({ database }).get(answer.recommendationId)
    expect(logged).toMatchObject({
      userId: 'ann',
      profile: { key: 'ml-engineer', revision: 1 },
      modelVersion: 'v1',
      plan: { name: 'full' },
      request: { userId: 'ann', limit: 3, openNow: true, profile: 'ml-engineer' },
      degraded: [],
    })
    expect(logged.items.map(({ restaurantId }) => restaurantId)).toEqual(idsOf(answer))
    for (const item of logged.items) {
      const sum = [...item.objectives, ...item.adjustments].reduce(
        (total, { contribution }) => total + contribution,
        0,
      )
      expect(sum).toBe(item.score)
    }
  })

  test('gets an id that sorts by time', async () => {
    const ids: string[] = []
    for (let i = 0; i < 3; i++) {
      ids.push((await recommend()).recommendationId)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    expect([...ids].sort()).toEqual(ids)
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

test('requests of one moment share one look-up', async () => {
  await stores.users.upsertMany(
    Array.from({ length: 100 }, (_, i) => ({ id: `u${i}`, ...userInputSchema.parse({}) })),
  )
  const before = serving.counted.statements
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => recommend({ userId: `u${i}` })))
  expect(answers.every(({ userKnown }) => userKnown)).toBe(true)
  expect(serving.counted.statements - before).toBe(1)
})

describe('an analysis', () => {
  test('may try settings, a plan, a seed and any model that is kept', async () => {
    const settings = (await stores.profiles.get('sales')).live!.settings
    const prepared = await serving.recommender.prepare(plainRequest({ userId: 'ann' }), {
      settings: { key: 'draft', revision: 7, settings },
      modelVersion: 'v2',
      plan: { name: 'fast', candidates: 100 },
      seed: 42,
    })
    expect(prepared).toMatchObject({
      profile: { key: 'draft', revision: 7 },
      modelVersion: 'v2',
      request: { plan: { name: 'fast', candidates: 100 }, seed: 42, profile: settings },
    })
    const without = await serving.recommender.prepare(plainRequest({}), { modelVersion: null })
    expect(without.world.model).toBeNull()
  })

  test('sees the plans that the planner would choose from', async () => {
    const prepared = await serving.recommender.prepare(plainRequest({ userId: 'ann', profile: 'product' }))
    const plans = serving.recommender.plans(prepared, 100)
    expect(plans.map(({ name }) => name)).toEqual(expect.arrayContaining(['popular', 'fast', 'full']))
    for (const plan of plans) expect(plan.predictedMs).toBeGreaterThan(0)
  })
})

describe('what this process stored', () => {
  test('counts in its next answer', async () => {
    await recommend({ userId: 'ann' })
    const rows = [order('own-1', 'ann', 'r30')]
    await stores.interactions.ingest(rows)
    serving.onIngested(rows)
    const { request, world } = await serving.recommender.prepare(plainRequest({ userId: 'ann' }))
    expect(Array.from(request.history.restaurant, (i) => world.catalogue.ids[i])).toContain('r30')
    expect(sources(await recommend({ userId: 'ann', limit: 40 }), 'r30')).toContain('repeat')
  })

  test('of a user counts at once: opting out', async () => {
    await stores.interactions.ingest([order('own-2', 'eve', 'r31')])
    expect((await serving.recommender.prepare(plainRequest({ userId: 'eve' }))).request.history.length).toBe(
      1,
    )
    await stores.users.patch('eve', { personalisationOptOut: true })
    serving.onUserChanged('eve')
    expect((await serving.recommender.prepare(plainRequest({ userId: 'eve' }))).request.history.length).toBe(
      0,
    )
  })
})

describe('what another process did is known within a second:', () => {
  test('a restaurant that closes, and one that opens', async () => {
    await stores.restaurants.patch('r00', { status: 'closed' })
    await expect.poll(async () => idsOf(await recommend({ limit: 40 })).includes('r00'), soon).toBe(false)
    await stores.restaurants.patch('r00', { status: 'open' })
    await stores.restaurants.put('new', restaurantInputSchema.parse({ name: 'New' }))
    await expect
      .poll(async () => idsOf(await recommend({ limit: 41 })), soon)
      .toEqual(expect.arrayContaining(['r00', 'new']))
    await stores.restaurants.remove('new')
  })

  test('a profile that is published', async () => {
    const { settings } = (await stores.profiles.get('ml-engineer')).live!
    const weights = { ...settings.weights, wait: 1 }
    await stores.profiles.putDraft('ml-engineer', { ...settings, weights }, { actor: 'test' })
    await stores.profiles.publish('ml-engineer', { actor: 'test', reason: 'test' })
    await expect.poll(async () => (await recommend()).profile.revision, soon).toBe(2)
    const [first] = (await recommend()).items
    expect(first?.objectives.find(({ key }) => key === 'wait')?.weight).toBe(0.5)
  })

  test('a default that is changed', async () => {
    await stores.profiles.setDefault('sales', { actor: 'test', reason: 'test' })
    await expect.poll(async () => (await recommend({ profile: null })).profile.key, soon).toBe('sales')
  })

  test('a model that is promoted, and a corrupt one leaves the good one in place', async () => {
    await promote('v2')
    await expect.poll(async () => (await recommend()).modelVersion, soon).toBe('v2')
    await addModel('corrupt')
    await promote('corrupt')
    await expect.poll(() => [...serving.snapshots.faults.keys()].sort(), soon).toEqual(['latest', 'stable'])
    expect((await recommend()).modelVersion).toBe('v2')
    await promote('v1')
    await expect.poll(async () => (await recommend()).modelVersion, soon).toBe('v1')
    expect(serving.snapshots.faults.size).toBe(0)
  })

  test('an erasure: the orders leave live demand', async () => {
    await stores.users.put('leaver', userInputSchema.parse({}))
    await stores.interactions.ingest([order('l-1', 'leaver', 'r33'), order('l-2', 'other', 'r33')])
    const count = () => {
      const { demand, catalogue } = serving.snapshots.current()
      return demand.count(catalogue.indexOf.get('r33')!)
    }
    await expect.poll(count, soon).toBe(2)
    await stores.users.erase('leaver')
    await expect.poll(count, soon).toBe(1)
    const { worlds, worldWithoutModel, demand } = serving.snapshots.current()
    for (const world of [worldWithoutModel, ...worlds.values()]) expect(world.demand).toBe(demand)
    await stores.interactions.ingest([order('l-3', 'other', 'r33')])
    await expect.poll(count, soon).toBe(2)
  })

  test('an order, for its user and for demand, once', async () => {
    await recommend({ userId: 'ann' })
    const { demand, catalogue } = serving.snapshots.current()
    const item = catalogue.indexOf.get('r20')!
    const before = demand.count(item)
    await stores.interactions.ingest([order('far-1', 'ann', 'r20')])
    await stores.interactions.ingest([order('far-1', 'ann', 'r20')])
    await expect.poll(() => serving.snapshots.current().demand.count(item), soon).toBe(before + 1)
    await expect
      .poll(async () => sources(await recommend({ userId: 'ann', limit: 40 }), 'r20'), soon)
      .toContain('repeat')
    expect(serving.snapshots.current().demand.count(item)).toBe(before + 1)
  })

  test('a user that is erased', async () => {
    await stores.interactions.ingest([order('gone-1', 'gone', 'r01')])
    expect((await recommend({ userId: 'gone' })).userKnown).toBe(true)
    await stores.users.erase('gone')
    await expect.poll(async () => (await recommend({ userId: 'gone' })).userKnown, soon).toBe(false)
  })
})

describe('while PostgreSQL', () => {
  test.each([
    ['is away', () => proxy.cut()],
    [
      'does not answer',
      () => {
        serving.patience.lookupMs = 300
        return proxy.freeze()
      },
    ],
  ])(
    '%s every request is answered and says what it had to do without; after that, all is well again',
    async (_, takeAway) => {
      await serving.loader.settled()
      await recommend({ userId: 'ann' })
      await takeAway()
      try {
        const known = await recommend({ userId: 'ann' })
        expect(known.userKnown).toBe(true)
        expect(known.items).toHaveLength(10)
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, i) => recommend({ userId: `new${i}`, profile: 'product' })),
        )
        for (const answer of answers) {
          expect(answer.items).toHaveLength(10)
          expect(answer.degraded).toContain('user-history-unavailable')
          expect(answer.note).toMatch(/could not be looked up/)
        }
        expect(serving.decisions.queued()).toBeGreaterThan(0)
      } finally {
        serving.patience.lookupMs = 30_000
        await proxy.restore()
      }
      await expect
        .poll(async () => (await recommend({ userId: 'opt' })).degraded, { timeout: 10_000 })
        .toEqual([])
      await expect.poll(() => serving.decisions.queued(), { timeout: 10_000 }).toBe(0)
    },
  )

  test('is away, an answer for nobody in particular says so too', async () => {
    await proxy.cut()
    try {
      await expect
        .poll(async () => (await recommend()).degraded, { timeout: 5000 })
        .toEqual(['database-unavailable'])
    } finally {
      await proxy.restore()
    }
    await expect.poll(async () => (await recommend()).degraded, { timeout: 10_000 }).toEqual([])
  })
})
