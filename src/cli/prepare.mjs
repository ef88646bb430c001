// Makes a fresh clone runnable with nothing but Node: installs the packages of the lock file, generates the Prisma client, compiles.
// Plain JavaScript on Node's own modules, since it runs before anything is installed. Each step is skipped when its inputs are those
// of the last time, so that a warm start pays a few milliseconds. All words go to stderr: stdout belongs to the commands.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const at = (...parts) => join(root, ...parts)

function fail(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Maitre needs Node 20.19 or newer; this is ${process.versions.node}.`)
}

function run(what, program, args, env = {}) {
  process.stderr.write(`${what} …\n`)
  const shell = process.platform === 'win32'
  const result = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    shell,
  })
  if (result.status === 0) return
  fail(`${what} failed.\n${result.error?.message ?? ''}${result.stdout ?? ''}${result.stderr ?? ''}`)
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

function install() {
  if (isInstalled()) return
  run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

function filesBelow(folder, skip) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (path === skip) return []
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
function unlessDone(stamp, inputs, step) {
  const hash = hashOf(inputs)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  rmSync(stamp, { force: true })
  step()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

function generate() {
  const inputs = [at('prisma', 'schema.prisma'), at('prisma.config.ts'), at('package-lock.json')]
  unlessDone(at('src', 'db', 'generated', '.stamp'), inputs, () => {
    // Prisma wants to download an engine that `generate` never runs; naming any executable spares it that.
    const env = {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    }
    run(
      'Generating the database client',
      process.execPath,
      [at('node_modules', 'prisma', 'build', 'index.js'), 'generate'],
      env,
    )
  })
}

function compile() {
  const generated = at('src', 'db', 'generated')
  const sources = [...filesBelow(at('src'), generated), ...filesBelow(at('seed'))]
  const inputs = [
    ...sources,
    at('prisma', 'schema.prisma'),
    at('tsconfig.json'),
    at('tsconfig.build.json'),
    at('package-lock.json'),
  ]
  unlessDone(at('dist', '.stamp'), inputs, () => {
    rmSync(at('dist'), { recursive: true, force: true })
    // Types are checked in CI; a start should not wait for it.
    const compiler = at('node_modules', '@typescript', 'native', 'bin', 'tsc')
    run('Compiling', process.execPath, [compiler, '-p', at('tsconfig.build.json'), '--noCheck'])
  })
}

/** One preparation at a time: two commands on a fresh clone would install over each other. */
function withLock(work) {
  const lock = at('.prepare.lock')
  const deadline = Date.now() + 300_000
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid} ${startOf(process.pid)}`.trim(), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (isStale(lock)) rmSync(lock, { force: true })
      if (Date.now() > deadline)
        fail(`Another process has been preparing for five minutes; if none is, delete ${lock}.`)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  work()
  process.removeListener('exit', release)
  release()
}

function isStale(lock) {
  try {
    const [pid, start] = readFileSync(lock, 'utf8').split(' ')
    if (!Number(pid)) return Date.now() - statSync(lock).mtimeMs > 5000
    process.kill(Number(pid), 0)
    return start !== undefined && start !== startOf(pid)
  } catch (error) {
    return error.code === 'ESRCH'
  }
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

/** Installs, generates and compiles what is not up to date. */
export function prepare({ compiled }) {
  checkNode()
  withLock(() => {
    install()
    generate()
    if (compiled) compile()
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  prepare({ compiled: process.argv.includes('--compile') })
}
