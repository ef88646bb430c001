import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { migrate, schemaSql } from '../../src/db/migrate.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()

/** Columns, indexes and foreign keys of every table, as text. */
async function shape(client: pg.Client | pg.Pool): Promise<string[]> {
  const { rows } = await client.query(`
    SELECT format('%s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
      AND indexname NOT IN ('profiles_one_default', 'experiments_one_running', 'recommendations_experiment')
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'
    ORDER BY 1`)
  return rows.map((row) => row.line)
}

describe('migrations', () => {
  test('lead to what prisma/schema.prisma says', async () => {
    const admin = new pg.Client({ connectionString: inject('postgresUrl') })
    await admin.connect()
    await admin.query('CREATE DATABASE from_schema')
    const url = new URL(database.url)
    url.pathname = '/from_schema'
    const fresh = new pg.Client({ connectionString: url.href })
    await fresh.connect()
    try {
      await fresh.query(await schemaSql(url.href))
      const expected = await shape(fresh)
      expect(expected.length).toBeGreaterThan(80)
      expect(await shape(database.pool)).toEqual(expected)
    } finally {
      await fresh.end()
      await admin.query('DROP DATABASE from_schema')
      await admin.end()
    }
  })

  test('applied again, change nothing, from several processes at once', async () => {
    expect(await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])).toEqual([
      [],
      [],
      [],
    ])
  })
})

test('a database that a newer version migrated is left as it is: an old replica may start again while the others are upgraded', async () => {
  const newer = `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES ('newer', 'x', '29990101000000_newer', now(), now(), 1)`
  await database.pool.query(newer)
  try {
    expect(await migrate(database.url)).toEqual([])
  } finally {
    await database.pool.query(`DELETE FROM _prisma_migrations WHERE id = 'newer'`)
  }
})

describe('the database itself refuses', () => {
  const restaurant = (column: string, value: string) =>
    database.pool.query(
      `INSERT INTO restaurants (id, name, updated_at, "${column}") VALUES ('r', 'R', now(), ${value})`,
    )

  test.each([
    ['price_level', '5'],
    ['fee_rate', '1.5'],
    ['fee_rate', `'NaN'`],
    ['average_spend', `'Infinity'`],
    ['cost_per_order', '-1'],
    ['rating', '5.1'],
    ['latitude', '1'],
    ['currency', `'eur'`],
  ])('a restaurant with %s = %s', async (column, value) => {
    await expect(restaurant(column, value)).rejects.toThrow(/violates check constraint/)
  })

  test('changing or deleting a published revision, or the audit', async () => {
    await database.pool.query(`INSERT INTO profiles (key) VALUES ('p')`)
    await database.pool.query(
      `INSERT INTO profile_revisions (profile_key, revision, settings, published_by, reason) VALUES ('p', 1, '{}', 'x', 'y')`,
    )
    await database.pool.query(`INSERT INTO audit (actor, action, subject) VALUES ('x', 'y', 'z')`)
    await expect(database.pool.query(`UPDATE profile_revisions SET settings = '[]'`)).rejects.toThrow(
      /append-only/,
    )
    await expect(database.pool.query('DELETE FROM profile_revisions')).rejects.toThrow(/append-only/)
    await expect(database.pool.query('DELETE FROM audit')).rejects.toThrow(/append-only/)
  })

  test('two default profiles', async () => {
    await expect(
      database.pool.query(`INSERT INTO profiles (key, is_default) VALUES ('a', true), ('b', true)`),
    ).rejects.toThrow(/profiles_one_default/)
  })

  test('an artefact that is not what its checksum says', async () => {
    await expect(
      database.pool.query(
        `INSERT INTO models (version, artefact, sha256, data_hash, settings, metrics) VALUES ('v', 'abc', repeat('0', 64), repeat('0', 64), '{}', '{}')`,
      ),
    ).rejects.toThrow(/models_sha256/)
  })
})
