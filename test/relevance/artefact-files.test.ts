import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createArtefactFiles } from '../../src/relevance/artefact-files.ts'

const place = await mkdtemp(join(tmpdir(), 'maitre-models-'))
afterAll(() => rm(place, { recursive: true, force: true }))
let folder: string
let n = 0
beforeEach(() => {
  folder = join(place, String(n++))
})

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const some = () => {
  const bytes = randomBytes(5000)
  return { bytes, sha256: sha(bytes) }
}

test('a copy is read as it was kept, in memory that numbers can be read in where they lie', async () => {
  const files = createArtefactFiles({ folder })
  const { bytes, sha256 } = some()
  expect(await files.read(sha256)).toBeNull()
  await files.keep(sha256, bytes)
  const read = await files.read(sha256)
  expect(read).toEqual(new Uint8Array(bytes))
  expect(read!.byteOffset).toBe(0)
})

test.each([
  ['changed', (bytes: Buffer) => bytes.fill(0, 10, 11)],
  ['cut short', (bytes: Buffer) => bytes.subarray(0, 4000)],
  ['empty', () => Buffer.alloc(0)],
])('a copy that was %s is as none', async (_, spoil) => {
  const files = createArtefactFiles({ folder })
  const { bytes, sha256 } = some()
  bytes[10] = 1
  const name = sha(bytes)
  await files.keep(name, bytes)
  const path = join(folder, `${name}.model`)
  await writeFile(path, spoil(await readFile(path)))
  expect(await files.read(name)).toBeNull()
  expect(await files.read(sha256)).toBeNull()
})

test('so many are kept, those that were used last', async () => {
  const files = createArtefactFiles({ folder, most: 2 })
  const [a, b, c] = [some(), some(), some()]
  await files.keep(a.sha256, a.bytes)
  await files.keep(b.sha256, b.bytes)
  await files.read(a.sha256)
  await files.keep(c.sha256, c.bytes)
  expect(await files.read(a.sha256)).not.toBeNull()
  expect(await files.read(b.sha256)).toBeNull()
  expect(await readdir(folder)).toHaveLength(2)
})

test('a folder that can not be written to is told, and nothing is left behind', async () => {
  await writeFile(folder, 'a file where the folder should be')
  const files = createArtefactFiles({ folder })
  const { bytes, sha256 } = some()
  await expect(files.keep(sha256, bytes)).rejects.toThrow()
  expect(await files.read(sha256)).toBeNull()
})
