import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dumpDatabase, restoreDatabase } from '../../src/db/backup.ts'
import type { Database } from '../../src/db/client.ts'
import { projectRoot } from '../../src/db/project-root.ts'
import { trainModel } from '../../src/jobs/train.ts'
import { createProfileStore } from '../../src/profiles/profile-store.ts'
import { compiledCli } from '../support/compiled.ts'
import { testDatabase, truncateAll } from '../support/postgres.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

const source = await testDatabase()
const target = await testDatabase()
const cli = await compiledCli()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-backup-'))
  await createProfileStore({ database: source, now: () => new Date() }).ensureShipped()
  await storeOrders(source, 20, habits(200))
  await trainModel({ database: source, now: () => new Date(), force: true, reason: 'a test' })
  await source.pool.query(
    `UPDATE users SET cuisines = '{"O''Reilly \\\\ \\"quoted\\"",Käse,"a,b"}' WHERE id = 'u1'`,
  )
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

async function contents(database: Database) {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  )
  const all: Record<string, unknown> = {}
  for (const { name } of tables) {
    const { rows } = await database.pool.query(
      `SELECT count(*)::int AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM "${name}" t`,
    )
    all[name] = rows[0]
  }
  return all
}

async function maitre(database: Database, ...args: string[]) {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: database.url, DATA_DIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  const [code] = await once(child, 'close')
  return { code, words }
}

describe('a backup', { timeout: 60_000 }, () => {
  test('restored into an empty database is the same database, row for row, and goes on numbering', async () => {
    const file = join(folder, 'whole.gz')
    expect(await maitre(source, 'backup', file)).toMatchObject({ code: 0 })
    expect(await maitre(target, 'restore', file)).toMatchObject({ code: 0 })
    expect(await contents(target)).toEqual(await contents(source))
    const number = `INSERT INTO audit (actor, action, subject) VALUES ('a', 'b', 'c') RETURNING id > (SELECT max(id) FROM audit) AS later`
    expect((await target.pool.query(number)).rows[0].later).toBe(true)
  })

  test('is refused where there is data already, when it is cut short, and when it is something else', async () => {
    const whole = join(folder, 'whole.gz')
    expect((await maitre(target, 'restore', whole)).words).toMatch(/not empty: .* Restore into a new one/)
    await truncateAll(target)
    const bytes = await readFile(whole)
    await writeFile(join(folder, 'cut.gz'), bytes.subarray(0, bytes.length - 200))
    const { code, words } = await maitre(target, 'restore', join(folder, 'cut.gz'))
    expect(code).toBe(1)
    expect(words).toMatch(/cut short/)
    expect(words).not.toMatch(/\n\s+at /)
    const lines: string[] = []
    for await (const line of dumpDatabase(source.url)) lines.push(line)
    const give = (given: string[]) =>
      restoreDatabase(
        target.url,
        (async function* () {
          yield* given
        })(),
      )
    await expect(give(lines.slice(0, -1))).rejects.toThrow(/ends early/)
    await expect(give(['{"maitre":"backup","form":1,"migrations":["0_other"]}'])).rejects.toThrow(
      /other migrations/,
    )
    await expect(give(['a,b,c'])).rejects.toThrow(/no backup of ours/)
    expect((await target.pool.query('SELECT 1 FROM restaurants')).rowCount).toBe(0)
  })
})
