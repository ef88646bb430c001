import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Cluster, openCluster, openStandby } from '../support/cluster.ts'
import { type DatabaseProxy, openDatabaseProxy } from '../support/database-proxy.ts'
import { type ServiceProcess, startService } from '../support/service-process.ts'
import { notHeldOnce, openLoad, type SteadyLoad } from '../support/steady-load.ts'
import { habits, storeOrders } from '../support/stored-orders.ts'

/*
 * One service on a primary and its standby, each behind a proxy, the database one of an ordinary role's. Users ask and send all the
 * time, each fault comes and goes, and the same is asked of each: no list fails, nothing that was acknowledged is lost, nothing that
 * was not is silent.
 */
const run = promisify(execFile)

/** More rounds of all faults but the last, and a longer absence, for a run by hand. */
const rounds = Number(process.env['FAULT_ROUNDS'] ?? 1)
const awayMs = 1000 * Number(process.env['FAULT_AWAY_SECONDS'] ?? 0)
const timeout = 120_000 + awayMs

let primary: Cluster
let standby: Cluster
let first: DatabaseProxy
let second: DatabaseProxy
let replication: DatabaseProxy
let service: ServiceProcess
let load: SteadyLoad
let folder = ''
/** As the superuser, beside the proxies. */
let admin: pg.Client

const connect = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** The application's role and database. */
const asApp = (url: string) => {
  const named = new URL(url)
  named.username = 'app'
  named.password = 'secret'
  return named.href
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-faults-'))
  primary = await openCluster()
  admin = await connect(primary.url('maitre'))
  await admin.query(`CREATE ROLE app LOGIN PASSWORD 'secret'`)
  await admin.query('CREATE DATABASE app OWNER app')
  await migrate(asApp(primary.url('app')))
  const database = openDatabase({ url: asApp(primary.url('app')) })
  await storeOrders(database, 20, habits(200))
  await database.close()
  await admin.end()
  // The files are copied while the primary stands still; a kill leaves what recovery needs.
  await primary.kill()
  replication = await openDatabaseProxy(primary.url('maitre'))
  standby = await openStandby(primary, Number(new URL(replication.url).port))
  await primary.start()
  replication.lead(primary.url('maitre'))
  first = await openDatabaseProxy(primary.url('app'))
  second = await openDatabaseProxy(standby.url('app'))
  admin = await connect(primary.url('app'))
  const hosts = [first, second].map(({ url }) => new URL(url).host).join(',')
  service = await startService({
    databaseUrl: `postgresql://app:secret@${hosts}/app`,
    dataDir: folder,
    environment: { DATABASE_POOL_SIZE: '4' },
  })
  load = openLoad({ url: () => service.url, key: service.keys.admin })
  await load.answered(10)
}, 90_000)

afterAll(async () => {
  await load?.stop()
  if (rounds > 1 || awayMs > 0) tellFigures()
  await service?.end('SIGTERM')
  await admin?.end().catch(() => {})
  for (const proxy of [first, second, replication]) await proxy?.close()
  await standby?.close()
  await primary?.close()
  await rm(folder, { recursive: true, force: true })
})

function tellFigures(): void {
  const counts = (map: ReadonlyMap<string, number>) =>
    [...map].map(([what, n]) => `${n} × ${what}`).join(', ') || 'none'
  process.stderr.write(
    `lists: ${counts(load.recommendations)}, shed: ${load.shed()}; interactions acknowledged: ${load.acknowledged.size}, refused: ${counts(load.refused)}\n`,
  )
}

const status = async () => (await service.call('GET', '/health/ready')).body.status
const isWell = () => expect.poll(status, { timeout: 15_000 }).toBe('ok')
const acknowledges = async () => {
  const before = load.acknowledged.size
  await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before)
}
const refuses = async () => {
  const before = load.refused.get('503') ?? 0
  await expect.poll(() => load.refused.get('503') ?? 0, { timeout: 20_000 }).toBeGreaterThan(before)
}
const isDegraded = () =>
  expect.poll(() => load.degraded(), { timeout: 20_000 }).toContain('database-unavailable')

/** What holds after every fault, however it went. */
async function nothingIsLost() {
  await isWell()
  await acknowledges()
  expect(load.unexpected).toEqual([])
  expect([...load.recommendations.keys()]).toEqual(['200'])
  expect(await notHeldOnce(admin, load.acknowledged)).toEqual([])
}

