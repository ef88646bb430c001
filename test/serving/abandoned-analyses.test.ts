import { expect, test } from 'vitest'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { createAnalysisApi } from '../../src/serving/analyses.ts'
import { createDecisionLog } from '../../src/serving/decision-log.ts'
import { plainRequest, sampleOrders } from '../../src/serving/past-requests.ts'
import { createRecommendationLog } from '../../src/serving/recommendation-log.ts'
import { testDatabase } from '../support/postgres.ts'
import { preparingRecommender } from '../support/preparing-recommender.ts'
import { dinnerMs, testProfile, testWorld } from '../support/world.ts'

const past = 200
/** Requests are prepared so many at a time; those under way when somebody leaves are prepared to their end. */
const together = 64
const mostSides = 13

const database = await testDatabase()
const profiles = createProfileStore({ database, now: () => new Date(dinnerMs) })
await profiles.ensureShipped()
await database.pool.query(`INSERT INTO restaurants (id, name) VALUES ('r00001', 'One')`)
await database.pool.query(`INSERT INTO users (id) SELECT 'u' || n FROM generate_series(1, $1::int) n`, [past])
await database.pool.query(
  `INSERT INTO interactions (id, type, user_id, restaurant_id, at)
   SELECT 'o' || n, 'order', 'u' || n, 'r00001', $2::timestamptz - n * interval '1 hour' FROM generate_series(1, $1::int) n`,
  [past, new Date(dinnerMs)],
)
const world = testWorld({ restaurants: 60, seed: 3 })
const serving = preparingRecommender(world, testProfile())
const decisions = createDecisionLog({ database, maxQueued: 1000, whenFull: 'drop-oldest' })
const { live } = await profiles.get('sales')
for (let n = 0; n < past; n++) {
  const decision = await serving.decide(`d${n}`, live!, { userId: `u${n + 1}` })
  decisions.write(decision.userId, () => decision)
}
await decisions.flush()

let prepared = 0
let leave: (() => void) | undefined
const api = createAnalysisApi({
  recommender: {
    ...serving,
    prepare(...asked) {
      if (++prepared === 3) leave?.()
      return serving.prepare(...asked)
    },
  },
  profiles,
  log: createRecommendationLog({ database }),
  sampleOrders: (query) => sampleOrders(database, query),
})

const drawn = { limit: past, seed: 1, since: null, source: 'orders' } as const
const side = { profile: 'sales' }
const request = plainRequest({ userId: 'u3', atMs: dinnerMs })
const sides = ['sales', 'product', 'manager'].map((profile) => ({ profile }))
const restaurantId = world.catalogue.ids[7]!

const overSamples = {
  'shift over a sample': (signal?: AbortSignal) =>
    api.shiftSample({ ...drawn, profile: 'sales', k: 5, points: 3 }, signal),
  'compare over a sample': (signal?: AbortSignal) => api.compareSample({ ...drawn, sides, k: 5 }, signal),
  'why not over a sample': (signal?: AbortSignal) =>
    api.whyNotSample({ ...drawn, restaurantId, side }, signal),
  frontier: (signal?: AbortSignal) =>
    api.frontier({ ...drawn, profile: 'sales', objectives: ['relevance', 'revenue'], maxPoints: 20 }, signal),
  solve: (signal?: AbortSignal) =>
    api.solve({ ...drawn, profile: 'sales', maximise: 'revenue', guardrails: [], maxP95Ms: null }, signal),
  'fairness of a profile': (signal?: AbortSignal) => api.fairnessOf({ ...drawn, side }, signal),
  'fairness of what was served': (signal?: AbortSignal) =>
    api.fairnessOfLog({ limit: past, seed: 1, since: null, attributionHours: 6 }, signal),
  worth: (signal?: AbortSignal) => api.worth({ ...drawn, cpuHourPrice: 0.05 }, signal),
  estimate: (signal?: AbortSignal) =>
    api.estimate(
      { limit: past, seed: 1, since: null, side, temperature: null, attributionHours: 6, maxWeight: 10 },
      signal,
    ),
}

test.each(Object.entries(overSamples))('%s ends soon after nobody waits for it any more', async (_, ask) => {
  const leaving = new AbortController()
  const left = new Error('left')
  prepared = 0
  leave = () => leaving.abort(left)
  await expect(ask(leaving.signal)).rejects.toBe(left)
  expect(prepared).toBeGreaterThanOrEqual(3)
  expect(prepared).toBeLessThanOrEqual(Math.max(together + 1, mostSides + 3))
})

test.each([
  ['shift', (signal: AbortSignal) => api.shift({ request, profile: 'sales', k: 5, points: 11 }, signal)],
  ['compare', (signal: AbortSignal) => api.compare({ request, sides, k: 5 }, signal)],
  ['why not', (signal: AbortSignal) => api.whyNot({ request, restaurantId, profile: 'sales' }, signal)],
])('%s of one request ends at its next breath', async (_, ask) => {
  const leaving = new AbortController()
  const left = new Error('left')
  prepared = 2
  leave = () => leaving.abort(left)
  await expect(ask(leaving.signal)).rejects.toBe(left)
})

test('what waits leaves the queue, and makes room for who comes after', async () => {
  leave = undefined
  const leaving = Array.from({ length: 20 }, () => new AbortController())
  const running = overSamples.worth()
  const waiting = leaving.map(({ signal }) => overSamples.frontier(signal))
  await expect(overSamples.frontier()).rejects.toMatchObject({ code: 'unavailable' })
  for (const each of leaving) each.abort(new Error('left'))
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(
    waiting.map(() => 'rejected'),
  )
  const [, report] = await Promise.all([running, overSamples['fairness of a profile']()])
  expect(report).toMatchObject({ profile: 'sales' })
})

test('who left before asking is not worked for', async () => {
  prepared = 0
  await expect(overSamples.frontier(AbortSignal.abort(new Error('left')))).rejects.toThrow('left')
  expect(prepared).toBe(0)
})
