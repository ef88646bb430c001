import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { seedInThread } from '../../seed/seed-in-thread.ts'
import { isSeeded } from '../../seed/write-city.ts'
import { readConfig } from '../../src/config.ts'
import { oneAtATime } from '../../src/main/first-start.ts'
import { build } from '../../src/main.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'

const database = await testDatabase()
beforeEach(() => truncateAll(database))

const options = { seed: 5, restaurants: 80, users: 120, days: 30, endAtMs: Date.UTC(2026, 10, 1) }
const seed = (more: object = {}) => seedInThread({ databaseUrl: database.url, options, ...more })
const count = async (table: string) =>
  Number((await database.pool.query(`SELECT count(*) FROM ${table}`)).rows[0].count)

describe('seeding in a thread', () => {
  test('leaves the event loop free while the city is imagined', async () => {
    let turns = 0
    const ticking = setInterval(() => turns++, 5)
    let turnsBeforeWriting = -1
    const onProgress = () => {
      if (turnsBeforeWriting < 0) turnsBeforeWriting = turns
    }
    try {
      expect((await seed({ onProgress }))?.restaurants).toBe(80)
    } finally {
      clearInterval(ticking)
    }
    expect(turnsBeforeWriting).toBeGreaterThan(5)
    expect(await isSeeded(database)).toBe(true)
    expect(await seed()).toBeNull()
  })

  test('given up in the middle is ended by the next', async () => {
    const abort = new AbortController()
    const reason = new Error('given up')
    const begun = seed({ signal: abort.signal, onProgress: () => abort.abort(reason) })
    await expect(begun).rejects.toBe(reason)
    expect(await isSeeded(database)).toBe(false)
    expect(await seed()).not.toBeNull()
    expect(await isSeeded(database)).toBe(true)
  })

  test('tells what went wrong in the thread', async () => {
    await expect(seed({ options: { ...options, days: -1 } })).rejects.toThrow(/days is -1/)
  })
})

test('two first starts at once on one database make one set of keys and one model', async () => {
  await seed()
  const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'maitre-first-'))))
  const steps: string[] = []
  const starts = await Promise.all(
    folders.map((folder) =>
      build(readConfig({ DATABASE_URL: database.url, DATA_DIR: folder, SEED: 'none', PORT: '0' }), {
        logger: pino({ level: 'silent' }),
        version: 'test',
        onProgress: (step) => steps.push(step),
      }),
    ),
  )
  try {
    expect(starts.filter(({ firstKeys }) => firstKeys !== null)).toHaveLength(1)
    expect([await count('models'), await count('api_keys')]).toEqual([1, 4])
    expect(steps).toContain('Waiting for another start on this database')
  } finally {
    await Promise.all(starts.map((service) => service.close()))
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })))
  }
})

test('who waits for another start can give up', async () => {
  const given = new Error('stopped')
  await oneAtATime(
    database,
    () => {},
    async () => {
      const giveUp = () => {
        throw given
      }
      await expect(oneAtATime(database, giveUp, async () => {})).rejects.toBe(given)
    },
  )
})
