import { beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { trySessionLock } from '../../src/db/session-lock.ts'
import { applyRetention, type RetentionDays, retainedKinds } from '../../src/jobs/retention.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const forEver: RetentionDays = {
  impressions: 0,
  interactions: 0,
  pendingInteractions: 0,
  recommendations: 0,
  trainingRuns: 0,
  models: 0,
  quarantine: 0,
  audit: 0,
  monitoring: 0,
  dailySketches: 0,
}
const apply = (days: Partial<RetentionDays>, more: object = {}) =>
  applyRetention({ database, days: { ...forEver, ...days }, pauseMs: 0, ...more })
const ids = async (table: string, key = 'id') =>
  (await database.pool.query(`SELECT ${key}::text AS id FROM ${table} ORDER BY ${key}`)).rows.map(
    ({ id }) => id,
  )

/** Rows of every kind, one of each of these ages in days. */
const ages = [0, 20, 40, 100]
beforeEach(async () => {
  await truncateAll(database)
  const all = (sql: string) =>
    database.pool.query(
      sql.replace(
        /GIVEN/g,
        `unnest('{${ages}}'::int[]) AS age, LATERAL (SELECT now() - age * interval '1 day' AS old) t`,
      ),
    )
  await all(`INSERT INTO restaurants (id, name, updated_at) VALUES ('r', 'R', now())`)
  await all(`INSERT INTO users (id, cuisines, updated_at) VALUES ('u', '{}', now())`)
  for (const table of ['interactions', 'pending_interactions']) {
    await all(`INSERT INTO ${table} (id, type, user_id, restaurant_id, at, received_at)
      SELECT type || age, type::"InteractionType", 'u', 'r', '2001-01-01', old FROM unnest('{impression,order}'::text[]) AS type, GIVEN`)
  }
  await all(`INSERT INTO recommendations (id, at, profile_key, profile_revision, request, plan, items, took_ms)
    SELECT 'd' || age, old, 'p', 1, '{}', '{}', '[]', 1 FROM GIVEN`)
  await all(`INSERT INTO models (version, created_at, artefact, sha256, data_hash, settings, metrics)
    SELECT 'v' || lpad((1000 - age)::text, 4, '0'), old, '', encode(sha256(''), 'hex'), repeat('0', 64), '{}', '{}' FROM GIVEN`)
  await all(`INSERT INTO training_runs (trigger, actor, options, status, started_at, heartbeat_at, finished_at)
    SELECT 'manual', 'test', '{}', 'failed', old, old, old FROM GIVEN`)
  await all(`INSERT INTO imports (id, source) VALUES ('i', 's')`)
  await all(
    `INSERT INTO quarantine (import_id, source, file, line, raw, reason, at) SELECT 'i', 's', 'f', age, '', '', old FROM GIVEN`,
  )
  await all(
    `INSERT INTO monitoring_reports (kind, day, computed_at, report) SELECT 'drift', old, old, '{}' FROM GIVEN`,
  )
  await all(`INSERT INTO daily_sketches (day, sketch, computed_at) SELECT old, '{}', old FROM GIVEN`)
  await all(`INSERT INTO audit (at, actor, action, subject) SELECT old, 'a', 'b', 'c' FROM GIVEN`)
})

