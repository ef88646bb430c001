import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { projectRoot } from '../../src/db/project-root.ts'
import type { KeyFile } from '../../src/keys/key-file.ts'
import { compiledCli } from './compiled.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: ReturnType<typeof JSON.parse>
}

export interface ServiceProcess {
  readonly url: string
  readonly keys: KeyFile
  readonly child: ChildProcess
  /** stdout and stderr so far */
  said(): string
  /** As the administrator; tries again when the machine was too busy. */
  call(method: string, path: string, body?: unknown): Promise<Answer>
  /** Plants a fault, or ends a drain; with `planted.mjs` alone. */
  plant(fault: Plant): Promise<void>
  /** Sends the signal and waits for the end; answers the exit code, null when the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export interface Plant {
  readonly shiftMs?: number
  readonly rejects?: boolean
  readonly drained?: true
}

/** Loaded first, it lets a test `plant`; with the drain below, it is the test that ends it. */
export const planted = join(projectRoot, 'test', 'faults', 'planted.mjs')
export const drainUntilTold = { SHUTDOWN_DRAIN_MS: '120000' }

export interface ServiceOptions {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly environment?: Readonly<Record<string, string>>
  /** Modules that the process loads first. */
  readonly preload?: readonly string[]
}

/** `maitre serve` as a process of its own; resolves once it answers. @throws with its words when it ends before that */
export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const first = [join(projectRoot, 'test', 'support', 'ends-with-parent.mjs'), ...(options.preload ?? [])]
  const preload = first.flatMap((file) => ['--import', file])
  const args = [...preload, await compiledCli(), 'serve']
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: {
      ...process.env,
      DATABASE_URL: options.databaseUrl,
      DATA_DIR: options.dataDir,
      SEED: 'none',
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      RETRAIN_CHECK_MINUTES: '0',
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-200_000)
    })
  }
  const exit = once(child, 'close').then(([code]) => code as number | null)
  process.once('exit', () => child.kill('SIGKILL'))
  const url = await new Promise<string>((ready, fail) => {
    const look = () => {
      const found = /Maitre serves (\S+)[\s\S]*A first request/.exec(said)?.[1]
      if (found) ready(found)
    }
    child.stdout?.on('data', look)
    void exit.then(() => fail(new Error(`the service ended before it answered:\n${said}`)))
  })
  const keys: KeyFile = JSON.parse(await readFile(join(options.dataDir, 'keys.json'), 'utf8'))
  return {
    url,
    keys,
    child,
    said: () => said,
    async call(method, path, body) {
      for (;;) {
        const answer = await ask(url, keys.admin, method, path, body)
        if (answer.body.code !== 'overloaded') return answer
        await delay(100)
      }
    },
    async plant(fault) {
      const told = once(child, 'message')
      child.send(fault)
      await told
    },
    async end(signal) {
      child.kill(signal)
      return await exit
    },
  }
}

async function ask(url: string, key: string, method: string, path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}
