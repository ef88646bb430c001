import { constants } from 'node:fs'
import { access, mkdir, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * Makes the data folder if need be, and makes sure that this process may use it and the embedded cluster in it.
 * @throws Error whose message says whose it is and what to do
 */
export async function ensureDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new Error(await explain(folder, cause), { cause })
  }
  const cluster = join(folder, 'postgres')
  const owner = await ownerOf(cluster)
  const uid = process.getuid?.()
  if (owner === null || uid === undefined || uid === 0 || owner === uid) return
  throw new Error(
    `The database in ${cluster} was made by another user (uid ${owner}; this is ${whoIAm()}). ${remedy}`,
  )
}

const remedy =
  'Start Maitre as that user, give the whole folder to this one (chown -R), or choose another: DATA_DIR=<folder>.'

async function explain(folder: string, cause: unknown): Promise<string> {
  const why = cause instanceof Error ? cause.message : String(cause)
  const owner = await nearestOwner(folder)
  return `The data folder ${folder} can't be used by ${whoIAm()}; it belongs to uid ${owner} (${why}). ${remedy}`
}

/** Of the folder, or, where there is none yet, of what it would be made in. */
async function nearestOwner(folder: string): Promise<number | string> {
  for (let path = folder; ; path = dirname(path)) {
    const owner = await ownerOf(path)
    if (owner !== null) return owner
    if (path === dirname(path)) return 'unknown'
  }
}

async function ownerOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ uid }) => uid,
    () => null,
  )
}

function whoIAm(): string {
  const uid = process.getuid?.()
  try {
    return `${userInfo().username}, uid ${uid}`
  } catch {
    // A container may run as a number without a name.
    return `uid ${uid}`
  }
}
