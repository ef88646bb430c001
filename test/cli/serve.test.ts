import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/db/project-root.ts'
import { compiledCli } from '../support/compiled.ts'
import { openDatabaseProxy } from '../support/database-proxy.ts'
import { testDatabase } from '../support/postgres.ts'

const database = await testDatabase()
const cli = await compiledCli()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maitre-serve-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})

/** `maitre serve` as a process of its own, on an empty database and any free port. */
function start(environment: Record<string, string | undefined> = {}) {
  const child = spawn(process.execPath, [cli, 'serve'], {
    cwd: projectRoot,
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      SEED: 'none',
      PORT: '0',
      HOST: '127.0.0.1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const exit = once(child, 'close').then(([code]) => {
    running.delete(child)
    return { code: code as number | null, out, err }
  })
  const ready = async () => {
    await expect.poll(() => out, { timeout: 60_000, interval: 20 }).toMatch(/A first request/)
    const url = /Maitre serves (\S+)/.exec(out)?.[1]
    if (!url) throw new Error(`no address in ${out}`)
    return { url, out }
  }
  return { child, exit, ready, said: () => out + err }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const keysOf = async () => JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8'))

describe('serve', { timeout: 120_000 }, () => {
  test('with no data at all becomes ready, answers with an explained empty list, and stops cleanly', async () => {
    const service = start()
    const { url, out } = await service.ready()
    const keys = await keysOf()
    for (const key of Object.values(keys)) expect(out).toContain(key)
    const ready = await fetch(`${url}/health/ready`)
    expect(ready.status).toBe(200)
    const answer = await fetch(`${url}/v1/recommendations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': keys.app },
      body: JSON.stringify({ context: {} }),
    })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      items: [],
      model: null,
      note: 'There are no restaurants yet.',
    })
    const metrics = await fetch(`${url}/metrics`, { headers: { 'x-api-key': keys.admin } })
    expect(await metrics.text()).toMatch(/maitre_recommendations_total\{[^}]*plan="popular"[^}]*\} 1/)
    service.child.kill('SIGINT')
    const { code } = await service.exit
    expect(code).toBe(0)
    const { rows } = await database.pool.query('SELECT count(*)::int AS count FROM recommendations')
    expect(rows[0].count).toBe(1)
  })

  test('started again changes nothing and shows no key', async () => {
    const before = await keysOf()
    const service = start()
    const { out } = await service.ready()
    expect(out).not.toContain(before.app)
    expect(await keysOf()).toEqual(before)
    service.child.kill('SIGTERM')
    expect((await service.exit).code).toBe(0)
  })

  test('on a port in use ends with a line that says so', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { code, err } = await start({ PORT: String(port) }).exit
    taken.close()
    expect(code).toBe(1)
    expect(err).toContain(`Port ${port} on 127.0.0.1 is in use`)
    expect(err).not.toMatch(/\n\s+at /)
  })

  test('on a database that does not answer ends with a line that says where, without the password', async () => {
    const { code, err } = await start({
      DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/none',
      DATABASE_WAIT_SECONDS: '1',
    }).exit
    expect(code).toBe(1)
    expect(err).toMatch(
      /The database\/none at 127\.0\.0\.1:1 can't be used: .*ECONNREFUSED.*Check DATABASE_URL/,
    )
    expect(err).not.toContain('secret')
    expect(err).not.toMatch(/\n\s+at /)
  })

  test('while PostgreSQL is away is alive and not ready, says why, and begins by itself once it answers', async () => {
    const proxy = await openDatabaseProxy(database.url)
    await proxy.cut()
    const port = await freePort()
    const service = start({ DATABASE_URL: proxy.url, PORT: String(port) })
    const health = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/health/${path}`).catch(() => null)
      return answer && { status: answer.status, body: await answer.json() }
    }
    await expect
      .poll(async () => (await health('ready'))?.body.checks.start.detail, { timeout: 20_000 })
      .toMatch(/Waiting: The database\/\S+ at 127\.0\.0\.1:\d+ can't be used: .*ECONNREFUSED/)
    expect(await health('ready')).toMatchObject({ status: 503, body: { status: 'starting', ready: false } })
    expect(await health('live')).toMatchObject({ status: 200 })
    await proxy.restore()
    await service.ready()
    expect((await health('ready'))?.status).toBe(200)
    service.child.kill('SIGTERM')
    expect((await service.exit).code).toBe(0)
    await proxy.close()
  })

  test('that waits for PostgreSQL ends when it is told to', async () => {
    const service = start({ DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/none' })
    await expect.poll(() => service.said(), { timeout: 20_000 }).toContain('Waiting')
    service.child.kill('SIGTERM')
    const { code, err } = await service.exit
    expect(code).toBe(0)
    expect(err).not.toContain('secret')
  })

  test('with a wrong password, or no such database, ends at once', async () => {
    const url = new URL(database.url)
    url.pathname = '/nowhere'
    const { code, err } = await start({ DATABASE_URL: url.href }).exit
    expect(code).toBe(1)
    expect(err).toMatch(/"nowhere" does not exist.*Check DATABASE_URL/)
  })

  test('with an environment that is not usable names every fault', async () => {
    const { code, err } = await start({ PORT: 'http', SEED: 'village', DATABASE_URL: 'mysql://x' }).exit
    expect(code).toBe(1)
    for (const name of ['PORT', 'SEED', 'DATABASE_URL']) expect(err).toContain(`${name}: `)
  })

  test('whose embedded database dies starts it again, and goes on', async () => {
    const own = await mkdtemp(join(tmpdir(), 'maitre-embedded-'))
    try {
      const service = start({ DATABASE_URL: undefined, DATA_DIR: own })
      const { url } = await service.ready()
      const { admin } = JSON.parse(await readFile(join(own, 'keys.json'), 'utf8'))
      const pidOf = async () =>
        Number((await readFile(join(own, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
      const died = await pidOf()
      process.kill(died, 'SIGQUIT')
      const profiles = () => fetch(`${url}/v1/profiles`, { headers: { 'x-api-key': admin } })
      // The file is away for a moment.
      await expect.poll(() => pidOf().catch(() => died), { timeout: 30_000 }).not.toBe(died)
      await expect.poll(async () => (await profiles()).status, { timeout: 30_000 }).toBe(200)
      service.child.kill('SIGINT')
      expect((await service.exit).code).toBe(0)
      expect(existsSync(join(own, 'postgres', 'postmaster.pid'))).toBe(false)
    } finally {
      await rm(own, { recursive: true, force: true })
    }
  })

  test('stopped while it starts, with the embedded database, leaves nothing running', async () => {
    const own = await mkdtemp(join(tmpdir(), 'maitre-embedded-'))
    try {
      const service = start({ DATABASE_URL: undefined, DATA_DIR: own })
      const pidFile = join(own, 'postgres', 'postmaster.pid')
      await expect.poll(() => existsSync(pidFile), { timeout: 60_000, interval: 10 }).toBe(true)
      service.child.kill('SIGINT')
      expect((await service.exit).code).toBe(0)
      expect(existsSync(pidFile)).toBe(false)
    } finally {
      await rm(own, { recursive: true, force: true })
    }
  })
})
