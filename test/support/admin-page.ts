import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { generateCity } from '../../seed/city.ts'
import { writeCity } from '../../seed/write-city.ts'
import { createRestaurantStore } from '../../src/catalog/restaurant-store.ts'
import { readConfig } from '../../src/config.ts'
import { projectRoot } from '../../src/db/project-root.ts'
import { createInteractionStore } from '../../src/interactions/interaction-store.ts'
import { type KeyFile, readKeyFile } from '../../src/keys/key-file.ts'
import { build, type RunningService } from '../../src/main.ts'
import { createUserStore } from '../../src/users/user-store.ts'
import { testDatabase } from './postgres.ts'

export interface AdminService {
  readonly url: string
  readonly keys: KeyFile
  /** Takes the service away, as if its machine had gone; `start` brings it back at the same address. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Opens a page of the administration as somebody of that role. */
  signIn(page: Page, role: keyof KeyFile, path?: string): Promise<void>
}

/** Small enough to be there in seconds, large enough that lists differ between profiles. */
const smallCity = { restaurants: 120, users: 80, days: 40 }

/**
 * A whole running service over a small city, with a model, for the tests of the administration page.
 * @throws Error when the page is not built
 */
export async function openAdminService(): Promise<AdminService> {
  if (!existsSync(join(projectRoot, 'dist', 'admin', 'index.html'))) {
    throw new Error('The administration page is not built: node src/cli/prepare.mjs')
  }
  const database = await testDatabase()
  const stores = {
    restaurants: createRestaurantStore({ database }),
    users: createUserStore({ database }),
    interactions: createInteractionStore({ database }),
  }
  await writeCity(generateCity({ ...smallCity, endAtMs: Date.now() }), stores, database)
  const folder = await mkdtemp(join(tmpdir(), 'maitre-admin-'))
  let service: RunningService | undefined
  let port = 0

  const start = async () => {
    service = await build(
      readConfig({
        DATABASE_URL: database.url,
        DATA_DIR: folder,
        SEED: 'none',
        PORT: String(port),
        DATABASE_POOL_SIZE: '3',
      }),
      { logger: pino({ level: 'silent' }), version: 'test' },
    )
    port = service.port
  }
  const stop = async () => {
    await service?.close()
    service = undefined
  }
  await start()
  afterAll(async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  })
  const keys = await readKeyFile(folder)
  if (!keys) throw new Error('the first start made no keys')
  const url = `http://127.0.0.1:${port}`

  return {
    url,
    keys,
    stop,
    start,
    async signIn(page, role, path = '/admin') {
      await page.goto(url + path)
      await page.getByLabel('API key').fill(keys[role])
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('navigation', { name: 'Pages' }).waitFor()
    },
  }
}
