import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fc, test as propTest } from '@fast-check/vitest'
import { afterAll, describe, expect, test } from 'vitest'
import { readCsvRecords } from '../../src/import/csv-records.ts'
import { readLines } from '../../src/import/lines.ts'
import { importNdjson } from '../../src/import/ndjson.ts'
import { importOwn, ownKinds } from '../../src/import/own/import-own.ts'
import { Problem } from '../../src/problem/problems.ts'
import { testDatabase } from '../support/postgres.ts'
import { expectBalanced, removeFolders, temporaryFolder } from './support.ts'

afterAll(removeFolders)

const database = await testDatabase()
const folder = await temporaryFolder()

/** Pieces that files are broken with. */
const piece = fc.oneof(
  fc.constantFrom(
    '\n',
    '\r\n',
    '\r',
    '"',
    '""',
    ',',
    ';',
    '\u0000',
    '\ufeff',
    '\u2028',
    '{',
    '}',
    '[',
    ']',
    '{"id":"r1","name":"A","__proto__":{"x":1}}',
    '{"id":"u1","constructor":{"prototype":1}}',
    '{"id":"u2"}\n{"id":"u2"}',
    `{"id":"${'x'.repeat(300)}"}`,
    `{"id":"deep","locations":${'['.repeat(3000)}`,
    '1e999',
    'r1,A,Thai',
    "=cmd|' /C calc'!A0",
    'yesterday',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.json({ maxDepth: 2 }),
)
const bytes = fc.oneof(
  fc.array(piece, { maxLength: 25 }).map((pieces) => Buffer.from(pieces.join(''))),
  fc.array(piece, { maxLength: 10 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1')),
  fc.array(piece, { maxLength: 10 }).map((pieces) => Buffer.from(pieces.join(''), 'utf16le')),
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
)

async function* inChunks(whole: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
}

describe('whatever bytes come', () => {
  propTest.prop([fc.constantFrom('restaurants', 'users'), bytes, fc.integer({ min: 1, max: 64 })], {
    numRuns: 150,
  })('as NDJSON, in whatever pieces, every line has one fate', async (kind, whole, size) => {
    const report = await importNdjson(kind as 'users', inChunks(whole, size), { database })
    const { read, inserted, updated, unchanged, rejectedCount } = report
    expect(inserted + updated + unchanged + rejectedCount).toBe(read)
    expect(report.rejected.length).toBe(Math.min(100, rejectedCount))
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })

  const header = fc.constantFrom(
    '',
    'id,name,cuisines\n',
    'id,locations,personalisationOptOut\n',
    'id,type,userId,restaurantId,at\n',
    '{"id":"r1","name":"A","cuisines":[]}\n',
    '{"id":"u1"}\n',
  )
  propTest.prop([fc.constantFrom(...ownKinds), fc.constantFrom('csv', 'ndjson'), header, bytes], {
    numRuns: 150,
  })('as a file, it is imported row by row or refused in words', async (kind, format, first, rest) => {
    const path = join(folder, `fuzzed.${format}`)
    await writeFile(path, Buffer.concat([Buffer.from(first), rest]))
    try {
      expectBalanced(await importOwn(kind, path, { database }))
    } catch (error) {
      expect(error).toBeInstanceOf(Problem)
      expect((error as Problem).status).toBe(400)
    }
  })
})

/** How much more memory is held at the most while `work` runs, MiB. */
async function mostHeld(work: (look: () => void) => Promise<void>): Promise<number> {
  const held = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  const before = held()
  let most = 0
  await work(() => {
    most = Math.max(most, held() - before)
  })
  return most / 1024 ** 2
}

describe('memory stays bounded', () => {
  test('over a line of a gigabyte, and the next one is whole', async () => {
    const block = Buffer.alloc(256 * 1024, 'x')
    const lines: { length: number; isTooLong: boolean }[] = []
    const held = await mostHeld(async (look) => {
      async function* endless() {
        for (let n = 0; n < 4096; n++) {
          if (n % 512 === 0) look()
          yield block
        }
        yield Buffer.from('\nnext')
      }
      for await (const { text, isTooLong } of readLines(endless()))
        lines.push({ length: text.length, isTooLong })
    })
    expect(lines).toEqual([
      { length: 4096, isTooLong: true },
      { length: 4, isTooLong: false },
    ])
    expect(held).toBeLessThan(200)
  })

  test('over quotes that never close, in lines as long as may be', async () => {
    async function* quoted() {
      for (let n = 0; n < 60; n++) yield Buffer.from(`"${'x'.repeat(900_000)}\n`)
    }
    let broken = 0
    for await (const { cells, raw } of readCsvRecords(readLines(quoted()), () => 3)) {
      if (cells === null) broken++
      expect(raw.length).toBeLessThan(1024 * 1024)
    }
    expect(broken).toBe(60)
  })

  test('over lines that are broken each in ways of its own', async () => {
    const odd = (n: number) => JSON.stringify({ id: `u${n}`, [`${'f'.repeat(500)}${n}`]: 1 })
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`field${n}`, n]))
    const path = join(folder, 'odd.ndjson')
    await writeFile(
      path,
      `${Array.from({ length: 1000 }, (_, n) => odd(n)).join('\n')}\n${JSON.stringify(many)}\n`,
    )
    const report = await importOwn('users', path, { database })
    expectBalanced(report)
    expect(Object.keys(report.files[0]!.quarantined).length).toBeLessThan(250)
    const told = await importNdjson('users', inChunks(Buffer.from(JSON.stringify(many)), 65_536), {
      database,
    })
    expect(told.rejected[0]!.errors.length).toBeLessThanOrEqual(20)
  })
})
