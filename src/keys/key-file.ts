import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { KeyStore, NewKey } from './key-store.ts'
import { roles } from './key-store.ts'

const keySchema = z.string().min(20).max(200)
const keyFileSchema = z.object({ app: keySchema, analyst: keySchema, manager: keySchema, admin: keySchema })
export type KeyFile = z.infer<typeof keyFileSchema>

export const keyFilePath = (dataDir: string): string => join(dataDir, 'keys.json')

/** The first start's keys as they were kept, or null where there is no such file or it is not one of ours. */
export async function readKeyFile(dataDir: string): Promise<KeyFile | null> {
  try {
    return keyFileSchema.parse(JSON.parse(await readFile(keyFilePath(dataDir), 'utf8')))
  } catch {
    return null
  }
}

/**
 * Gives a database without any key one of each role, and keeps them in `<dataDir>/keys.json` for the owner's eyes alone. A file
 * that is there already (the database was made anew, or the first start was killed half-way) keeps its keys in force.
 * @returns the keys to print once, or null where keys existed.
 */
export async function ensureFirstKeys(keys: KeyStore, dataDir: string): Promise<KeyFile | null> {
  let file: KeyFile | null = null
  const made = await keys.createFirst(async () => {
    const kept = await readKeyFile(dataDir)
    const drafts = roles.map((role): NewKey => {
      const draft = keys.draft(role, `first ${role} key`)
      return kept ? { ...draft, key: kept[role] } : draft
    })
    file = keyFileSchema.parse(Object.fromEntries(drafts.map(({ role, key }) => [role, key])))
    await writeKeyFile(dataDir, file)
    return drafts
  })
  return made && file
}

async function writeKeyFile(dataDir: string, keys: KeyFile): Promise<void> {
  const path = keyFilePath(dataDir)
  const fresh = `${path}.${process.pid}.new`
  await writeFile(fresh, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  await chmod(fresh, 0o600)
  await rename(fresh, path)
}
