import { appendFile, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../src/db/embedded.ts'
import { isAlive } from '../../src/db/process-mark.ts'

/** A PostgreSQL of the test's own, to be stopped, started and killed. */
export interface Cluster {
  readonly folder: string
  /** Connection string of one of its databases, as the superuser; the port changes with every start. */
  url(database: string): string
  /** As a power cut would: nothing is flushed, every connection ends. */
  kill(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export async function openCluster(): Promise<Cluster> {
  return runCluster(await mkdtemp(join(tmpdir(), 'maitre-cluster-')))
}

async function runCluster(folder: string): Promise<Cluster> {
  let server: EmbeddedPostgres | undefined = await openEmbeddedPostgres(folder, { syncsToDisk: false })
  let { url } = server
  return {
    folder,
    url(database) {
      const named = new URL(url)
      named.pathname = `/${database}`
      return named.href
    },
    async kill() {
      const pid = Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
      process.kill(pid, 'SIGQUIT')
      while (isAlive(pid)) await delay(10)
      server = undefined
    },
    async start() {
      server ??= await openEmbeddedPostgres(folder, { syncsToDisk: false })
      url = server.url
    },
    async close() {
      await server?.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A streaming standby of `primary`, which must be stopped while its files are copied. It reaches the primary at `host:port`, which may
 * be a proxy, as the superuser.
 */
export async function openStandby(primary: Cluster, port: number): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'maitre-standby-'))
  for (const name of ['postgres', 'postgres-password']) {
    await cp(join(primary.folder, name), join(folder, name), { recursive: true, preserveTimestamps: true })
  }
  await mkdir(join(folder, 'postgres-users'), { recursive: true })
  const cluster = join(folder, 'postgres')
  const { uid, gid } = await stat(join(primary.folder, 'postgres'))
  await ownAll(folder, uid, gid)
  const password = (await readFile(join(folder, 'postgres-password'), 'utf8')).trim()
  const source = `host=127.0.0.1 port=${port} user=maitre password=${password} application_name=standby`
  await appendFile(
    join(cluster, 'postgresql.auto.conf'),
    `\nprimary_conninfo = '${source}'\nwal_retrieve_retry_interval = 200ms\n`,
  )
  await writeFile(join(cluster, 'standby.signal'), '')
  await chown(join(cluster, 'standby.signal'), uid, gid)
  return runCluster(folder)
}

/** Copying as root makes everything root's, and PostgreSQL does not run as root. */
async function ownAll(folder: string, uid: number, gid: number): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { readdir } = await import('node:fs/promises')
  const names = await readdir(folder, { recursive: true })
  for (const name of names) await chown(join(folder, name), uid, gid)
}
