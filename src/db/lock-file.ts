import { randomUUID } from 'node:crypto'
import { linkSync } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { isLiving, processMark } from './process-mark.ts'

/**
 * Runs `work` while `file` exists with our mark in it. A file whose process is gone is stale and taken over.
 * @throws when a living process keeps it for more than `maxWaitMs`.
 */
export async function withLockFile<T>(file: string, work: () => Promise<T>, maxWaitMs = 90_000): Promise<T> {
  const deadline = Date.now() + maxWaitMs
  const own = `${file}.${randomUUID()}`
  await writeFile(own, processMark(process.pid))
  try {
    while (!takes(own, file)) {
      const holder = await readFile(file, 'utf8').catch(() => null)
      if (holder !== null && (await isStale(file, holder))) await takeAway(file, holder)
      else if (Date.now() > deadline) {
        throw new Error(
          `process ${holder?.split(' ')[0]} has held ${file} for too long; if it is not a Maitre process, delete the file`,
        )
      } else await delay(50)
    }
  } finally {
    await rm(own, { force: true })
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/** A link appears whole or not at all, so that no one reads a lock that does not yet say whose it is. */
function takes(own: string, file: string): boolean {
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Removes the stale lock, but not one that somebody who saw the same just made in its place. */
async function takeAway(file: string, holder: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
  } catch {
    return
  }
  if ((await readFile(aside, 'utf8')) !== holder) takes(aside, file)
  await rm(aside, { force: true })
}

async function isStale(file: string, holder: string): Promise<boolean> {
  if (holder.trim() !== '') return !isLiving(holder)
  // A machine that lost its power may leave an empty file.
  const made = await stat(file).catch(() => null)
  return made !== null && Date.now() - made.mtimeMs > 2000
}
