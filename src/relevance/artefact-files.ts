import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Copies of models' bytes on this machine's disk, by checksum: PostgreSQL hands out bytes as text, in twice the space. */
export interface ArtefactFiles {
  /** null: there is no whole copy */
  read(sha256: string): Promise<Uint8Array | null>
  /** The copies used longest ago give way. */
  keep(sha256: string, bytes: Uint8Array): Promise<void>
}

export interface ArtefactFilesOptions {
  readonly folder: string
  /** Copies kept at most. */
  readonly most?: number
}

/** Hashed in one turn of the event loop; a few milliseconds. */
const bytesATurn = 4 * 2 ** 20

/** Whatever is not as its checksum says, or can't be read, counts as absent. */
export function createArtefactFiles({ folder, most = 4 }: ArtefactFilesOptions): ArtefactFiles {
  const pathOf = (sha256: string) => join(folder, `${sha256}.model`)
  // What was used later has the later time, however coarse the clock that a file system writes by.
  let lastMs = 0
  const used = async (path: string) => {
    lastMs = Math.max(Date.now(), lastMs + 1)
    await utimes(path, lastMs / 1000, lastMs / 1000)
  }
  return {
    async read(sha256) {
      try {
        const bytes = await readWhole(pathOf(sha256))
        if ((await digest(bytes)) !== sha256) return null
        await used(pathOf(sha256))
        return bytes
      } catch {
        return null
      }
    },
    async keep(sha256, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const scratch = join(folder, `${sha256}.${process.pid}.part`)
      try {
        await writeFile(scratch, bytes, { mode: 0o600 })
        await used(scratch)
        await rename(scratch, pathOf(sha256))
      } catch (error) {
        await rm(scratch, { force: true })
        throw error
      }
      await prune(folder, most)
    },
  }
}

async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    // Memory of its own, so that numbers in it can be read where they lie.
    const bytes = new Uint8Array(size)
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(bytesATurn, size - at), at)
      if (bytesRead === 0) break
      at += bytesRead
    }
    return bytes
  } finally {
    await file.close()
  }
}

/** SHA-256 in hex, with turns of the event loop in between. */
export async function digest(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += bytesATurn) {
    hash.update(bytes.subarray(at, at + bytesATurn))
    await new Promise(setImmediate)
  }
  return hash.digest('hex')
}

/** What an interrupted process left half written goes too, once it is old. */
async function prune(folder: string, most: number): Promise<void> {
  const copies: { path: string; usedMs: number }[] = []
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (name.endsWith('.model')) copies.push({ path, usedMs: mtimeMs })
    else if (name.endsWith('.part') && mtimeMs < Date.now() - 3_600_000) await rm(path, { force: true })
  }
  copies.sort((a, b) => b.usedMs - a.usedMs)
  for (const { path } of copies.slice(most)) await rm(path, { force: true })
}
