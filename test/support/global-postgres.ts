import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openEmbeddedPostgres } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the server's `maitre` database, for creating others. */
    postgresUrl: string
    /** Name of the migrated, empty database that tests clone. */
    templateName: string
  }
}

/** One real PostgreSQL for the whole run, with a migrated template that each test file clones in about 40 ms. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'maitre-test-'))
  const postgres = await openEmbeddedPostgres(dataDir, { syncsToDisk: false })
  const templateName = 'maitre_template'
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`CREATE DATABASE ${templateName}`)
  const templateUrl = new URL(postgres.url)
  templateUrl.pathname = `/${templateName}`
  await migrate(templateUrl.href)
  await client.end()
  project.provide('postgresUrl', postgres.url)
  project.provide('templateName', templateName)
  return async () => {
    await postgres.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}
