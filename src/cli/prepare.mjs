// Makes a fresh clone runnable with nothing but Node: installs the packages of the lock file, generates the Prisma client, compiles.
// Plain JavaScript on Node's own modules, since it runs before anything is installed. Each step is skipped when its inputs are those
// of the last time, so that a warm start pays a few milliseconds. All words go to stderr: stdout belongs to the commands.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const at = (...parts) => join(root, ...parts)
const lock = at('.prepare.lock')

function fail(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Maitre needs Node 20.19 or newer; this is ${process.versions.node}.`)
}

/** Runs a step and waits for its end, also when a signal stops it: nothing of ours may still be writing when the next start begins. */
async function run(what, program, args, env = {}) {
  process.stderr.write(`${what} …\n`)
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  if (child.pid) holdLock(process.pid, child.pid)
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      words = (words + text).slice(-20_000)
    })
  }
  let stoppedBy
  const stop = (signal) => {
    stoppedBy = signal
    child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  const fault = await new Promise((end) => {
    child.on('error', (error) => end(error.message))
    child.on('close', (code) => end(code === 0 ? null : ''))
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(signal, stop)
  if (stoppedBy) fail(`${what} was stopped; the next start begins it again.`)
  if (fault === null) return
  fail(`${what} failed.\n${fault}${words}`)
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** True when every package that the lock file asks for here is in node_modules at that version, whoever installed it. */
function isInstalled() {
  if (!existsSync(at('node_modules', '.package-lock.json'))) return false
  const wanted = readJson(at('package-lock.json')).packages
  const present = readJson(at('node_modules', '.package-lock.json')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === '' || optional || devOptional || peer || present[path]?.version === version,
  )
}

async function install() {
  if (isInstalled()) return
  await run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

function filesBelow(folder, skip = []) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (skip.includes(path)) return []
      return entry.isDirectory() ? filesBelow(path, skip) : [path]
    })
}

function hashOf(paths) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0])
  for (const path of paths)
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

/** Runs `step` unless `stamp` already says that it ran on these inputs; the stamp is written last. */
async function unlessDone(stamp, inputs, step) {
  const hash = hashOf(inputs)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  rmSync(stamp, { force: true })
  await step()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

function generate() {
  const inputs = [at('prisma', 'schema.prisma'), at('prisma.config.ts'), at('package-lock.json')]
  return unlessDone(at('src', 'db', 'generated', '.stamp'), inputs, async () => {
    // Prisma wants to download an engine that `generate` never runs; naming any executable spares it that.
    const env = {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    }
    await run(
      'Generating the database client',
      process.execPath,
      [at('node_modules', 'prisma', 'build', 'index.js'), 'generate'],
      env,
    )
  })
}

function compile() {
  const generated = at('src', 'db', 'generated')
  const sources = [...filesBelow(at('src'), [generated, at('src', 'admin')]), ...filesBelow(at('seed'))]
  const inputs = [
    ...sources,
    at('prisma', 'schema.prisma'),
    at('tsconfig.json'),
    at('tsconfig.build.json'),
    at('package-lock.json'),
  ]
  return unlessDone(at('dist', '.stamp'), inputs, async () => {
    for (const folder of ['src', 'seed']) rmSync(at('dist', folder), { recursive: true, force: true })
    // Types are checked in CI; a start should not wait for it.
    const compiler = at('node_modules', '@typescript', 'native', 'bin', 'tsc')
    await run('Compiling', process.execPath, [compiler, '-p', at('tsconfig.build.json'), '--noCheck'])
  })
}

/** The administration page, as files that the service hands out. */
function buildAdmin() {
  const inputs = [
    ...filesBelow(at('src', 'admin')),
    ...filesBelow(at('src', 'client')),
    at('package-lock.json'),
  ]
  return unlessDone(at('dist', 'admin', '.stamp'), inputs, async () => {
    const vite = at('node_modules', 'vite', 'bin', 'vite.js')
    const config = at('src', 'admin', 'vite.config.ts')
    const next = at('dist', 'admin-next')
    await run(
      'Building the administration page',
      process.execPath,
      [vite, 'build', '--config', config, '--outDir', next, '--emptyOutDir'],
      // Whoever prepares may be a test or a developer; the page is for people, and half as large.
      { NODE_ENV: 'production' },
    )
    // A service that hands out the page meanwhile misses it for no longer than this.
    rmSync(at('dist', 'admin'), { recursive: true, force: true })
    renameSync(next, at('dist', 'admin'))
  })
}

/** One preparation at a time: two commands on a fresh clone would install over each other. */
async function withLock(work) {
  const deadline = Date.now() + 300_000
  let told = false
  for (;;) {
    try {
      holdLock(process.pid, null, 'wx')
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (isStale()) {
        rmSync(lock, { force: true })
        continue
      }
      if (Date.now() > deadline)
        fail(`Another process has been preparing for five minutes; if none is, delete ${lock}.`)
      if (!told) process.stderr.write('Waiting for another preparation to end …\n')
      told = true
      await new Promise((later) => setTimeout(later, 100))
    }
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  await work()
  process.removeListener('exit', release)
  release()
}

/** Says whose the lock is: ours, and that of the program that works for us, which may outlive us when we are killed. */
function holdLock(pid, childPid = null, flag = 'w') {
  const marks = [pid, childPid].filter((id) => id !== null).map((id) => `${id} ${startOf(id)}`.trim())
  writeFileSync(lock, marks.join('\n'), { flag })
}

function isStale() {
  try {
    const marks = readFileSync(lock, 'utf8').trim()
    if (marks === '') return Date.now() - statSync(lock).mtimeMs > 5000
    return !marks.split('\n').some(isLiving)
  } catch {
    return false
  }
}

function isLiving(mark) {
  const [pid, start] = mark.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  return start === undefined || start === startOf(pid)
}

/** When a process started, where /proc tells: its number may belong to another one by now. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** Installs, generates, builds and compiles what is not up to date. */
export async function prepare({ compiled }) {
  checkNode()
  await withLock(async () => {
    await install()
    await generate()
    await buildAdmin()
    if (compiled) await compile()
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await prepare({ compiled: process.argv.includes('--compile') })
}
