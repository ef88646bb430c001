import { beforeEach, describe, expect, test } from 'vitest'
import { createExperiments } from '../../src/experiments/experiments.ts'
import { createExperimentWatch } from '../../src/jobs/experiment-watch.ts'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { settingsOf } from './simulated.ts'

const database = await testDatabase()
const { pool } = database
const startMs = Date.UTC(2026, 2, 6, 19)
const hour = 3_600_000
let nowMs = startMs
const now = () => new Date(nowMs)
const experiments = createExperiments({ database, now })
const why = { actor: 'manager:k', reason: 'to see' }
const stopped: string[] = []
const errors: Error[] = []
const watch = createExperimentWatch({
  database,
  experiments,
  now,
  onStopped: (key, reason) => stopped.push(`${key}: ${reason}`),
  onError: (error) => errors.push(error),
})

beforeEach(async () => {
  await truncateAll(database)
  nowMs = startMs
  stopped.length = 0
  errors.length = 0
  await createProfileStore({ database, now }).ensureShipped()
  await pool.query(
    `INSERT INTO restaurants (id, name, fee_rate, cost_per_order) VALUES ('r', 'R', 0.2, 1), ('s', 'S', NULL, 0)`,
  )
})

interface Shown {
  user: string
  variant: string
  atMs: number
  id?: string
}

/** Every other list as the log kept them once, with each objective in full. */
const forms = [
  {
    plan: { weighing: [{ key: 'revenue' }, { key: 'wait' }] },
    of: (value: number) => ({ values: [1, value] }),
  },
  { plan: {}, of: (value: number) => ({ objectives: [{ key: 'wait', value }] }) },
]

async function show(rows: readonly Shown[]) {
  const lists = forms.map(({ plan, of }) => ({
    plan,
    items: ['s', 'r'].map((restaurantId) => ({ restaurantId, ...of(restaurantId === 'r' ? -30 : -40) })),
  }))
  await pool.query(
    `INSERT INTO recommendations (id, at, user_id, profile_key, profile_revision, request, plan, items, took_ms, experiment_key, experiment_variant)
     SELECT id, to_timestamp(ms / 1000), u, 'product', 1, '{}', list -> 'plan', list -> 'items', 1, 'e', v
       FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::jsonb[]) AS given (id, ms, u, v, list)`,
    [
      rows.map(({ id, user, atMs }) => id ?? `${user}-${atMs}`),
      rows.map(({ atMs }) => atMs),
      rows.map(({ user }) => user),
      rows.map(({ variant }) => variant),
      rows.map((_, n) => JSON.stringify(lists[n % 2])),
    ],
  )
  await pool.query(
    `INSERT INTO users (id, cuisines) SELECT DISTINCT u, '{}'::text[] FROM unnest($1::text[]) AS u ON CONFLICT DO NOTHING`,
    [rows.map(({ user }) => user)],
  )
}

const order = (
  user: string,
  restaurant: string,
  atMs: number,
  amount: number | null,
  list: string | null = null,
) =>
  pool.query(
    `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount, recommendation_id)
     VALUES (gen_random_uuid(), 'order', $1, $2, to_timestamp($3::float8 / 1000), $4, $5)`,
    [user, restaurant, atMs, amount, list],
  )

/** Sums of a variant's metric, back from its figures. */
async function totals(variant: string) {
  const { metrics, enrolled } = await experiments.results('e')
  const of = (key: string) =>
    metrics.find((metric) => metric.key === key)!.variants.find((each) => each.variant === variant)!
  const users = of('orders').users
  const [orders, revenue, margin, wait, ndcg] = ['orders', 'revenue', 'margin', 'wait', 'ndcg'].map(
    (key) => of(key).value,
  )
  return {
    users,
    enrolled: enrolled.find((each) => each.variant === variant)!.users,
    orders,
    revenue,
    margin,
    wait,
    ndcg,
  }
}

const begin = async (changes = {}) => {
  await experiments.create('e', settingsOf({ outcomeHours: 24, ...changes }), 'x')
  await experiments.start('e', why)
}