describe.each(Array.from({ length: rounds }, (_, n) => n + 1))(
  'recommendations go on and no acknowledged interaction is lost while PostgreSQL (round %i)',
  {
    timeout,
  },
  () => {
    test('is stopped', async () => {
      await first.cut()
      await isDegraded()
      await refuses()
      await delay(awayMs)
      await load.answered(12)
      await first.restore()
      await nothingIsLost()
    })

    test('is killed, and comes back somewhere else', async () => {
      await admin.end().catch(() => {})
      await primary.kill()
      await refuses()
      await load.answered(12)
      await primary.start()
      first.lead(primary.url('app'))
      replication.lead(primary.url('maitre'))
      admin = await connect(primary.url('app'))
      await nothingIsLost()
    })

    test('is slow', async () => {
      first.slow(80)
      await load.answered(12)
      await acknowledges()
      first.slow(0)
      await nothingIsLost()
    })

    test('does not answer, as behind a dead network', async () => {
      first.freeze()
      await isDegraded()
      await refuses()
      await load.answered(12)
      await first.restore()
      await nothingIsLost()
    })

    test('has no connection left', async () => {
      await admin.query('ALTER ROLE app CONNECTION LIMIT 0')
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'`)
      await refuses()
      await load.answered(12)
      await admin.query('ALTER ROLE app CONNECTION LIMIT -1')
      await nothingIsLost()
    })

    test('has its disk full', async () => {
      const free = await fillDisk()
      await refuses()
      await load.answered(12)
      await free()
      await nothingIsLost()
    })
  },
)

describe('recommendations go on and no acknowledged interaction is lost while PostgreSQL', {
  timeout,
}, () => {
  test('fails over to another host', async () => {
    await admin.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`)
    await admin.query('SELECT pg_reload_conf()')
    const inStep = async () =>
      (await admin.query(`SELECT count(*)::int AS n FROM pg_stat_replication WHERE sync_state = 'sync'`))
        .rows[0].n
    await expect.poll(inStep, { timeout: 10_000 }).toBe(1)
    await acknowledges()
    await admin.end().catch(() => {})
    await primary.kill()
    await refuses()
    admin = await connect(standby.url('app'))
    await admin.query('SELECT pg_promote()')
    await nothingIsLost()
  })
})

/**
 * Puts the interactions on a disk of 16 MB of their own and fills it to the last page. Where nothing can be mounted, a trigger gives
 * PostgreSQL's own answer to a full disk.
 */
async function fillDisk(): Promise<() => Promise<void>> {
  await admin.query('SET allow_in_place_tablespaces = on')
  // In place, so that the standby, on the same machine, has a folder of its own for it.
  await admin.query(`CREATE TABLESPACE small LOCATION ''`)
  const { rows } = await admin.query(`SELECT oid FROM pg_tablespace WHERE spcname = 'small'`)
  const inside = join(primary.folder, 'postgres', 'pg_tblspc', String(rows[0].oid))
  const disk = join(inside, (await readdir(inside))[0]!)
  if (!(await mount(disk))) {
    await admin.query('DROP TABLESPACE small')
    return pretendFullDisk()
  }
  await admin.query('ALTER TABLE interactions SET TABLESPACE small')
  await admin.query('CREATE TABLE filler (page text) TABLESPACE small')
  for (const rows of [500, 20, 1]) while (await fill(rows));
  return async () => {
    await admin.query('DROP TABLE filler')
    await admin.query('ALTER TABLE interactions SET TABLESPACE pg_default')
    await admin.query('CHECKPOINT')
    // Lazily: other sessions may still hold files open.
    await run('umount', ['-l', disk])
    await admin.query('DROP TABLESPACE small')
  }
}

/** False once the disk is full. */
const fill = (rows: number) =>
  admin.query(`INSERT INTO filler SELECT repeat('x', 1900) FROM generate_series(1, ${rows})`).then(
    () => true,
    (error) => {
      if (error.code !== '53100') throw error
      return false
    },
  )

async function mount(disk: string): Promise<boolean> {
  const { uid, gid } = await stat(disk)
  const options = `size=16m,mode=700,uid=${uid},gid=${gid}`
  return await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).then(
    () => true,
    () => false,
  )
}

async function pretendFullDisk(): Promise<() => Promise<void>> {
  await admin.query(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`)
  await admin.query('CREATE TRIGGER full_disk BEFORE INSERT ON interactions EXECUTE FUNCTION full_disk()')
  return async () => {
    await admin.query('DROP FUNCTION full_disk() CASCADE')
  }
}
