import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type pg from 'pg'
import { connectTo, primaryUrl } from './hosts.ts'
import { projectRoot } from './project-root.ts'

const filters = { externalTables: [], externalEnums: [] }
const migrationsDir = () => join(projectRoot, 'prisma', 'migrations')

/** One Prisma schema engine per process: the WebAssembly instance is reusable, its set-up is not free. */
let wasm: Promise<typeof import('@prisma/schema-engine-wasm')> | undefined

/**
 * Prisma's own schema engine as WebAssembly. Its CLI would download a native engine instead, which a machine without a network
 * cannot do; the history lands in the same `_prisma_migrations`, so `prisma migrate deploy` agrees with it.
 */
function loadEngine(): Promise<typeof import('@prisma/schema-engine-wasm')> {
  wasm ??= (async () => {
    const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
    const file = join(
      dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
      'schema_engine_bg.wasm',
    )
    const module = new WebAssembly.Module(await readFile(file))
    const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
    bindings.__wbg_set_wasm(instance.exports)
    const start = instance.exports['__wbindgen_start']
    if (typeof start !== 'function') throw new Error('the schema engine has no entry point')
    start()
    return bindings
  })()
  return wasm
}

/** Prisma's adapter cuts a script at every semicolon, function bodies included; PostgreSQL itself takes it whole. */
class WholeScripts extends PrismaPg {
  /** The engine forgets to close what it opened. */
  readonly opened: { dispose(): Promise<void> }[] = []

  override async connect() {
    const connection = await super.connect()
    this.opened.push(connection)
    connection.executeScript = async (script) => {
      await connection.underlyingDriver().query(script)
    }
    return connection
  }
}

/** Opens a schema engine on `url`, hands it to `work`, and closes it. */
async function withEngine<T>(
  url: string,
  work: (engine: import('@prisma/schema-engine-wasm').SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine()
  const schema = await readFile(join(projectRoot, 'prisma', 'schema.prisma'), 'utf8')
  const adapters = new WholeScripts({ connectionString: url })
  const adapter = bindMigrationAwareSqlAdapterFactory(adapters)
  const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter)
  try {
    return await work(engine)
  } finally {
    engine.free()
    await Promise.all(adapters.opened.map((connection) => connection.dispose()))
  }
}

async function readMigrations() {
  const baseDir = migrationsDir()
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(baseDir, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}

/** Any constant will do, as long as every process of ours takes the same one. */
const migrationLock = 7_214_501

/**
 * Applies the migrations that `url` has not seen, in order. Safe to run twice and from several processes at once: an advisory
 * lock lets one work while the others wait.
 * @returns the names of the migrations applied now.
 * @throws if a migration fails, or an applied one was edited since.
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = await connectTo(url, { application_name: 'maitre-migration' })
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const migrationsList = await readMigrations()
    if (await isUpToDate(lock, migrationsList.migrationDirectories)) return []
    return await withEngine(await primaryUrl(url), async (engine) => {
      const result = await engine.applyMigrations({ migrationsList, filters })
      return result.appliedMigrationNames
    })
  } finally {
    await lock.end()
  }
}

/** Spares a warm start the loading of the engine: true when the history holds just these migrations, all finished. */
async function isUpToDate(client: pg.Client, directories: readonly { path: string }[]): Promise<boolean> {
  const { rows: exists } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS yes`)
  if (!exists[0].yes) return false
  const { rows } = await client.query(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return (
    rows.length === directories.length &&
    rows.every((row) => row.finished && directories.some(({ path }) => path === row.name))
  )
}

/** The SQL that makes, in an empty database, what `prisma/schema.prisma` says; constraints and triggers are the migrations' own. */
export async function schemaSql(url: string): Promise<string> {
  return withEngine(url, async (engine) => {
    const content = await readFile(join(projectRoot, 'prisma', 'schema.prisma'), 'utf8')
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: {
        tag: 'schemaDatamodel',
        files: [{ path: 'schema.prisma', content }],
      },
      script: true,
      exitCode: null,
      filters,
    })
    return stdout ?? ''
  })
}