describe('results', () => {
  test('count what each user did in the window after their first list, once it is over', async () => {
    await begin()
    await show([
      { user: 'ann', variant: 'control', atMs: startMs },
      { user: 'ann', variant: 'control', atMs: startMs + 2 * hour },
      { user: 'bob', variant: 'control', atMs: startMs + hour },
      { user: 'late', variant: 'control', atMs: startMs + 20 * hour },
    ])
    await order('ann', 'r', startMs - 1, 100)
    await order('ann', 'r', startMs + 3 * hour, 20)
    await order('ann', 's', startMs + 30 * hour, 100)
    await order('late', 'r', startMs + 21 * hour, 100)
    nowMs = startMs + 26 * hour
    // r: second place, fee 0.2 · 20, cost 1. Of ann and bob.
    expect(await totals('control')).toEqual({
      users: 2,
      enrolled: 3,
      orders: 0.5,
      revenue: 2,
      margin: 1.5,
      wait: 30,
      ndcg: expect.closeTo(1 / Math.log2(3), 12),
    })
    nowMs = startMs + 50 * hour
    expect(await totals('control')).toMatchObject({ users: 3, orders: 2 / 3 })
  })

  test('hold an order against the list that it names, or else the last one before it, or none', async () => {
    await begin()
    await show([
      { user: 'ann', variant: 'other', atMs: startMs, id: 'first' },
      { user: 'ann', variant: 'other', atMs: startMs + 10 * hour, id: 'second' },
      { user: 'bob', variant: 'other', atMs: startMs },
    ])
    await pool.query(`UPDATE recommendations SET items = items - 1 WHERE id = 'second'`)
    // Named: r stood second in it. Not named: r is not in the last one, gain 0. Long after any list: no list, nothing to hold against.
    await order('ann', 'r', startMs + 11 * hour, null, 'first')
    await order('ann', 'r', startMs + 12 * hour, null)
    await order('ann', 's', startMs + 13 * hour, null)
    await order('ann', 's', startMs + 23 * hour, null)
    nowMs = startMs + 100 * hour
    const { orders, wait, ndcg } = await totals('other')
    expect([orders, wait, ndcg]).toEqual([2, 35, expect.closeTo((1 / Math.log2(3) + 0 + 1) / 3, 12)])
  })

  test('are of sums: they hold no id of anybody, and erasing a user leaves none either', async () => {
    await begin()
    const people = Array.from({ length: 30 }, (_, i) => `person-${i}`)
    await show(people.map((user, i) => ({ user, variant: i % 2 ? 'control' : 'other', atMs: startMs + i })))
    nowMs = startMs + 48 * hour
    expect(JSON.stringify(await experiments.results('e'))).not.toContain('person')
    await createUserStore({ database }).erase('person-3')
    expect(await totals('control')).toMatchObject({ enrolled: 14 })
    await experiments.stop('e', { ...why, because: 'person' })
    const { rows } = await pool.query(`SELECT to_jsonb(e)::text AS all FROM experiments e`)
    expect(rows[0].all).not.toContain('person-')
  })

  test('of a stopped one stay as they were, also when the log has forgotten', async () => {
    await begin()
    await show([1, 2, 3].map((i) => ({ user: `u${i}`, variant: 'control', atMs: startMs })))
    await order('u1', 's', startMs + hour, 10)
    nowMs = startMs + 30 * hour
    await experiments.stop('e', { ...why, because: 'person' })
    const found = await experiments.results('e')
    expect(found).toMatchObject({ state: 'stopped', asOf: now().toISOString() })
    nowMs += 1000 * hour
    await order('u2', 's', nowMs - hour, 10)
    expect(await experiments.results('e')).toEqual(found)
    await pool.query('DELETE FROM recommendations')
    expect(await experiments.results('e')).toEqual(found)
  })

  test('of nobody are empty', async () => {
    await begin()
    expect(await totals('control')).toMatchObject({ users: 0, enrolled: 0, orders: null, wait: null })
    expect((await experiments.results('e')).sampleRatio).toEqual({ pValue: 1, mismatch: false })
  })
})

/** 600 users a variant; so many of `other` order. */
async function live(ordering: number) {
  const rows = Array.from({ length: 1200 }, (_, i) => ({
    user: `u${i}`,
    variant: i % 2 ? 'control' : 'other',
    atMs: startMs + i,
  }))
  await show(rows)
  await pool.query(
    `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount)
     SELECT 'o' || u, 'order', u, 's', to_timestamp($2::float8 / 1000), 20 FROM unnest($1::text[]) AS u`,
    [rows.flatMap(({ user }, i) => (i % 2 || i / 2 < ordering ? [user] : [])), startMs + hour],
  )
}

describe('the watch', () => {
  const guardrails = [{ metric: 'orders' as const, harm: 'decrease' as const, smallestHarm: 0.05 }]

  test('ends an experiment that does harm, and says what and how much', async () => {
    await begin({ guardrails })
    await live(400)
    await watch.check()
    expect((await experiments.get('e')).state).toBe('running')
    nowMs = startMs + 48 * hour
    await watch.check()
    expect(errors).toEqual([])
    expect(await experiments.get('e')).toMatchObject({
      state: 'stopped',
      stopped: {
        by: 'system',
        because: 'guardrail',
        reason: expect.stringMatching(/orders of other shows a decrease of more than 5\.0 %/),
      },
    })
    expect(stopped).toHaveLength(1)
    const { rows } = await pool.query(`SELECT actor, reason FROM audit WHERE action = 'experiment.stop'`)
    expect(rows).toEqual([{ actor: 'system', reason: expect.stringContaining('guardrail') }])
  })

  test('lets one go on that does none, until its planned stop', async () => {
    const wait = { metric: 'wait', harm: 'increase', smallestHarm: 0 }
    await begin({
      guardrails: [...guardrails, wait],
      plannedStop: new Date(startMs + 72 * hour).toISOString(),
    })
    await live(600)
    nowMs = startMs + 48 * hour
    await watch.check()
    expect((await experiments.get('e')).state).toBe('running')
    expect(
      (await experiments.results('e')).guardrails.map(({ provenHarm }) => (provenHarm ?? 1) <= 0),
    ).toEqual([true, true])
    expect(await experiments.guardrails(await experiments.get('e'))).toEqual(
      (await experiments.results('e')).guardrails,
    )
    nowMs = startMs + 72 * hour
    // Two processes at once: one of them does it.
    await Promise.all([watch.check(), watch.check()])
    expect((await experiments.get('e')).stopped).toMatchObject({ because: 'schedule' })
    expect([stopped.length, errors]).toEqual([1, []])
  })
})
