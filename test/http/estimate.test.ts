import { beforeAll, describe, expect, test } from 'vitest'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import type { Interaction } from '../../src/interactions/schema.ts'
import { type AnalysisApi, createAnalysisApi } from '../../src/serving/analyses.ts'
import { createDecisionLog } from '../../src/serving/decision-log.ts'
import { sampleOrders } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import { userInputSchema } from '../../src/users/schema.ts'
import { testApp } from '../support/app.ts'
import { preparingRecommender } from '../support/preparing-recommender.ts'
import { dinnerMs, testProfile, testWorld } from '../support/world.ts'

const world = testWorld({ restaurants: 12, seed: 2 })
const recommender = preparingRecommender(world, testProfile())
const { call, database, deps } = await testApp({ analyses: later() })
const api = createAnalysisApi({
  recommender,
  profiles: deps.profiles,
  log: createRecommendationLog({ database }),
  sampleOrders: (query) => sampleOrders(database, query),
})

/** The application needs its analyses before there is a database for them. */
function later(): AnalysisApi {
  return new Proxy({} as AnalysisApi, { get: (_, name) => api[name as keyof AnalysisApi] })
}

const estimate = (body: object) => call('post', '/v1/admin/profiles/estimate', { as: 'analyst', body })
const exploring = testProfile({ exploration: { temperature: 1 } })
const lists = 120

beforeAll(async () => {
  const { profiles } = deps
  const actor = 'test'
  for (const [key, settings] of Object.entries({ exploring, certain: testProfile() })) {
    await profiles.putDraft(key, settings, { actor })
    await profiles.publish(key, { reason: 'to be logged', actor })
  }
  for (const id of world.catalogue.ids)
    await deps.restaurants.put(id, restaurantInputSchema.parse({ name: id }))
  for (let n = 0; n < lists; n++) await deps.users.put(`u${n}`, userInputSchema.parse({}))
})

/** A list for each user; every third orders from its top. */
async function log(profile: string): Promise<void> {
  const live = (await deps.profiles.get(profile)).live!
  const decisions = createDecisionLog({ database, maxQueued: 999, whenFull: 'drop-oldest' })
  const orders: Interaction[] = []
  for (let n = 0; n < lists; n++) {
    const userId = `u${n}`
    const decision = await recommender.decide(`${profile}-${n}`, live, { userId, limit: 3 }, n)
    decisions.write(userId, () => decision)
    const [first] = decision.items as { restaurantId: string }[]
    if (n % 3 > 0) continue
    orders.push({
      id: `${profile}-o${n}`,
      type: 'order',
      userId,
      restaurantId: first!.restaurantId,
      at: new Date(dinnerMs + 600_000).toISOString(),
      amount: 20,
      recommendationId: `${profile}-${n}`,
    })
  }
  await decisions.close()
  await deps.interactions.ingest(orders)
}

describe('an estimate of a profile', () => {
  test('is refused as long as nothing was logged', async () => {
    const { status, body } = await estimate({ profile: 'sales' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ lists: 0, logged: { orders: null } })
    expect(body.assumed[0].refusal.code).toBe('no-lists')
  })

  test('is refused when what was logged was certain', async () => {
    await log('certain')
    const { body } = await estimate({ profile: 'manager' })
    expect(body).toMatchObject({ lists, users: lists, reproduced: 1, skipped: 0 })
    expect(body.assumed[0].refusal.code).toBe('no-exploration')
    expect(body.logged.orders.value).toBeCloseTo(1 / 3, 9)
    expect(body.logged.revenue.value).toBeCloseTo(2 / 3, 9)
    await database.pool.query("DELETE FROM recommendations WHERE profile_key = 'certain'")
  })

  test('of the profile that was logged is what was logged; of another it has intervals', async () => {
    await log('exploring')
    const { body } = await estimate({ profile: 'exploring' })
    expect(body.reproduced).toBe(1)
    for (const { refusal, estimates } of body.assumed) {
      expect(refusal).toBeNull()
      const ips = estimates.find((own: { outcome: string; estimator: string }) => own.estimator === 'ips')
      // Chances of lower places are drawn anew, from the same lists.
      expect(ips.value).toBeCloseTo(body.logged.orders.value, 1)
      expect(ips.normal.low).toBeLessThan(ips.normal.high)
    }
    const other = await estimate({
      settings: testProfile({ weights: { relevance: 1, revenue: 1 } }),
      temperature: 1,
    })
    expect(other.body).toMatchObject({ target: 'given settings', temperature: 1, lists })
    expect(other.body.assumed[0].support.effectiveLists).toBeLessThan(lists)
    expect(other.body.assumed[0].refusal).toBeNull()
  })

  test('comes as rows: what was logged, how far logs carry, and each estimate', async () => {
    const asked = { profile: 'exploring' }
    const { body } = await estimate(asked)
    const { text } = await estimate({ ...asked, format: 'ndjson' })
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line))
    const estimates = body.assumed.flatMap((own: { estimates: object[] }) => own.estimates)
    expect(rows).toHaveLength(3 + body.assumed.length + estimates.length)
    const [{ assumption, support, estimates: own }] = body.assumed
    expect(rows).toContainEqual(
      expect.objectContaining({ kind: 'support', assumption, 'support.explored': support.explored }),
    )
    const { outcome, estimator, value, normal } = own[0]
    expect(rows).toContainEqual(
      expect.objectContaining({
        kind: 'estimate',
        assumption,
        outcome,
        estimator,
        value,
        'normal.low': normal.low,
      }),
    )
    const refused = await estimate({ ...asked, attributionHours: 0.1, format: 'csv' })
    expect(refused.text).toContain('no-outcomes')
  })

  test('counts orders within their time alone, and those that name the list', async () => {
    const { body } = await estimate({ profile: 'exploring', attributionHours: 0.1 })
    expect(body.logged.orders.value).toBe(0)
    expect(body.assumed[0].refusal.code).toBe('no-outcomes')
  })

  test('names every fault of a bad body', async () => {
    const { status, body } = await estimate({
      profile: 'sales',
      settings: testProfile(),
      temperature: -1,
      lists: 0,
      maxWeight: 0,
      since: 'yesterday',
    })
    expect(status).toBe(400)
    const paths = body.errors.map(({ path }: { path: string }) => path)
    expect(paths).toEqual(expect.arrayContaining(['temperature', 'lists', 'maxWeight', 'since']))
    expect((await estimate({ profile: 'nobody' })).status).toBe(404)
    expect((await estimate({ profile: 'draft:sales' })).status).toBe(404)
  })
})
