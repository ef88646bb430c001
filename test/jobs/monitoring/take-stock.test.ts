import { beforeEach, describe, expect, test } from 'vitest'
import { addDays, dayOf, startOf } from '../../../src/analysis/drift/days.ts'
import { createReportStore } from '../../../src/jobs/monitoring/report-store.ts'
import { createSketchStore } from '../../../src/jobs/monitoring/sketch-store.ts'
import { takeStock } from '../../../src/jobs/monitoring/take-stock.ts'
import { openMonitoringWatch } from '../../../src/jobs/monitoring/watch.ts'
import { applyRetention, type RetentionDays, retainedKinds } from '../../../src/jobs/retention.ts'
import { testDatabase, truncateAll } from '../../support/postgres.ts'

const database = await testDatabase()
const { pool } = database
let clock = startOf('2026-05-01') + 30 * 60_000
const now = () => new Date(clock)
const yesterday = '2026-04-30'
const days = { from: addDays(yesterday, -41), to: yesterday }

/** 60 orders and 15 lists of four places a day, of which every third list leads to an order; the last week may be dearer. */
async function storeSixWeeks(dearer: boolean) {
  await pool.query(`INSERT INTO restaurants (id, name, cuisines, price_level, latitude, longitude, updated_at)
    SELECT 'r' || n, 'R', ARRAY[CASE WHEN n / 4 % 2 = 0 THEN 'Thai' ELSE 'Greek' END], 1 + n % 4, 39.6, -9, now() FROM generate_series(0, 19) n`)
  await pool.query(`INSERT INTO users (id, cuisines, locations, updated_at)
    SELECT 'u' || n, '{}', '[{"label": "home", "lat": 39.61, "lon": -9}]', now() FROM generate_series(0, 39) n`)
  await pool.query(
    `INSERT INTO recommendations (id, at, user_id, profile_key, profile_revision, request, plan, took_ms, items)
     SELECT 'l' || d || '-' || n, at, 'u' || (n * 3 + d) % 40, 'product', 1, '{}', '{}', 5,
            (SELECT jsonb_agg(jsonb_build_object('restaurantId', 'r' || (n + p * 5) % 20, 'probability', 0.05 * (1 + p), 'distanceKm', 1 + p,
               'sources', jsonb_build_array(CASE WHEN p < 3 THEN 'model' ELSE 'popular' END))) FROM generate_series(0, 3) p)
       FROM generate_series(0, 41) d, generate_series(0, 14) n,
            LATERAL (SELECT $1::timestamptz + d * interval '1 day' + interval '12 hours' + n * interval '10 minutes' AS at) t`,
    [new Date(startOf(days.from))],
  )
  await pool.query(
    `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount, received_at, recommendation_id)
     SELECT 'o' || d || '-' || n, 'order', 'u' || (n * 3 + d) % 40,
            'r' || CASE WHEN $2 AND d >= 35 THEN 3 + 4 * (n % 5) ELSE n % 20 END, at, 10 + n % 20, at,
            CASE WHEN n < 15 AND n % 3 = 0 THEN 'l' || d || '-' || n END
       FROM generate_series(0, 41) d, generate_series(0, 59) n,
            LATERAL (SELECT $1::timestamptz + d * interval '1 day' + interval '12 hours 10 minutes' + n * interval '10 minutes' AS at) t`,
    [new Date(startOf(days.from)), dearer],
  )
}

beforeEach(async () => {
  await truncateAll(database)
  clock = startOf('2026-05-01') + 30 * 60_000
})

