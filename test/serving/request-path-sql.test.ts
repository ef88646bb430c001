import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { restaurantInputSchema } from '../../src/catalog/schema.ts'
import { projectRoot } from '../../src/db/project-root.ts'
import { settlePending } from '../../src/db/settle-pending.ts'
import { ingestInteractions } from '../../src/interactions/ingest-interactions.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { shippedProfiles } from '../../src/profiles/shipped.ts'
import { plainRequest } from '../../src/serving/past-requests.ts'
import { userInputSchema } from '../../src/users/schema.ts'
import { testServing, testStores } from '../support/live-serving.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const stores = testStores(database)
let serving: Awaited<ReturnType<typeof testServing>>

beforeAll(async () => {
  await stores.profiles.ensureShipped()
  const place = restaurantInputSchema.parse({ name: 'Place', cuisines: ['Thai'] })
  await stores.restaurants.upsertMany([{ id: 'r1', ...place }])
  await stores.users.put('ann', userInputSchema.parse({}))
  serving = await testServing(database.url)
})
afterAll(() => serving.close())

/** Tables that grow with what users do, and so would be spread over machines by who did it. */
const spread = /\b(?:FROM|JOIN|INTO|UPDATE)\s+(interactions|pending_interactions|recommendations|users)\b/gi

const touchedBy = (texts: readonly string[]) =>
  texts.flatMap((text) => Array.from(text.matchAll(spread), ([, table = '']) => ({ table, text })))

describe.each(Object.keys(shippedProfiles))('a request under %s', (profile) => {
  test('reads what users did by the user alone, who stands in the statement: no more than one shard is needed', async () => {
    serving.lookups.forgetAll()
    serving.counted.texts.length = 0
    await serving.recommender.recommend({ ...plainRequest({ userId: 'ann' }), profile })
    // What is logged is written later; what is read is read now.
    const reads = touchedBy(serving.counted.texts.filter((text) => !/INSERT INTO/.test(text)))
    // A request that reads nothing would pass for the wrong reason.
    expect(reads.map(({ table }) => table)).toContain('interactions')
    for (const { table, text } of reads) {
      // A parameter, not a column of what was asked: a planner that spreads tables has to see it.
      const key = table === 'users' ? /\bu\.id = \$1(?!\d)/ : /\buser_id = \$1(?!\d)/
      expect(text, `${table} is read without its user`).toMatch(key)
    }
  })
})

test('what is written for a user names the user, and no key that a table spread by user cannot have', async () => {
  const texts: string[] = []
  const pool = recording(database.pool, texts)
  const interactions = createInteractionStore({ database: { pool } })
  const at = new Date().toISOString()
  await interactions.ingest([
    { id: 'i1', type: 'order', userId: 'ann', restaurantId: 'r1', at },
    { id: 'i2', type: 'order', userId: 'ann', restaurantId: 'unknown', at },
  ])
  serving.counted.texts.length = 0
  await serving.recommender.recommend(plainRequest({ userId: 'ann' }))
  await serving.decisions.flush()
  const written = [...texts, ...serving.counted.texts].filter((text) => /INSERT INTO/.test(text))
  expect(new Set(touchedBy(written).map(({ table }) => table))).toEqual(
    new Set(['users', 'interactions', 'pending_interactions', 'recommendations']),
  )
  for (const text of written) {
    for (const [, table, columns = ''] of text.matchAll(/INSERT INTO (\w+) \(([^)]*)\)/g)) {
      expect(columns, `${table} is written without its user`).toMatch(
        table === 'users' ? /\bid\b/ : /\buser_id\b/,
      )
    }
    expect(text).not.toMatch(/ON CONFLICT \(id\)/)
  }
})

/** Keeps the texts of statements, whichever connection they go over. */
function recording(pool: pg.Pool, texts: string[]): pg.Pool {
  const record = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(_, name) {
        const value = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          if (name === 'query') texts.push(JSON.stringify(given[0]))
          const answer = Reflect.apply(value, target, given)
          return name === 'connect' ? Promise.resolve(answer).then((client) => record(client)) : answer
        }
      },
    })
  return record(pool)
}

describe('the layout of prisma/citus/distribute.sql', () => {
  test('has the user in every key of a table that is spread, and what is spread together refers to nothing elsewhere', async () => {
    const { placed, keys, references } = await laidOut()
    expect(Object.fromEntries(placed)).toEqual({
      restaurants: null,
      erasures: null,
      users: 'id',
      interactions: 'user_id',
      pending_interactions: 'user_id',
    })
    for (const { table, columns } of keys) {
      const by = placed.get(table)
      if (by) expect(columns, `a key of ${table}`).toContain(by)
    }
    expect(keys.filter(({ table }) => placed.get(table)).length).toBeGreaterThanOrEqual(3)
    for (const { table, column, to } of references) {
      // To a copy that is everywhere, or to the same machine.
      const isNear = placed.get(to) === null || (to === 'users' && column === placed.get(table))
      if (placed.has(table)) expect(isNear, `${table}.${column} → ${to}`).toBe(true)
    }
  })

  test('takes an interaction once for each user, and moves those that waited', async () => {
    const { client } = await laidOut()
    const row = {
      id: 'one',
      type: 'order' as const,
      userId: 'ann',
      restaurantId: 'r1',
      at: new Date().toISOString(),
    }
    expect(await ingestInteractions(client, [row])).toMatchObject({ accepted: 1, duplicates: 0 })
    expect(await ingestInteractions(client, [row])).toMatchObject({ accepted: 0, duplicates: 1 })
    await ingestInteractions(client, [{ ...row, id: 'two', restaurantId: 'r2' }])
    await client.query(
      `INSERT INTO restaurants (id, name, cuisines, tags) VALUES ('r2', 'Second', '{}', '{}')`,
    )
    expect(await settlePending(client, ['r2'])).toBe(1)
  })
})

/** The script on an ordinary PostgreSQL, inside a transaction that is undone, with Citus's functions only taking note. */
async function laidOut() {
  const client = await database.pool.connect()
  onTestFinished(async () => {
    await client.query('ROLLBACK')
    client.release()
  })
  const script = await readFile(join(projectRoot, 'prisma', 'citus', 'distribute.sql'), 'utf8')
  await client.query(`BEGIN;
    CREATE TABLE placed (name text, by text);
    CREATE FUNCTION create_reference_table(name text) RETURNS void LANGUAGE sql AS 'INSERT INTO placed VALUES (name, NULL)';
    CREATE FUNCTION create_distributed_table(name text, by text, colocate_with text DEFAULT 'default') RETURNS void LANGUAGE sql
      AS 'INSERT INTO placed VALUES (name, by)';
    ${script};
    INSERT INTO restaurants (id, name, cuisines, tags) VALUES ('r1', 'First', '{}', '{}') ON CONFLICT DO NOTHING`)
  const { rows: placed } = await client.query<{ name: string; by: string | null }>('SELECT * FROM placed')
  const { rows: keys } = await client.query<{ table: string; columns: string[] }>(
    `SELECT i.indrelid::regclass::text AS table,
            ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = ANY (i.indkey)) AS columns
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace WHERE i.indisunique`,
  )
  const { rows: references } = await client.query<{ table: string; column: string; to: string }>(
    `SELECT conrelid::regclass::text AS table, confrelid::regclass::text AS to,
            (SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1]) AS column
       FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  )
  return { client, placed: new Map(placed.map(({ name, by }) => [name, by])), keys, references }
}
