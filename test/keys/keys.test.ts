import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { ensureFirstKeys, keyFilePath, readKeyFile } from '../../src/keys/key-file.ts'
import { createKeyStore, roles } from '../../src/keys/key-store.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
const all = { limit: 500, cursor: null }
const store = () => createKeyStore({ database, randomBytes })

beforeEach(() => truncateAll(database))

describe('an API key', () => {
  test('opens its role, and nothing but its hash is stored', async () => {
    const keys = store()
    const { key, id } = await keys.create({ role: 'analyst', label: 'ana', actor: 'cli' })
    expect(await keys.verify(key)).toEqual({ id, role: 'analyst' })
    const { rows } = await database.pool.query('SELECT to_jsonb(k)::text AS text FROM api_keys k')
    expect(rows).toHaveLength(1)
    expect(rows[0].text).not.toContain(key)
    expect(JSON.stringify(await keys.list(all))).not.toContain(key)
  })

  test('that nobody made, in any shape, opens nothing', async () => {
    const keys = store()
    const { key } = await keys.create({ role: 'app', label: 'a', actor: 'cli' })
    for (const forged of [
      '',
      'x',
      `${key}x`,
      key.slice(0, -1),
      key.toUpperCase(),
      'k'.repeat(100_000),
      '\0',
    ]) {
      expect(await keys.verify(forged)).toBeNull()
    }
  })

  test('once revoked opens nothing, here at once and elsewhere after a refresh', async () => {
    const here = store()
    const elsewhere = store()
    const { key, id } = await here.create({ role: 'app', label: 'a', actor: 'cli' })
    expect(await elsewhere.verify(key)).not.toBeNull()
    expect(await here.verify(key)).not.toBeNull()
    expect(await here.revoke(id, 'cli')).toBe(true)
    expect(await here.verify(key)).toBeNull()
    await elsewhere.refresh()
    expect(await elsewhere.verify(key)).toBeNull()
    expect(await here.revoke(id, 'cli')).toBe(false)
    expect(await here.revoke('key_none', 'cli')).toBe(false)
  })

  test('with an end opens nothing from then on, also where it was seen before', async () => {
    let nowMs = Date.now()
    const keys = createKeyStore({ database, randomBytes, now: () => new Date(nowMs) })
    const expiresAt = new Date(nowMs + 60_000)
    const { key, id } = await keys.create({ role: 'app', label: 'a', actor: 'cli', expiresAt })
    expect(await keys.verify(key)).toEqual({ id, role: 'app' })
    nowMs += 59_999
    expect(await keys.verify(key)).not.toBeNull()
    nowMs += 1
    expect(await keys.verify(key)).toBeNull()
    await keys.refresh()
    expect(await keys.verify(key)).toBeNull()
    expect((await keys.list(all)).items[0]?.expiresAt).toBe(expiresAt.toISOString())
    expect(await keys.rotate({ id, actor: 'cli', overlapMs: 1000 })).toBeNull()
  })

  test('that is rotated opens for the overlap beside its successor, of the same role, label and length of life', async () => {
    let nowMs = Date.now()
    const keys = createKeyStore({ database, randomBytes, now: () => new Date(nowMs) })
    const old = await keys.create({ role: 'manager', label: 'shop', actor: 'cli' })
    const rotation = await keys.rotate({ id: old.id, actor: 'admin:key_1', overlapMs: 3_600_000 })
    const made = rotation!.made
    expect(made).toMatchObject({ role: 'manager', label: 'shop', expiresAt: null })
    expect([await keys.verify(old.key), await keys.verify(made.key)]).toEqual([
      { id: old.id, role: 'manager' },
      { id: made.id, role: 'manager' },
    ])
    nowMs += 3_600_000
    expect([await keys.verify(old.key), await keys.verify(made.key)]).toEqual([
      null,
      { id: made.id, role: 'manager' },
    ])
    expect((await keys.list(all)).items.find(({ id }) => id === old.id)).toMatchObject({
      replacedBy: made.id,
    })
    const { rows } = await database.pool.query("SELECT actor FROM audit WHERE action = 'key.rotate'")
    expect(rows).toEqual([{ actor: 'admin:key_1' }])
    expect(await keys.rotate({ id: 'key_none', actor: 'cli', overlapMs: 0 })).toBeNull()
  })

  test('is rotated once, by one of several who try at once', async () => {
    const keys = store()
    const { id } = await keys.create({ role: 'app', label: 'a', actor: 'cli' })
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => keys.rotate({ id, actor: 'cli', overlapMs: 1000 })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await keys.list(all)).items).toHaveLength(2)
  })

  test('with a life of a month is followed by one of a month, and ends no later for being rotated', async () => {
    const keys = store()
    const monthMs = 30 * 86_400_000
    const old = await keys.create({
      role: 'app',
      label: 'a',
      actor: 'cli',
      expiresAt: new Date(Date.now() + monthMs),
    })
    const rotation = await keys.rotate({ id: old.id, actor: 'cli', overlapMs: 2 * monthMs })
    expect(rotation!.oldExpiresAt).toBe(old.expiresAt)
    const lifeMs = Date.parse(rotation!.made.expiresAt!) - Date.now()
    expect(lifeMs / monthMs).toBeCloseTo(1, 2)
  })

  test('leaves who made and revoked it in the audit', async () => {
    const keys = store()
    const { id } = await keys.create({ role: 'app', label: 'a', actor: 'admin:key_1' })
    await keys.revoke(id, 'admin:key_2')
    const { rows } = await database.pool.query('SELECT actor, action, subject FROM audit ORDER BY id')
    expect(rows).toEqual([
      { actor: 'admin:key_1', action: 'key.create', subject: id },
      { actor: 'admin:key_2', action: 'key.revoke', subject: id },
    ])
  })

  test('seen before goes on working while PostgreSQL is away; one not seen is answered with unavailable', async () => {
    const { key } = await store().create({ role: 'app', label: 'a', actor: 'cli' })
    const gone = openDatabase({ url: database.url, poolSize: 2 })
    const keys = createKeyStore({ database: gone, randomBytes })
    await keys.refresh()
    await gone.close()
    expect(await keys.verify(key)).toMatchObject({ role: 'app' })
    await expect(keys.verify('maitre_app_other')).rejects.toMatchObject({ code: 'unavailable' })
    await expect(keys.refresh()).rejects.toThrow()
    expect(await keys.verify(key)).toMatchObject({ role: 'app' })
  })

  test('guessed again and again costs one query', async () => {
    const keys = store()
    let queries = 0
    const counting = createKeyStore({
      database: { ...database, pool: countingPool(database.pool, () => queries++) },
      randomBytes,
    })
    for (let i = 0; i < 50; i++) expect(await counting.verify('maitre_app_guess')).toBeNull()
    expect(queries).toBe(1)
    await keys.refresh()
  })
})

