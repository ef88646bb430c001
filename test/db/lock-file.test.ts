import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withLockFile } from '../../src/db/lock-file.ts'
import { processMark } from '../../src/db/process-mark.ts'

let folder = ''
let file = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-lock-'))
  file = join(folder, 'lock')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const free = async () => 'mine'

describe('a lock file', () => {
  test('is held by one at a time and leaves nothing behind', async () => {
    let inside = 0
    let most = 0
    const enter = async () => {
      most = Math.max(most, ++inside)
      await delay(20)
      inside--
    }
    // The second of one process waits as another process would.
    await Promise.all([withLockFile(file, enter), withLockFile(file, enter)])
    expect(most).toBe(1)
    expect(await readdir(folder)).toEqual([])
  })

  test('of a process that is gone is taken over', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    const mark = processMark(child.pid!)
    await once(child, 'exit')
    await writeFile(file, mark)
    expect(await withLockFile(file, free, 500)).toBe('mine')
  })

  test('whose number went to another process is taken over', async () => {
    await writeFile(file, `${process.pid} 1`)
    expect(await withLockFile(file, free, 500)).toBe('mine')
  })

  test('that is empty, as a power cut leaves it, is taken over', async () => {
    await writeFile(file, '')
    await utimes(file, new Date(), new Date(Date.now() - 60_000))
    expect(await withLockFile(file, free, 500)).toBe('mine')
  })

  test('of a living process is respected, and told of', async () => {
    await writeFile(file, processMark(process.pid))
    await expect(withLockFile(file, free, 100)).rejects.toThrow(`process ${process.pid} has held ${file}`)
    await rm(file)
  })
})