describe('taking stock', () => {
  test('counts every day, joins orders to the lists they came of, and finds nothing where nothing changed', async () => {
    await storeSixWeeks(false)
    const { drift, quality } = await takeStock({ database, now })
    expect(drift).toMatchObject({
      day: yesterday,
      raised: [],
      window: { from: addDays(yesterday, -6), to: yesterday },
      reference: { from: addDays(yesterday, -34), to: addDays(yesterday, -7) },
    })
    const statuses = new Map(drift.checks.map(({ key, status }) => [key, status]))
    expect(statuses.get('orders.price-level')).toBe('quiet')
    expect(statuses.get('lists.sources')).toBe('quiet')
    expect(quality.raised).toEqual([])
    const kept = await createSketchStore({ database, now }).read(days.from, days.to)
    expect(kept).toHaveLength(42)
    const { volume, cells, shown, converted } = kept[20]!.sketch
    expect(volume).toEqual({ order: 60, click: 0, impression: 0, list: 15 })
    expect(cells).toMatchObject({
      orderPriceLevel: { 0: 15, 1: 15, 2: 15, 3: 15 },
      orderCuisine: { Thai: 36, Greek: 24 },
      listUser: { known: 15 },
      shownSource: { model: 45, popular: 15 },
    })
    const sum = (rows: readonly number[]) => rows.reduce((all, n) => all + n, 0)
    expect([sum(shown), sum(converted)]).toEqual([60, 5])
  })

  test('tells whom nobody knew: users whom an interaction made, not those who were told of before', async () => {
    await storeSixWeeks(false)
    await pool.query(`UPDATE users SET created_at = $1`, [new Date(startOf(days.from))])
    const statusOf = async () => {
      const { checks } = (await takeStock({ database, now })).quality
      return checks.find(({ key }) => key === 'unknown-ids.users')
    }
    expect(await statusOf()).toMatchObject({ status: 'quiet', value: 0, rows: 60 })
    // Thirty ids that were never heard of before, as if each session were a user.
    const at = new Date(startOf(yesterday) + 20 * 3_600_000)
    await pool.query(
      `INSERT INTO users (id, cuisines, created_at) SELECT 's' || n, '{}', $1 FROM generate_series(1, 30) n`,
      [at],
    )
    await pool.query(
      `INSERT INTO interactions (id, type, user_id, restaurant_id, at, amount, received_at)
       SELECT 's' || n, 'order', 's' || n, 'r1', $1::timestamptz + n * interval '1 minute', 12, $1 FROM generate_series(1, 30) n`,
      [at],
    )
    expect(await statusOf()).toMatchObject({ status: 'raised', rows: 90 })
  })

  test('raises what was planted, keeps it in the history, one row a day', async () => {
    await storeSixWeeks(true)
    const { drift } = await takeStock({ database, now })
    expect(drift.raised).toEqual(['orders.price-level'])
    await takeStock({ database, now })
    clock += 86_400_000
    await takeStock({ database, now })
    const history = await createReportStore({ database, now }).drift('2026-01-01')
    expect(history.map(({ report }) => report.day)).toEqual([yesterday, addDays(yesterday, 1)])
  })

  test('counts a day again when rows of it arrive, and keeps the counts of rows that were deleted', async () => {
    await storeSixWeeks(false)
    await takeStock({ database, now })
    const store = createSketchStore({ database, now })
    const day = addDays(yesterday, -10)
    const orders = async () => (await store.read(day, day))[0]!.sketch.volume.order
    await pool.query(
      `INSERT INTO interactions (id, type, user_id, restaurant_id, at) VALUES ('late', 'order', 'u1', 'r1', $1)`,
      [new Date(startOf(day) + 1000)],
    )
    await takeStock({ database, now })
    expect(await orders()).toBe(61)
    await pool.query(`DELETE FROM interactions WHERE at >= $1 AND at < $2`, [day, addDays(day, 1)])
    await takeStock({ database, now })
    expect(await orders()).toBe(61)
  })

  test('in an empty database says so', async () => {
    const { drift, quality } = await takeStock({ database, now })
    expect(drift).toMatchObject({ raised: [], reference: null, modelVersion: null })
    expect(new Set(quality.checks.map(({ status }) => status))).toEqual(new Set(['too-few']))
  })
})

test('of several processes one takes stock, and none again before its time', async () => {
  await storeSixWeeks(false)
  const told: string[] = []
  const watches = [1, 2, 3].map(() =>
    openMonitoringWatch({
      database,
      now,
      everyMs: 60_000,
      onReport: ({ drift }) => told.push(drift.day),
      onError: (error) => told.push(error.message),
    }),
  )
  await Promise.all(watches.map((watch) => watch.check()))
  for (const watch of watches) await watch.check()
  expect(told).toEqual([yesterday])
  clock += 60_000
  for (const watch of watches) await watch.check()
  expect(told).toEqual([yesterday, yesterday])
  for (const watch of watches) await watch.close()
})

test('the history is as long as it is kept, and no longer', async () => {
  const store = createReportStore({ database, now })
  const report = { modelVersion: null, window: days, reference: null, raised: [], checks: [] }
  const today = dayOf(Date.now())
  for (let ago = 0; ago < 60; ago += 10) {
    clock = Date.now() - ago * 86_400_000
    await store.keepDrift({ ...report, day: addDays(today, -ago) })
  }

  const never = Object.fromEntries(retainedKinds.map((kind) => [kind, 0])) as unknown as RetentionDays
  await applyRetention({ database, days: { ...never, monitoring: 25 }, pauseMs: 0 })
  expect(await store.drift('2000-01-01')).toHaveLength(3)
})
