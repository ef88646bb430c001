import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureDataFolder } from '../../src/db/data-folder.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-folder-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a data folder', () => {
  test('is made with the folders above it, and may be there already', async () => {
    const path = join(folder, 'a', 'b')
    await ensureDataFolder(path)
    await ensureDataFolder(path)
    expect((await stat(path)).isDirectory()).toBe(true)
  })

  test('that cannot be used is told with its owner and what to do', async () => {
    await writeFile(join(folder, 'file'), '')
    const path = join(folder, 'file', 'data')
    await expect(ensureDataFolder(path)).rejects.toThrow(
      new RegExp(`^The data folder ${path} can't be used by .* belongs to uid .*DATA_DIR=`),
    )
  })
})