describe('the first start', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maitre-keys-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('makes one key of each role, kept for the owner alone, and the second start makes none', async () => {
    const keys = store()
    const made = await ensureFirstKeys(keys, folder)
    expect(Object.keys(made ?? {})).toEqual([...roles])
    for (const role of roles) expect(await keys.verify(made?.[role] ?? '')).toMatchObject({ role })
    expect((await stat(keyFilePath(folder))).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(keyFilePath(folder), 'utf8'))).toEqual(made)
    expect(await ensureFirstKeys(keys, folder)).toBeNull()
    expect((await keys.list(all)).items).toHaveLength(4)
  })

  test('by several processes at once makes one set of keys', async () => {
    const results = await Promise.all([1, 2, 3].map(() => ensureFirstKeys(store(), folder)))
    expect(results.filter(Boolean)).toHaveLength(1)
    expect((await store().list(all)).items).toHaveLength(4)
    expect(await readKeyFile(folder)).toEqual(results.find(Boolean))
  })

  test('on a new database keeps the keys that the file holds', async () => {
    const made = await ensureFirstKeys(store(), folder)
    await truncateAll(database)
    expect(await ensureFirstKeys(store(), folder)).toEqual(made)
  })

  test('makes new keys where the file is not one of ours', async () => {
    await writeFile(keyFilePath(folder), '{"app": 1}')
    const made = await ensureFirstKeys(store(), folder)
    expect(await readKeyFile(folder)).toEqual(made)
    expect(made).not.toBeNull()
  })
})

function countingPool(pool: typeof database.pool, onQuery: () => void): typeof database.pool {
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'query') onQuery()
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