describe('retention', () => {
  test('deletes of each kind what is older than it is kept, and nothing else', async () => {
    const days = Object.fromEntries(retainedKinds.map((what) => [what, 30]))
    const told: Record<string, number> = {}
    const deleted = await apply(days, {
      batchSize: 1,
      onDeleted: (what: string, rows: number) => {
        told[what] = (told[what] ?? 0) + rows
      },
    })
    expect(deleted).toEqual({
      impressions: 2,
      interactions: 2,
      pendingInteractions: 4,
      recommendations: 2,
      trainingRuns: 2,
      models: 2,
      quarantine: 2,
      audit: 2,
      monitoring: 2,
      dailySketches: 2,
    })
    expect(told).toEqual(deleted)
    expect(await ids('interactions')).toEqual(['impression0', 'impression20', 'order0', 'order20'])
    expect(await ids('recommendations')).toEqual(['d0', 'd20'])
    expect(await apply(days)).toEqual(Object.fromEntries(retainedKinds.map((what) => [what, 0])))
  })

  test('of 0 days keeps for ever', async () => {
    await apply({})
    expect(await ids('interactions')).toHaveLength(2 * ages.length)
    expect(await ids('audit')).toHaveLength(ages.length)
  })

  test('goes by when an interaction was received: old orders that were imported today stay', async () => {
    await apply({ interactions: 30 })
    expect(await ids('interactions')).toContain('order0')
  })

  test('spares models that serve or served before, and the newest', async () => {
    await database.pool.query(
      `INSERT INTO model_channels (channel, version, previous, changed_by, reason) VALUES ('latest', 'v0960', 'v0900', 'x', 'y')`,
    )
    await apply({ models: 1 })
    expect(await ids('models', 'version')).toEqual(['v0900', 'v0960', 'v1000'])
  })

  test('spares the lists of an experiment that runs and the models that one keeps; not those of a stopped one', async () => {
    const settings = JSON.stringify({ variants: [{ modelVersion: 'v0900' }, {}] })
    await database.pool.query(
      `INSERT INTO experiments (key, state, settings, created_at, created_by, updated_at, updated_by, started_at, stopped_at, stopped_because)
       VALUES ('runs', 'running', $1, now(), 't', now(), 't', now(), NULL, NULL),
              ('over', 'stopped', $1, now(), 't', now(), 't', now(), now(), 'person')`,
      [settings],
    )
    await database.pool.query(
      `UPDATE recommendations SET experiment_key = CASE id WHEN 'd100' THEN 'runs' WHEN 'd40' THEN 'over' END`,
    )
    await apply({ recommendations: 10, models: 10 })
    expect(await ids('recommendations')).toEqual(['d0', 'd100'])
    expect(await ids('models', 'version')).toEqual(['v0900', 'v1000'])
    await database.pool.query(
      `UPDATE experiments SET state = 'stopped', stopped_at = now(), stopped_because = 'person' WHERE key = 'runs'`,
    )
    await apply({ recommendations: 10, models: 10 })
    expect([await ids('recommendations'), await ids('models', 'version')]).toEqual([['d0'], ['v1000']])
  })

  test('spares what a running experiment needs: all interactions since its start, whatever their age', async () => {
    await database.pool.query(
      `INSERT INTO experiments (key, scope, state, settings, created_at, created_by, updated_at, updated_by, started_at)
       VALUES ('runs', NULL, 'running', '{}', now(), 't', now(), 't', now() - interval '50 days'),
              ('late', 'p', 'running', '{}', now(), 't', now(), 't', now() - interval '5 days')`,
    )
    const received = (age: number) => [`impression${age}`, `order${age}`]
    await apply({ impressions: 10, interactions: 10 })
    expect(await ids('interactions')).toEqual([0, 20, 40].flatMap(received).sort())
    await database.pool.query(
      `UPDATE experiments SET state = 'stopped', stopped_at = now(), stopped_because = 'person' WHERE key = 'runs'`,
    )
    await apply({ impressions: 10, interactions: 10 })
    expect(await ids('interactions')).toEqual(received(0).sort())
  })

  test('takes nothing younger than 30 days out of the audit, whatever it is told', async () => {
    await expect(apply({ audit: 10 })).rejects.toThrow(/append-only/)
    expect(() => readConfig({ RETAIN_AUDIT_DAYS: '10' })).toThrow(
      /RETAIN_AUDIT_DAYS: is 0 \(for ever\) or at least 30/,
    )
  })

  test('is the work of one process at a time', async () => {
    const lock = await trySessionLock({ url: database.url, key: 727_304, onLost: () => {} })
    expect(await apply({ audit: 30 })).toBeNull()
    await lock?.release()
    expect(await apply({ audit: 30 })).toMatchObject({ audit: 2 })
  })

  test('stops between two batches when it is told to', async () => {
    const stop = new AbortController()
    const deleted = await apply(
      { recommendations: 10 },
      { batchSize: 1, signal: stop.signal, onDeleted: () => stop.abort() },
    )
    expect(deleted?.recommendations).toBe(1)
  })
})
